import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeTasksCommand, ECSClient, ListTasksCommand } from '@aws-sdk/client-ecs';
import type { Task } from '@aws-sdk/client-ecs';
import {
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect } from 'chai';
import { callAws } from '../support/local-aws/call-aws.ts';
import { listEcsServices } from '../support/local-aws/find-container.ts';
import { pushImage } from '../support/local-aws/inspect-aws.ts';
import { startMiniStack } from '../support/local-aws/mini-stack.ts';
import type { MiniStack } from '../support/local-aws/mini-stack.ts';
import { clientConfig, openStacks } from '../support/local-aws/stacks.ts';
import type { Stacks } from '../support/local-aws/stacks.ts';
import { needs } from '../support/needs.ts';
import { missingPythonTools } from '../support/python-tools.ts';
import { untilItWorks } from '../support/until.ts';

const network = `
Resources:
  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  One: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.4.0/22, AvailabilityZone: ap-northeast-1a } }
  Two: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.8.0/22, AvailabilityZone: ap-northeast-1c } }
  Gateway: { Type: AWS::EC2::InternetGateway }
  Attachment: { Type: AWS::EC2::VPCGatewayAttachment, Properties: { VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway } }
  Group: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: Group, VpcId: !Ref Vpc } }`;

const balancer = (properties = '') => `${network}
  Balancer:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    DependsOn: Attachment
    Properties: { Type: application, Subnets: [!Ref One, !Ref Two], SecurityGroups: [!GetAtt Group.GroupId]${properties} }`;

const listener = `
  Listener:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      DefaultActions: [{ Type: forward, TargetGroupArn: !Ref Targets }]
      LoadBalancerArn: !Ref Balancer
      Port: 80
      Protocol: HTTP`;

const service = (image: string, afterListener = listener) => `${balancer()}${afterListener}
  Targets: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { Port: 80, Protocol: HTTP, TargetType: ip, VpcId: !Ref Vpc } }
  Log: { Type: AWS::Logs::LogGroup }
  Cluster: { Type: AWS::ECS::Cluster }
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{ Effect: Allow, Principal: { Service: ecs-tasks.amazonaws.com }, Action: "sts:AssumeRole" }]
      Policies:
        - PolicyName: Start
          PolicyDocument:
            Statement:
              - { Effect: Allow, Action: "ecr:*", Resource: "*" }
              - { Effect: Allow, Action: "logs:*", Resource: !GetAtt Log.Arn }
  Definition:
    Type: AWS::ECS::TaskDefinition
    Properties:
      ContainerDefinitions:
        - Name: api
          Image: ${image}
          LogConfiguration:
            LogDriver: awslogs
            Options: { awslogs-group: !Ref Log, awslogs-stream-prefix: api }
      Cpu: "256"
      ExecutionRoleArn: !GetAtt Role.Arn
      Memory: "512"
      RequiresCompatibilities: [FARGATE]
  Service:
    Type: AWS::ECS::Service
    ${afterListener === '' ? '' : 'DependsOn: Listener'}
    Properties:
      Cluster: !Ref Cluster
      DeploymentConfiguration: { DeploymentCircuitBreaker: { Enable: true, Rollback: true } }
      LaunchType: FARGATE
      LoadBalancers: [{ ContainerName: api, ContainerPort: 8080, TargetGroupArn: !Ref Targets }]
      NetworkConfiguration:
        AwsvpcConfiguration: { SecurityGroups: [!GetAtt Group.GroupId], Subnets: [!Ref One, !Ref Two] }
      TaskDefinition: !Ref Definition
Outputs:
  Targets: { Value: !Ref Targets }
  Log: { Value: !Ref Log }`;

const scaling = (least: number) => `
  Scaling:
    Type: AWS::ApplicationAutoScaling::ScalableTarget
    Properties:
      MaxCapacity: 10
      MinCapacity: ${least}
      ResourceId: !Sub "service/\${Cluster}/\${Service.Name}"
      ScalableDimension: ecs:service:DesiredCount
      ServiceNamespace: ecs
Outputs:`;

const ipv6 = `
  Ranges: { Type: AWS::EC2::VPCCidrBlock, Properties: { AmazonProvidedIpv6CidrBlock: true, VpcId: !Ref Vpc } }
  RangeOne:
    Type: AWS::EC2::SubnetCidrBlock
    DependsOn: Ranges
    Properties: { SubnetId: !Ref One, Ipv6CidrBlock: !Select [0, !Cidr [!Select [0, !GetAtt Vpc.Ipv6CidrBlocks], 2, 64]] }
  RangeTwo:
    Type: AWS::EC2::SubnetCidrBlock
    DependsOn: Ranges
    Properties: { SubnetId: !Ref Two, Ipv6CidrBlock: !Select [1, !Cidr [!Select [0, !GetAtt Vpc.Ipv6CidrBlocks], 2, 64]] }`;

const certificate = (zone: string) => `
Resources:
  Certificate:
    Type: AWS::CertificateManager::Certificate
    Properties:
      DomainName: api.example.com
      DomainValidationOptions: [{ DomainName: api.example.com, HostedZoneId: ${zone} }]
      ValidationMethod: DNS`;

const alias = `
Resources:
  Record:
    Type: AWS::Route53::RecordSet
    Properties:
      HostedZoneId: ZEXAMPLE
      Name: api.example.com
      Type: A
      AliasTarget: { DNSName: gone.elb.amazonaws.com, HostedZoneId: Z14GRHDCWA56QT }`;

describe('the stand-ins for what Fargate needs', () => {
  let local: MiniStack | undefined;
  let stacks: Stacks;
  let repository = '';
  const miniStack = (): MiniStack => {
    if (!local) throw new Error('The local AWS has not been started');
    return local;
  };

  before(async function () {
    needs(this, missingPythonTools());
    local = await startMiniStack({
      hostedZones: { ZEXAMPLE: 'example.com', ZOTHER: 'example.org' },
      drainUntilAsked: true,
    });
    stacks = openStacks(local);
  });
  beforeEach(async () => {
    await stacks.deploy(
      'images',
      'Resources: { R: { Type: AWS::ECR::Repository } }\nOutputs: { Uri: { Value: !GetAtt R.RepositoryUri } }',
    );
    repository = (await stacks.outputs('images'))['Uri'] ?? '';
  });
  afterEach(() => local?.reset());
  after(() => local?.stop());

  const push = (tag: string) => pushImage(miniStack(), repository, tag);
  async function expectRefused(template: string, reason: RegExp): Promise<void> {
    expect(await stacks.deploy('s', template)).to.include({ StackStatus: 'ROLLBACK_COMPLETE' });
    const failures = (await stacks.events('s')).filter(
      ({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED',
    );
    expect(failures.map(({ ResourceStatusReason }) => ResourceStatusReason).join()).to.match(reason);
  }
  async function listStopped(): Promise<readonly Task[]> {
    const client = new ECSClient(clientConfig(miniStack()));
    const events = await stacks.events('s');
    const cluster = events.find(
      ({ LogicalResourceId, PhysicalResourceId = '' }) =>
        LogicalResourceId === 'Cluster' && PhysicalResourceId !== '',
    );
    const place = { cluster: cluster?.PhysicalResourceId };
    const { taskArns } = await client.send(new ListTasksCommand({ ...place, desiredStatus: 'STOPPED' }));
    return (await client.send(new DescribeTasksCommand({ ...place, tasks: taskArns }))).tasks ?? [];
  }
  async function readLog(group: string | undefined, { taskArn = '' }: Task): Promise<readonly unknown[]> {
    const client = new CloudWatchLogsClient(clientConfig(miniStack()));
    const logStreamName = `api/api/${taskArn.split('/').at(-1) ?? ''}`;
    const { events = [] } = await client.send(
      new GetLogEventsCommand({ logGroupName: group, logStreamName }),
    );
    return events.map(({ message }) => message);
  }

  it('run as many tasks as scaling wants, all behind the load balancer', async () => {
    const template = service(await push('v-1'));
    expect(await stacks.deploy('s', template)).to.include({ StackStatus: 'CREATE_COMPLETE' });
    expect((await listEcsServices(miniStack()))[0]).to.include({ desiredCount: 1, runningCount: 1 });
    await stacks.deploy('s', template.replace('\nOutputs:', scaling(3)));
    expect((await listEcsServices(miniStack()))[0]).to.include({ desiredCount: 3, runningCount: 3 });
    const { Targets } = await stacks.outputs('s');
    const { TargetHealthDescriptions = [] } = await new ElasticLoadBalancingV2Client(
      clientConfig(miniStack()),
    ).send(new DescribeTargetHealthCommand({ TargetGroupArn: Targets }));
    expect(TargetHealthDescriptions.map(({ Target }) => Target?.Port)).to.deep.equal([8080, 8080, 8080]);
  });

  it("break the circuit when a service's first tasks do not start, and tell of them while it is removed", async () => {
    const refused = expectRefused(
      service(`${repository}:never-pushed`),
      /'ECS Deployment Circuit Breaker was triggered'/,
    );
    const stopped = await untilItWorks('a task has stopped', async () => {
      const [first] = await listStopped();
      return first ?? Promise.reject(new Error('none has'));
    });
    await refused;
    const failed = (await stacks.events('s')).find(
      ({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED',
    );
    expect(failed?.PhysicalResourceId).to.match(/^arn:aws:ecs:.*:service\/s-Cluster-\w+\/s-Service-\w+$/);
    expect(stopped).to.include({ stopCode: 'TaskFailedToStart' });
    expect(stopped.stoppedReason).to.match(/^CannotPullContainerError: .*:never-pushed: not found$/);
    expect(await listEcsServices(miniStack())).to.deep.equal([]);
  });

  for (const { tag, stopCode, reason, exitCode, log } of [
    {
      tag: 'v-crashing',
      stopCode: 'EssentialContainerExited',
      reason: /exited/,
      exitCode: 1,
      log: ['Starting to listen', "Error: Cannot find module './settings.js'"],
    },
    {
      tag: 'v-greedy',
      stopCode: 'EssentialContainerExited',
      reason: /exited/,
      exitCode: 137,
      log: ['Starting to listen'],
    },
    {
      tag: 'v-unhealthy',
      stopCode: 'ServiceSchedulerInitiated',
      reason: /failed ELB health checks/,
      exitCode: undefined,
      log: ['Starting to listen'],
    },
  ]) {
    it(`go on with the former tasks when the new ones stop: ${tag}`, async () => {
      await stacks.deploy('s', service(await push('v-1')));
      const before = (await listEcsServices(miniStack()))[0]?.taskDefinition;
      const { StackStatus } = await stacks.deploy('s', service(await push(tag)));
      expect(StackStatus).to.equal('UPDATE_ROLLBACK_COMPLETE');
      const [running] = await listEcsServices(miniStack());
      expect(running).to.include({ taskDefinition: before, runningCount: 1 });
      expect(running?.deployments?.map(({ rolloutState }) => rolloutState)).to.deep.equal([
        'COMPLETED',
        'FAILED',
      ]);
      const [stopped] = await listStopped();
      expect(stopped).to.include({ stopCode }).and.have.property('stoppedReason').that.matches(reason);
      expect(stopped?.containers?.[0]?.exitCode).to.equal(exitCode);
      const { Log } = await stacks.outputs('s');
      expect(await readLog(Log, stopped ?? {})).to.deep.equal(log);
    });
  }

  it("start nothing without a right of the task's role", async () => {
    const template = service(await push('v-1'));
    await stacks.deploy('s', template);
    const { StackStatus } = await stacks.deploy(
      's',
      template.replace('logs:*', 'logs:Describe*').replace('Memory: "512"', 'Memory: "1024"'),
    );
    expect(StackStatus).to.equal('UPDATE_ROLLBACK_COMPLETE');
    const [stopped] = await listStopped();
    expect(stopped?.stoppedReason).to.match(/is not authorized to perform: logs:CreateLogStream on resource/);
  });

  it('refuse a service whose target group no listener serves', () =>
    push('v-1').then((image) =>
      expectRefused(service(image, ''), /does not have an associated load balancer/),
    ));

  it('refuse IPv6 to a load balancer whose subnets have none, and give it to others', async () => {
    const dual = balancer(', IpAddressType: dualstack');
    await expectRefused(dual, /subnets with an associated IPv6 CIDR block/);
    await stacks.remove('s');
    const waiting = dual.replace('DependsOn: Attachment', 'DependsOn: [Attachment, RangeOne, RangeTwo]');
    expect(await stacks.deploy('s', waiting + ipv6)).to.include({ StackStatus: 'CREATE_COMPLETE' });
  });

  it('keep a security group that a rule of another names', async () => {
    const groups = (other: string) => `
Resources:
  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  Group: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: Group, VpcId: !Ref Vpc } }
  ${other}: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: ${other}, VpcId: !Ref Vpc } }
Outputs:
  Group: { Value: !GetAtt Group.GroupId }
  Other: { Value: !GetAtt ${other}.GroupId }`;
    await stacks.deploy('s', groups('First'));
    const { Group, Other } = await stacks.outputs('s');
    const rule = `IpProtocol: tcp, FromPort: 1, ToPort: 1, GroupId: ${Group ?? ''}, SourceSecurityGroupId: ${Other ?? ''}`;
    await stacks.deploy(
      'rule',
      `Resources: { Rule: { Type: AWS::EC2::SecurityGroupIngress, Properties: { ${rule} } } }`,
    );
    await stacks.deploy('s', groups('Second'));
    const reasons = (await stacks.events('s'))
      .filter(({ ResourceStatus }) => ResourceStatus === 'DELETE_FAILED')
      .map(({ ResourceStatusReason }) => ResourceStatusReason);
    expect(reasons).to.deep.equal([`resource ${Other ?? ''} has a dependent object`]);
  });

  it('prove a certificate in the zone of its domain, and leave the record there', async () => {
    await expectRefused(certificate('ZNONE'), /No hosted zone/);
    await stacks.remove('s');
    await expectRefused(certificate('ZOTHER'), /outside of the zone example\.org/);
    await stacks.remove('s');
    expect(await stacks.deploy('s', certificate('ZEXAMPLE'))).to.include({ StackStatus: 'CREATE_COMPLETE' });
    await stacks.remove('s');
    const records = await callAws(miniStack(), 'route53', '/2013-04-01/hostedzone/ZEXAMPLE/rrset');
    expect(records).to.include('<Type>CNAME</Type>');
  });

  it('refuse an alias record that leads to nothing', () => expectRefused(alias, /target was not found/));
});
