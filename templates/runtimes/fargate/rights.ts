import { everything } from '../../../compiler/modules/rights.ts';
import type { Right, Rights } from '../../../compiler/modules/rights.ts';

const ecs = (kind: string) => [`ecs:{region}:{account}:${kind}/{stack}*`];
// In the names of load balancers and target groups CloudFormation shortens the stack's name; AWS does not document
// how.
const balancing = (kind: string) => [`elasticloadbalancing:{region}:{account}:${kind}/*`];
const targets = ['application-autoscaling:{region}:{account}:scalable-target/*'];
const certificates = ['acm:{region}:{account}:certificate/*'];
const buckets = ['s3:::{lower}*'];
const readBalancing: Right = { actions: ['elasticloadbalancing:Describe*'], on: everything };
const tagBalancing = ['elasticloadbalancing:AddTags', 'elasticloadbalancing:RemoveTags'];
const readScaling: Right = { actions: ['application-autoscaling:Describe*'], on: everything };

// One that the spec names. Load balancers themselves need no right to use it.
const readCertificate: Right = { actions: ['acm:DescribeCertificate'], on: ['{Certificate}'] };

/** Source: as in templates/base/rights.ts, and the rights with which target tracking manages its alarms. */
export const rights: Rights = {
  throughStack: {
    'AWS::IAM::RolePolicy': [
      {
        actions: ['iam:PutRolePolicy', 'iam:GetRolePolicy', 'iam:DeleteRolePolicy'],
        on: ['iam::{account}:role{path}{stack}*'],
      },
    ],
    'AWS::ApplicationAutoScaling::ScalableTarget': [
      readScaling,
      {
        actions: [
          'application-autoscaling:RegisterScalableTarget',
          'application-autoscaling:DeregisterScalableTarget',
          'application-autoscaling:ListTagsForResource',
          'application-autoscaling:TagResource',
          'application-autoscaling:UntagResource',
        ],
        on: targets,
      },
    ],
    'AWS::ApplicationAutoScaling::ScalingPolicy': [
      readScaling,
      {
        actions: ['application-autoscaling:PutScalingPolicy', 'application-autoscaling:DeleteScalingPolicy'],
        on: targets,
      },
      {
        actions: ['cloudwatch:PutMetricAlarm', 'cloudwatch:DeleteAlarms', 'cloudwatch:DescribeAlarms'],
        on: ['cloudwatch:{region}:{account}:alarm:TargetTracking-service/{stack}*'],
      },
    ],
    'AWS::CertificateManager::Certificate': [
      { actions: ['acm:RequestCertificate'], on: everything },
      {
        actions: [
          'acm:DescribeCertificate',
          'acm:DeleteCertificate',
          'acm:UpdateCertificateOptions',
          'acm:AddTagsToCertificate',
          'acm:RemoveTagsFromCertificate',
          'acm:ListTagsForCertificate',
        ],
        on: certificates,
      },
    ],
    'AWS::ECS::Cluster': [
      {
        actions: [
          'ecs:CreateCluster',
          'ecs:DescribeClusters',
          'ecs:UpdateCluster',
          'ecs:UpdateClusterSettings',
          'ecs:DeleteCluster',
          'ecs:ListTagsForResource',
          'ecs:TagResource',
          'ecs:UntagResource',
        ],
        on: ecs('cluster'),
      },
    ],
    'AWS::ECS::Service': [
      {
        actions: [
          'ecs:CreateService',
          'ecs:DescribeServices',
          'ecs:UpdateService',
          'ecs:DeleteService',
          'ecs:ListServiceDeployments',
          'ecs:ListTagsForResource',
          'ecs:TagResource',
          'ecs:UntagResource',
        ],
        on: ecs('service'),
      },
      {
        actions: ['ecs:DescribeServiceDeployments', 'ecs:StopServiceDeployment'],
        on: [...ecs('service'), ...ecs('service-deployment')],
      },
    ],
    'AWS::ECS::TaskDefinition': [
      {
        actions: [
          'ecs:DescribeTaskDefinition',
          'ecs:DeregisterTaskDefinition',
          // AWS's list has a kind of resource for it, but its refusals name "*": aws/containers-roadmap#929.
          'ecs:RegisterTaskDefinition',
        ],
        on: everything,
      },
      {
        actions: ['ecs:ListTagsForResource', 'ecs:TagResource', 'ecs:UntagResource'],
        on: ecs('task-definition'),
      },
    ],
    'AWS::ElasticLoadBalancingV2::Listener': [
      readBalancing,
      { actions: ['elasticloadbalancing:CreateListener'], on: balancing('loadbalancer/app') },
      {
        actions: [
          'elasticloadbalancing:ModifyListener',
          'elasticloadbalancing:ModifyListenerAttributes',
          'elasticloadbalancing:DeleteListener',
          ...tagBalancing,
        ],
        on: balancing('listener/app'),
      },
    ],
    'AWS::ElasticLoadBalancingV2::LoadBalancer': [
      readBalancing,
      { actions: ['ec2:Describe*'], on: everything },
      // Elastic Load Balancing asks for it with the rights of who creates: ElasticLoadBalancingFullAccess since v8.
      { actions: ['ec2:GetSecurityGroupsForVpc'], on: ['ec2:{region}:{account}:vpc/*'] },
      {
        actions: [
          'elasticloadbalancing:CreateLoadBalancer',
          'elasticloadbalancing:ModifyLoadBalancerAttributes',
          'elasticloadbalancing:SetIpAddressType',
          'elasticloadbalancing:SetSecurityGroups',
          'elasticloadbalancing:SetSubnets',
          'elasticloadbalancing:DeleteLoadBalancer',
          'elasticloadbalancing:CreateWebACLAssociation',
          'elasticloadbalancing:GetLoadBalancerWebACL',
          'elasticloadbalancing:DeleteWebACLAssociation',
          'wafv2:AssociateWebACL',
          'wafv2:GetWebACLForResource',
          'wafv2:DisassociateWebACL',
          ...tagBalancing,
        ],
        on: balancing('loadbalancer/app'),
      },
      { actions: ['elasticloadbalancing:SetWebACL'], on: everything },
    ],
    'AWS::ElasticLoadBalancingV2::TargetGroup': [
      readBalancing,
      { actions: ['ec2:Describe*'], on: everything },
      {
        actions: [
          'elasticloadbalancing:CreateTargetGroup',
          'elasticloadbalancing:ModifyTargetGroup',
          'elasticloadbalancing:ModifyTargetGroupAttributes',
          'elasticloadbalancing:DeleteTargetGroup',
          ...tagBalancing,
        ],
        on: balancing('targetgroup'),
      },
    ],
    'AWS::S3::Bucket': [
      {
        actions: [
          's3:CreateBucket',
          's3:DeleteBucket',
          's3:ListBucket',
          's3:GetAccelerateConfiguration',
          's3:GetAnalyticsConfiguration',
          's3:GetBucket*',
          's3:GetEncryptionConfiguration',
          's3:GetIntelligentTieringConfiguration',
          's3:GetInventoryConfiguration',
          's3:GetLifecycleConfiguration',
          's3:GetMetricsConfiguration',
          's3:GetReplicationConfiguration',
          's3:ListTagsForResource',
          's3:PutBucketLogging',
          's3:PutBucketNotification',
          's3:PutBucketOwnershipControls',
          's3:PutBucketPublicAccessBlock',
          's3:PutBucketTagging',
          's3:PutBucketVersioning',
          's3:PutEncryptionConfiguration',
          's3:PutLifecycleConfiguration',
          's3:TagResource',
          's3:UntagResource',
        ],
        on: buckets,
      },
    ],
    'AWS::S3::BucketPolicy': [
      { actions: ['s3:GetBucketPolicy', 's3:PutBucketPolicy', 's3:DeleteBucketPolicy'], on: buckets },
    ],
  },
  direct: {
    'AWS::CertificateManager::Certificate': [{ actions: ['acm:DescribeCertificate'], on: certificates }],
    'AWS::ECS::Service': [
      { actions: ['ecs:DescribeServices', 'ecs:UpdateService'], on: ecs('service') },
      { actions: ['ecs:DescribeTasks'], on: ecs('task') },
      { actions: ['ecs:DescribeTaskDefinition', 'ecs:ListTasks'], on: everything },
      { actions: ['logs:GetLogEvents'], on: ['logs:{region}:{account}:log-group:{stack}*'] },
    ],
    'AWS::ElasticLoadBalancingV2::Listener': [readCertificate],
    // To lift its protection when a creation fails.
    'AWS::ElasticLoadBalancingV2::LoadBalancer': [
      {
        actions: ['elasticloadbalancing:ModifyLoadBalancerAttributes'],
        on: balancing('loadbalancer/app'),
        isNotForPreviews: true,
      },
    ],
    'AWS::ElasticLoadBalancingV2::TargetGroup': [
      { actions: ['elasticloadbalancing:DescribeTargetHealth'], on: everything },
    ],
  },
  planning: { 'AWS::ElasticLoadBalancingV2::Listener': [readCertificate] },
  watching: {
    'AWS::ECS::Service': [
      { actions: ['ecs:DescribeServices'], on: ecs('service') },
      { actions: ['ecs:DescribeTasks'], on: ecs('task') },
      { actions: ['ecs:DescribeTaskDefinition', 'ecs:ListTasks'], on: everything },
    ],
    'AWS::ElasticLoadBalancingV2::TargetGroup': [
      { actions: ['elasticloadbalancing:DescribeTargetHealth'], on: everything },
    ],
  },
  linkedServices: {
    'AWS::ApplicationAutoScaling::ScalableTarget': 'ecs.application-autoscaling.amazonaws.com',
    'AWS::ECS::Cluster': 'ecs.amazonaws.com',
    'AWS::ElasticLoadBalancingV2::LoadBalancer': 'elasticloadbalancing.amazonaws.com',
  },
};
