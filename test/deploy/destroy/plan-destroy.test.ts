import { expect } from 'chai';
import { planDestroy } from '../../../compiler/deploy/destroy/plan.ts';
import type { StackToDelete, DeletionEffect } from '../../../compiler/deploy/destroy/plan.ts';
import { entryOf, sectionOf } from '../../../compiler/template/node.ts';
import { readTemplate } from '../../../compiler/template/read.ts';
import type { StackKind } from '../../../compiler/template/template.ts';
import { replacing } from '../../diff/diff-of.ts';
import { compileGolden } from '../../support/compile/compile-golden.ts';
import { stack } from '../../support/fake-aws/scripted-aws.ts';

function planOf(
  name: string,
  kind: StackKind,
  edit: (template: string) => string = (text) => text,
  unprotects = false,
) {
  const { artifacts } = compileGolden(name);
  const template = readTemplate(edit(artifacts.find((each) => each.name === `${kind}.yaml`)?.text ?? ''));
  if (template.kind !== 'map') throw new Error('There is no template');
  const resources = sectionOf(template, 'Resources').map(({ key, value }) => {
    const type = entryOf(value, 'Type');
    const isDatabase = key === 'Database';
    return {
      logicalId: key,
      physicalId: isDatabase ? 'cluster/todo/todo_app' : `todo-${kind}-${key}`,
      type: type?.kind === 'scalar' ? String(type.value) : '',
      status: 'CREATE_COMPLETE',
    };
  });
  const toDelete = {
    kind,
    stack,
    name: `todo-${kind}`,
    resources,
    template,
    imports: {},
    database: undefined,
  };
  return planDestroy([toDelete], { unprotects });
}

const linesOf = (fates: readonly DeletionEffect[]) =>
  fates.map(({ logicalId, what }) => `${logicalId}: ${what}`);

describe('a plan to delete a backend', () => {
  it('on Fargate says that the log, the record of the certificate and the database stay', () => {
    const { dataLoss, remains, blockers } = planOf('fargate', 'backend');
    expect(blockers).to.deep.equal([]);
    expect(dataLoss.map(({ logicalId }) => logicalId)).to.deep.equal(['DatabaseUserSecret']);
    expect(linesOf(remains)).to.deep.equal([
      'WebAclLogGroup: todo-backend-WebAclLogGroup, with everything in it; it costs until someone deletes it',
      'ServiceLogGroup: todo-backend-ServiceLogGroup, with everything in it; it costs until someone deletes it',
      'Certificate: the record in the hosted zone that proves to AWS that the domain is yours',
      'Database: the MySQL database todo, in the cluster, without its user',
    ]);
  });

  it('that is hardened says that its key and its logs stay, and that its load balancer is held', () => {
    const { remains, blockers } = planOf('fargate-hardening', 'backend');
    expect(remains.map(({ logicalId }) => logicalId)).to.include.members([
      'AccessLogBucket',
      'Key',
      'ServiceLogGroup',
      'WebAclLogGroup',
    ]);
    expect(blockers).to.deep.equal([
      {
        stack: 'todo-backend',
        because: 'its load balancer has deletion protection',
        wayOut:
          'turn it off with --unprotect, or write "loadBalancerProtection: false" under options.hardening and deploy',
      },
    ]);
    const lifted = planOf('fargate-hardening', 'backend', undefined, true);
    expect(lifted.blockers).to.deep.equal([]);
    expect(lifted.steps.map(({ protections }) => protections)).to.deep.equal([
      [{ of: 'load balancer', id: 'todo-backend-LoadBalancer' }],
    ]);
  });

  it('on App Runner has neither log nor certificate of its own', () => {
    expect(planOf('domain', 'backend').remains.map(({ logicalId }) => logicalId)).to.deep.equal([
      'WebAclLogGroup',
      'Database',
    ]);
  });
});

/** As docs/non-functional.md says it. */
describe('a plan to delete a shared stack', () => {
  const snapshot = 'DatabaseCluster: a snapshot, whose name begins with todo-shared-snapshot-';
  const backups = 'DatabaseCluster: automated backups, until their retention period ends';
  const logs =
    'DatabaseCluster: the log groups /aws/rds/cluster/todo-shared-DatabaseCluster/*, which RDS has created';

  it('says what is lost with it, and that a snapshot, the automated backups and the logs stay', () => {
    const { dataLoss, remains } = planOf('fargate', 'shared');
    expect(linesOf(dataLoss)).to.deep.equal([
      'DatabaseMasterSecret: the password in it',
      'DatabaseCluster: the cluster and its databases',
      'Repository: all images in it',
    ]);
    expect(linesOf(remains)).to.deep.equal([snapshot, backups, logs]);
  });

  const retained =
    'DatabaseCluster: todo-shared-DatabaseCluster, with everything in it; it costs until someone deletes it';
  for (const { title, edit, stays } of [
    {
      title: 'deletes its automated backups',
      edit: ['DeleteAutomatedBackups: false', 'DeleteAutomatedBackups: true'],
      stays: [snapshot, logs],
    },
    {
      title: 'has no snapshot made',
      edit: ['DeletionPolicy: Snapshot', 'DeletionPolicy: Delete'],
      stays: [backups, logs],
    },
    {
      title: 'has no policy, for which CloudFormation makes a snapshot',
      edit: ['    DeletionPolicy: Snapshot\n', ''],
      stays: [snapshot, backups, logs],
    },
    {
      title: 'is retained',
      edit: ['DeletionPolicy: Snapshot', 'DeletionPolicy: Retain'],
      stays: [retained],
    },
  ] as const) {
    it(`says what stays of a cluster that ${title}`, () => {
      expect(linesOf(planOf('fargate', 'shared', replacing(edit)).remains)).to.deep.equal(stays);
    });
  }
});

describe('a plan to delete stacks', () => {
  const cluster = { cluster: 'todo-cluster', status: 'available', engineVersion: '8.0', instances: [] };
  const resources = [
    { logicalId: 'DatabaseCluster', physicalId: 'c', type: 'AWS::RDS::DBCluster', status: 'CREATE_COMPLETE' },
    {
      logicalId: 'Database',
      physicalId: 'c/todo/u',
      type: 'Custom::MySqlDatabase',
      status: 'CREATE_COMPLETE',
    },
  ];
  const toDelete = (changes: Partial<StackToDelete>, status = 'UPDATE_COMPLETE', isProtected = false) => ({
    kind: 'shared' as const,
    name: 'todo-shared',
    stack: { ...stack, status, isProtected },
    resources: [],
    template: undefined,
    imports: {},
    database: undefined,
    ...changes,
  });
  const backend = toDelete({ kind: 'backend', name: 'todo-backend' });
  const plan = (...stacks: readonly StackToDelete[]) => planDestroy(stacks, { unprotects: false });
  const unprotecting = (...stacks: readonly StackToDelete[]) => planDestroy(stacks, { unprotects: true });
  const guarded = toDelete({ database: { ...cluster, isProtected: true } }, 'UPDATE_COMPLETE', true);

  it('leaves out those that are gone, and keeps the order of the others', () => {
    const gone = [toDelete({ stack: undefined }), toDelete({}, 'DELETE_COMPLETE')];
    expect(plan(...gone, backend, toDelete({})).steps.map(({ name }) => name)).to.deep.equal([
      'todo-backend',
      'todo-shared',
    ]);
  });

  it('follows a deletion that is under way, whatever would hold another', () => {
    const { steps, blockers } = plan(toDelete({ imports: { other: ['VpcId'] } }, 'DELETE_IN_PROGRESS', true));
    expect(steps.map(({ isDeleting }) => isDeleting)).to.deep.equal([true]);
    expect(blockers).to.deep.equal([]);
  });

  it('is held by another operation, by protection and by a stack that imports', () => {
    const busy = toDelete({}, 'UPDATE_IN_PROGRESS');
    const imported = toDelete({ imports: { 'todo-backend': ['VpcId'], other: ['VpcId', 'ClusterArn'] } });
    const reasons = (...stacks: readonly StackToDelete[]) =>
      plan(...stacks).blockers.map(({ because }) => because);
    expect(reasons(busy)).to.deep.equal(['an operation is in progress (UPDATE_IN_PROGRESS)']);
    expect(reasons(guarded)).to.deep.equal([
      'it has termination protection',
      'its cluster todo-cluster has deletion protection',
    ]);
    expect(reasons(imported)).to.deep.equal([
      'stack "todo-backend" imports VpcId from it',
      'stack "other" imports VpcId, ClusterArn from it',
    ]);
    expect(reasons(backend, imported)).to.deep.equal(['stack "other" imports VpcId, ClusterArn from it']);
    expect(reasons(toDelete({}, 'REVIEW_IN_PROGRESS'))).to.deep.equal([]);
  });

  it('lifts the protection that is set, when it is asked to', () => {
    const { steps, blockers } = unprotecting(guarded, backend);
    expect(blockers).to.deep.equal([]);
    expect(steps.map(({ protections }) => protections)).to.deep.equal([
      [{ of: 'stack' }, { of: 'cluster', id: 'todo-cluster' }],
      [],
    ]);
    expect(plan(guarded).steps.map(({ protections }) => protections)).to.deep.equal([[]]);
  });

  it('says where the MySQL database stays', () => {
    const [database, whole] = [resources.slice(1), resources];
    const stays = (...lists: readonly (readonly (typeof resources)[number][])[]) =>
      linesOf(plan(...lists.map((list) => toDelete({ resources: list }))).remains);
    expect(stays(database)).to.deep.equal([
      'Database: the MySQL database todo, in the cluster, without its user',
    ]);
    expect(stays(whole)).to.include('Database: the MySQL database todo, in the snapshot of the cluster');
  });
});
