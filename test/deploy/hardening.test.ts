import { expect } from 'chai';
import { AwsFailure } from '../../compiler/aws/failure.ts';
import type { ResourceChange } from '../../compiler/aws/model.ts';
import { closeDefaultGroup } from '../../compiler/deploy/default-group.ts';
import type { Deployment } from '../../compiler/deploy/deployment.ts';
import { refuseDataLoss } from '../../compiler/deploy/plan/guard.ts';
import { findObstacles } from '../../compiler/deploy/plan/obstacles.ts';
import { planUpdate } from '../../compiler/deploy/plan/plan.ts';
import type { StackPlan } from '../../compiler/deploy/plan/plan.ts';
import { wantStacks } from '../../compiler/deploy/plan/wanted.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { compileGolden } from '../support/compile/compile-golden.ts';
import { scriptedAws, stack } from '../support/fake-aws/scripted-aws.ts';

type Edit = (spec: string) => string;
type Change = Pick<ResourceChange, 'logicalId' | 'type'> & Partial<ResourceChange>;

const hardened: Edit = (spec) => spec;
const without: Edit = (spec) => spec.replace(/^options:[^]*/m, '');
const settings =
  (text: string): Edit =>
  (spec) =>
    spec.replace('hardening: {}', `hardening: { ${text} }`);

/** What a deployment would do, from one form of the golden case to another, if AWS says that of these resources. */
function plan(kind: 'shared' | 'backend', from: Edit, to: Edit, change: Change) {
  const [before, after] = [from, to].map((edit) => compileGolden('fargate-hardening', edit));
  const wanted = after && wantStacks(after, toolkit).find((each) => each.kind === kind);
  const deployed = before?.templates.find((each) => each.stack === kind);
  if (!wanted || !deployed) throw new Error(`There is no ${kind} stack`);
  const context = { resolved: after.resolved, templates: after.templates, toolkit };
  const changes: ResourceChange[] = [{ action: 'modify', replacement: 'always', details: [], ...change }];
  return { context, plan: planUpdate({ wanted, deployed: stack, before: deployed.root, changes }, context) };
}

describe('hardening a deployed stack', () => {
  const cluster = { logicalId: 'DatabaseCluster', type: 'AWS::RDS::DBCluster' };
  const repository = { logicalId: 'Repository', type: 'AWS::ECR::Repository' };

  for (const change of [cluster, repository]) {
    it(`is refused where it would replace what holds data, with what to write: ${change.logicalId}`, () => {
      const refusals = (from: Edit, to: Edit) => refuseDataLoss([plan('shared', from, to, change).plan], []);
      const because = 'AWS gives it another key only when it creates it: write';
      expect(refusals(without, hardened).map(({ wayOut }) => wayOut)).to.deep.equal([
        `${because} "customerKeys: secretsAndLogs" under options.hardening`,
      ]);
      expect(refusals(hardened, without).map(({ wayOut }) => wayOut)).to.deep.equal([
        `${because} "customerKeys: all" under options.hardening`,
      ]);
    });
  }

  it('says nothing about keys when something else replaces the cluster', () => {
    const later = settings('customerKeys: secretsAndLogs');
    const [refusal] = refuseDataLoss([plan('shared', without, later, cluster).plan], []);
    expect(refusal).to.not.equal(undefined).and.not.have.property('wayOut');
  });

  it('leaves secrets as they are, with another key', () => {
    const secret = {
      logicalId: 'DatabaseMasterSecret',
      type: 'AWS::SecretsManager::Secret',
      replacement: 'never',
    } as const;
    expect(refuseDataLoss([plan('shared', without, hardened, secret).plan], [])).to.deep.equal([]);
  });
});

describe('a load balancer whose deletion protection is on', () => {
  const balancer = { logicalId: 'LoadBalancer', type: 'AWS::ElasticLoadBalancingV2::LoadBalancer' };
  const obstacles = async (from: Edit, change: Change) => {
    const { plan: only, context } = plan('backend', from, hardened, change);
    const look = {
      aws: scriptedAws([], { call: () => Promise.resolve({}) }),
      context,
      note: () => undefined,
    };
    const found = await findObstacles([only] satisfies readonly StackPlan[], [], look);
    return found.filter(({ message }) => message.includes('LoadBalancer'));
  };

  it('stops a plan that would replace or delete it, and says what to deploy before', async () => {
    const [replaced] = await obstacles(hardened, balancer);
    expect(replaced?.message).to.equal('LoadBalancer would be replaced, and its deletion protection is on');
    expect(replaced?.hint).to.equal(
      'First deploy the present spec with "loadBalancerProtection: false" under options.hardening',
    );
    const [deleted] = await obstacles(hardened, { ...balancer, action: 'remove' });
    expect(deleted?.message).to.equal('LoadBalancer would be deleted, and its deletion protection is on');
  });

  it('stops nothing else', async () => {
    expect(await obstacles(hardened, { ...balancer, replacement: 'never' })).to.deep.equal([]);
    expect(await obstacles(settings('loadBalancerProtection: false'), balancer)).to.deep.equal([]);
    expect(await obstacles(without, balancer)).to.deep.equal([]);
  });
});

describe('the default security group of the VPC', () => {
  const rule = { IpProtocol: '-1' };
  const open = { GroupId: 'sg-1', IpPermissions: [rule], IpPermissionsEgress: [rule] };
  const vpc = { key: 'VpcId', value: 'vpc-1', exportName: 'ledger-shared-VpcId' };

  async function close(name: string, edit: Edit, group: object | AwsFailure) {
    const { resolved, templates } = compileGolden(name, edit);
    const [said, calls]: [string[], unknown[]] = [[], []];
    const aws = scriptedAws([], {
      call: (service, operation, input) => {
        calls.push({ service, operation, ...input });
        if (group instanceof AwsFailure) return Promise.reject(group);
        return Promise.resolve(operation === 'describeSecurityGroups' ? { SecurityGroups: [group] } : {});
      },
    });
    const context = { resolved, templates, toolkit };
    const report = { step: (text: string) => void said.push(text) };
    await closeDefaultGroup({ ...stack, outputs: [vpc] }, { aws, context, report } as unknown as Deployment);
    return { said, calls };
  }

  it('loses its rules, in both directions', async () => {
    const { said, calls } = await close('fargate-hardening', hardened, open);
    const filters = [
      { Name: 'vpc-id', Values: ['vpc-1'] },
      { Name: 'group-name', Values: ['default'] },
    ];
    const revoked = { service: 'ec2', GroupId: 'sg-1', IpPermissions: [rule] };
    expect(calls).to.deep.equal([
      { service: 'ec2', operation: 'describeSecurityGroups', Filters: filters },
      { ...revoked, operation: 'revokeSecurityGroupIngress' },
      { ...revoked, operation: 'revokeSecurityGroupEgress' },
    ]);
    expect(said).to.deep.equal(['Closed the default security group of vpc-1, which nothing here uses']);
  });

  it('is closed once, without a word later', async () => {
    const { said, calls } = await close('fargate-hardening', hardened, { GroupId: 'sg-1' });
    expect(calls).to.have.length(1);
    expect(said).to.deep.equal([]);
  });

  it('is left as it is without the option, without the setting, and in a VPC that exists already', async () => {
    const calls = [
      ...(await close('fargate-hardening', without, open)).calls,
      ...(await close('fargate-hardening', settings('closedDefaultGroup: false'), open)).calls,
      ...(await close('fargate-existing-vpc', (spec) => `${spec}\noptions: { hardening: {} }\n`, open)).calls,
    ];
    expect(calls).to.deep.equal([]);
  });

  it('does not stop a deployment that may not change it', async () => {
    const { said } = await close(
      'fargate-hardening',
      hardened,
      new AwsFailure('denied', 'Denied', 'no right'),
    );
    expect(said).to.deep.equal(['archc could not close the default security group of vpc-1: no right']);
  });
});
