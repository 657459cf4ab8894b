import { ACMClient, DescribeCertificateCommand, ListCertificatesCommand } from '@aws-sdk/client-acm';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Listener, LoadBalancer } from '@aws-sdk/client-elastic-load-balancing-v2';
import { DescribeDBInstancesCommand, RDSClient } from '@aws-sdk/client-rds';
import { expect } from 'chai';
import { listEcsServices } from '../support/local-aws/find-container.ts';
import { readAliases, readSources, readVerdict } from '../support/local-aws/inspect-aws.ts';
import type { Rehearsal } from '../support/local-aws/rehearsal.ts';
import { clientConfig } from '../support/local-aws/stacks.ts';
import { domain, verdicts, zone } from './runtime-in-life.ts';
import type { RuntimeInLife } from './runtime-in-life.ts';

export const fargate: RuntimeInLife = {
  name: 'fargate',
  service: 'EcsService',
  failure: {
    edit: (spec) => spec,
    tag: 'todo-crashing',
    told: /ECS Deployment Circuit Breaker was triggered.*: the last task stopped: .*exit code 1[^]*Cannot find module/,
    at: 'service:',
  },
  async readHealthCheckPath({ miniStack, stacks }) {
    const { TargetGroupArn = '' } = await stacks.outputs('todo-backend');
    const client = new ElasticLoadBalancingV2Client(clientConfig(miniStack));
    const request = new DescribeTargetGroupsCommand({ TargetGroupArns: [TargetGroupArn] });
    return (await client.send(request)).TargetGroups?.[0]?.HealthCheckPath ?? '';
  },
  async expectComplete(rehearsal) {
    await expectClosedDatabase(rehearsal);
    await expectTasks(rehearsal);
    const balancer = await findLoadBalancer(rehearsal);
    await expectListeners(rehearsal, balancer);
    for (const [address, verdict] of verdicts) {
      expect(await readVerdict(rehearsal.miniStack, balancer.LoadBalancerArn ?? '', address)).to.equal(
        verdict,
      );
    }
    await expectFirewallFirst(rehearsal);
    const place = { target: balancer.DNSName, zone: balancer.CanonicalHostedZoneId };
    expect(await readAliases(rehearsal.miniStack, zone, domain)).to.deep.equal([
      { type: 'A', ...place },
      { type: 'AAAA', ...place },
    ]);
  },
  async expectDeleted({ miniStack }) {
    const balancing = new ElasticLoadBalancingV2Client(clientConfig(miniStack));
    const { LoadBalancers } = await balancing.send(new DescribeLoadBalancersCommand());
    expect(LoadBalancers).to.deep.equal([]);
    const certificates = await new ACMClient(clientConfig(miniStack)).send(new ListCertificatesCommand());
    expect(certificates.CertificateSummaryList).to.deep.equal([]);
    const request = new DescribeLogGroupsCommand({ logGroupNamePrefix: 'todo-backend-ServiceLogGroup' });
    const { logGroups } = await new CloudWatchLogsClient(clientConfig(miniStack)).send(request);
    expect(logGroups, 'the log of the service stays').to.have.property('length').above(0);
  },
};

async function expectClosedDatabase({ miniStack, stacks }: Rehearsal): Promise<void> {
  const { DBInstances = [] } = await new RDSClient(clientConfig(miniStack)).send(
    new DescribeDBInstancesCommand(),
  );
  expect(DBInstances.map(({ PubliclyAccessible }) => PubliclyAccessible)).to.deep.equal([false, false]);
  const { DatabaseSecurityGroupId = '' } = await stacks.outputs('todo-shared');
  const ofService = await stacks.physicalId('todo-backend', 'ServiceSecurityGroup');
  expect(await readSources(miniStack, DatabaseSecurityGroupId)).to.deep.equal([ofService]);
  const ofBalancer = await stacks.physicalId('todo-backend', 'LoadBalancerSecurityGroup');
  expect(await readSources(miniStack, ofService)).to.deep.equal([ofBalancer]);
}

/** As many as scaling wants at least, all of them behind the load balancer. */
async function expectTasks({ miniStack, stacks }: Rehearsal): Promise<void> {
  const [service] = await listEcsServices(miniStack);
  expect(service).to.include({ desiredCount: 2, runningCount: 2 });
  expect(service?.networkConfiguration?.awsvpcConfiguration?.securityGroups).to.deep.equal([
    await stacks.physicalId('todo-backend', 'ServiceSecurityGroup'),
  ]);
  const { TargetGroupArn = '' } = await stacks.outputs('todo-backend');
  const client = new ElasticLoadBalancingV2Client(clientConfig(miniStack));
  const { TargetHealthDescriptions = [] } = await client.send(
    new DescribeTargetHealthCommand({ TargetGroupArn }),
  );
  expect(TargetHealthDescriptions.map(({ TargetHealth }) => TargetHealth?.State)).to.deep.equal([
    'healthy',
    'healthy',
  ]);
}

async function findLoadBalancer({ miniStack }: Rehearsal): Promise<LoadBalancer> {
  const client = new ElasticLoadBalancingV2Client(clientConfig(miniStack));
  const { LoadBalancers: [balancer, ...others] = [] } = await client.send(new DescribeLoadBalancersCommand());
  expect(others).to.deep.equal([]);
  if (!balancer) throw new Error('There is no load balancer');
  return balancer;
}

async function expectListeners(
  { miniStack, stacks }: Rehearsal,
  { LoadBalancerArn, IpAddressType }: LoadBalancer,
): Promise<void> {
  expect(IpAddressType).to.equal('dualstack');
  const client = new ElasticLoadBalancingV2Client(clientConfig(miniStack));
  const { Listeners = [] } = await client.send(new DescribeListenersCommand({ LoadBalancerArn }));
  const byPort = new Map(Listeners.map((listener) => [listener.Port, listener]));
  expect([...byPort.keys()]).to.have.members([80, 443]);
  const redirect = actionOf(byPort.get(80));
  expect(redirect?.Type).to.equal('redirect');
  expect(redirect?.RedirectConfig).to.include({ Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' });
  const { TargetGroupArn, CertificateArn } = await stacks.outputs('todo-backend');
  expect(actionOf(byPort.get(443))).to.include({ Type: 'forward', TargetGroupArn });
  expect(byPort.get(443)).to.include({ Protocol: 'HTTPS' });
  expect(byPort.get(443)?.Certificates?.map((certificate) => certificate.CertificateArn)).to.deep.equal([
    CertificateArn,
  ]);
  const { Certificate } = await new ACMClient(clientConfig(miniStack)).send(
    new DescribeCertificateCommand({ CertificateArn }),
  );
  expect(Certificate).to.include({ DomainName: domain, Status: 'ISSUED' });
}

function actionOf(listener: Listener | undefined) {
  return listener?.DefaultActions?.[0];
}

/** Nobody reaches the tasks before the firewall stands: when the load balancer was made, the listeners waited for it. */
async function expectFirewallFirst({ stacks }: Rehearsal): Promise<void> {
  const events = (await stacks.events('todo-backend')).map(
    ({ LogicalResourceId, ResourceStatus }) => `${LogicalResourceId ?? ''} ${ResourceStatus ?? ''}`,
  );
  const since = events.slice(events.lastIndexOf('LoadBalancer CREATE_COMPLETE'));
  const stands = since.findIndex((event) => /^WebAclAssociation (CREATE|UPDATE)_COMPLETE$/.test(event));
  expect(stands).to.be.above(0);
  for (const listener of ['HttpListener', 'HttpsListener']) {
    expect(since.indexOf(`${listener} CREATE_IN_PROGRESS`)).to.be.above(stands);
  }
}
