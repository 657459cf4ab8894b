/** Access that AWS has refused to others who made the same call: which action, and on what. */
export interface Refusal {
  readonly action: string;
  /**
   * The resource in AWS's message, where `{region}`, `{account}` and `{backend}` stand for those of a deployment.
   * A `*` in it is the character that AWS compares with a policy's patterns.
   */
  readonly on: string;
  /** The type of resource for which CloudFormation makes the call; archc's own calls have none. */
  readonly type?: string;
  /** A word of the templates without which it does not make the call so. */
  readonly having?: string;
  readonly source: string;
}

const balancing = 'arn:aws:elasticloadbalancing:{region}:{account}';

export const refusals: readonly Refusal[] = [
  {
    action: 'ec2:GetSecurityGroupsForVpc',
    on: 'arn:aws:ec2:{region}:{account}:vpc/vpc-0123456789abcdef0',
    type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    source: 'https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/3917',
  },
  {
    action: 'elasticloadbalancing:AddTags',
    on: `${balancing}:targetgroup/todo-Target-0123456789AB/*`,
    type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
    source: 'https://github.com/kubernetes-sigs/aws-load-balancer-controller/pull/3372',
  },
  {
    action: 'elasticloadbalancing:AddTags',
    on: `${balancing}:loadbalancer/app/todo-LoadB-0123456789AB/6de50f6529fc6c2f`,
    type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    source: 'https://github.com/kubernetes-sigs/aws-load-balancer-controller/pull/3086',
  },
  {
    action: 'elasticloadbalancing:AddTags',
    on: `${balancing}:listener/app/todo-LoadB-0123456789AB/6de50f6529fc6c2f/0123456789abcdef`,
    type: 'AWS::ElasticLoadBalancingV2::Listener',
    source: 'https://github.com/aws-ia/terraform-aws-eks-blueprints/issues/717',
  },
  {
    action: 'elasticloadbalancing:SetWebACL',
    on: `${balancing}:loadbalancer/app/todo-LoadB-0123456789AB/6de50f6529fc6c2f`,
    type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    source: 'https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/386',
  },
  {
    action: 'wafv2:GetWebACLForResource',
    on: 'arn:aws:wafv2:{region}:{account}:regional/webacl/*',
    type: 'AWS::WAFv2::WebACLAssociation',
    source: 'https://github.com/aws/aws-k8s-tester, change log of 2020-05',
  },
  {
    action: 'wafv2:CreateWebACL',
    on: 'arn:aws:wafv2:{region}:{account}:regional/ipset/{backend}-Allowed/01234567-89ab-cdef-0123-456789abcdef',
    type: 'AWS::WAFv2::IPSet',
    source: 'https://github.com/aws/aws-pdk/pull/104',
  },
  {
    action: 'wafv2:UpdateWebACL',
    on: 'arn:aws:wafv2:{region}:{account}:regional/managedruleset/*/*',
    type: 'AWS::WAFv2::WebACL',
    having: 'ManagedRuleGroupStatement',
    source: 'https://github.com/aws-samples/amazon-cloudfront-waf-secretsmanager/issues/3',
  },
  {
    action: 'ecs:RegisterTaskDefinition',
    on: '*',
    type: 'AWS::ECS::TaskDefinition',
    source: 'https://github.com/aws/containers-roadmap/issues/929',
  },
  {
    action: 'ecs:DescribeTaskDefinition',
    on: '*',
    type: 'AWS::ECS::TaskDefinition',
    source: 'https://github.com/aws/containers-roadmap/issues/929',
  },
  {
    action: 'ecs:ListTasks',
    on: '*',
    type: 'AWS::ECS::Service',
    source: 'https://github.com/cdklabs/construct-hub/pull/1207',
  },
  {
    action: 'logs:DescribeLogGroups',
    on: 'arn:aws:logs:{region}:{account}:log-group::log-stream:',
    type: 'AWS::Logs::LogGroup',
    source: 'https://github.com/hashicorp/terraform-provider-aws/issues/8804',
  },
  {
    action: 'logs:TagResource',
    on: 'arn:aws:logs:{region}:{account}:log-group:{backend}-ServiceLogGroup-0123456789AB',
    type: 'AWS::Logs::LogGroup',
    source: 'https://github.com/DataDog/cloudformation-template/pull/61',
  },
  {
    action: 'rds:DescribeDBInstances',
    on: 'arn:aws:rds:{region}:{account}:db:*',
    type: 'AWS::RDS::DBInstance',
    source: 'https://github.com/awslabs/pireporter/issues/8',
  },
  {
    action: 'rds:DescribeDBEngineVersions',
    on: '*',
    type: 'AWS::RDS::DBCluster',
    source: 'https://github.com/cloud-gov/terraform-provision/pull/809',
  },
];
