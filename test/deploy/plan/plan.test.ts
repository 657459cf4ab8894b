import { expect } from 'chai';
import type { ResourceChange } from '../../../compiler/aws/model.ts';
import { refuseDataLoss } from '../../../compiler/deploy/plan/guard.ts';
import { planByTemplates, planCreate, planReplace, planUpdate } from '../../../compiler/deploy/plan/plan.ts';
import type { StackPlan } from '../../../compiler/deploy/plan/plan.ts';
import { wantStacks } from '../../../compiler/deploy/plan/wanted.ts';
import { sectionOf } from '../../../compiler/template/node.ts';
import { readTemplate } from '../../../compiler/template/read.ts';
import { toolkit } from '../../../compiler/toolkit.ts';
import { compileTodo } from '../../support/compile/compile-todo.ts';
import { stack } from '../../support/fake-aws/scripted-aws.ts';

const image = { before: 'host/todo:1', after: 'host/todo:2' };

function setUp(kind: 'shared' | 'backend', edit: (spec: string) => string = (spec) => spec) {
  const compiled = compileTodo(edit);
  const context = { resolved: compiled.resolved, templates: compiled.templates, toolkit };
  const wanted = wantStacks(compiled, toolkit, image.after).find((each) => each.kind === kind);
  const before = compileTodo().artifacts.find(({ name }) => name === `${kind}.yaml`)?.text ?? '';
  if (!wanted) throw new Error(`There is no ${kind} stack`);
  return { wanted, context, before: readTemplate(before) };
}

function planOf(
  kind: 'shared' | 'backend',
  changes: readonly Partial<ResourceChange>[],
  edit?: (spec: string) => string,
): StackPlan {
  const { wanted, context, before } = setUp(kind, edit);
  const deployed = { ...stack, parameters: { ImageUri: image.before, SharedStackName: 'todo-shared' } };
  const all = changes.map((change): ResourceChange => ({
    logicalId: '',
    type: '',
    action: 'modify',
    replacement: 'never',
    details: [],
    ...change,
  }));
  return planUpdate({ wanted, deployed, before, changes: all }, context);
}

describe('a plan', () => {
  it('of a stack that is not there makes everything, each at its line of the spec', () => {
    const { wanted, context } = setUp('shared');
    const { action, changes } = planCreate(wanted, context);
    expect(action).to.equal('create');
    const ids = sectionOf(wanted.template.root, 'Resources').map(({ key }) => key);
    expect(ids).to.include.members(['Vpc', 'DatabaseCluster', 'Repository']);
    expect(changes.map(({ logicalId }) => logicalId)).to.deep.equal(ids);
    expect(changes.find(({ logicalId }) => logicalId === 'Subnet1')?.from).to.deep.equal([
      'shared',
      'availabilityZones',
    ]);
    expect(changes.find(({ logicalId }) => logicalId === 'Vpc')?.from).to.deep.equal(['shared', 'vpcCidr']);
  });

  for (const [title, kind, change, edit, difference] of [
    [
      'shows a number of the spec',
      'shared',
      { logicalId: 'DatabaseCluster' },
      ['max: 16', 'max: 8'],
      ['ServerlessV2ScalingConfiguration.MaxCapacity', 16, 8, 'shared.database.capacity.max'],
    ],
    [
      'shows a list',
      'backend',
      { logicalId: 'AllowedIpv4Set' },
      ['203.0.113.0/24', '198.51.100.0/24'],
      ['Addresses', ['203.0.113.0/24'], ['198.51.100.0/24'], 'options.ipRestriction.allowedSourceIps'],
    ],
    [
      'knows items of a list by their name',
      'backend',
      { logicalId: 'Service' },
      ['LOG_LEVEL: info', 'LOG_LEVEL: debug'],
      ['LOG_LEVEL.Value', 'info', 'debug', 'backend.service.environment.LOG_LEVEL'],
    ],
  ] as const) {
    it(title, () => {
      const plan = planOf(kind, [change], (spec) => spec.replace(edit[0], edit[1]));
      const [path, before, after, from] = difference;
      const found = plan.changes[0]?.properties.find((each) => each.path.join('.').endsWith(path));
      expect(found).to.deep.include({ before, after });
      const origin = found?.from?.join('.') ?? '';
      expect(origin.startsWith(from), origin).to.equal(true);
    });
  }

  it('shows the image as the value that the parameter has', () => {
    const [change] = planOf('backend', [{ logicalId: 'Service' }]).changes;
    expect(change?.properties).to.deep.equal([
      {
        path: ['SourceConfiguration', 'ImageRepository', 'ImageIdentifier'],
        before: image.before,
        after: image.after,
      },
    ]);
  });

  it('takes the values that AWS gives', () => {
    const path = ['Properties', 'ServerlessV2ScalingConfiguration', 'MaxCapacity'];
    const detail = { attribute: 'Properties', path, before: '17', after: '8', recreates: 'never' } as const;
    const plan = planOf('shared', [{ logicalId: 'DatabaseCluster', details: [detail] }], (spec) =>
      spec.replace('max: 16', 'max: 8'),
    );
    expect(plan.changes[0]?.properties[0]).to.deep.include({ before: '17', after: '8' });
  });

  describe('of what only uses an attribute of another resource', () => {
    const detail = {
      attribute: 'Properties',
      path: ['Properties', 'ResourceArn'],
      cause: 'Service.ServiceArn',
      recreates: 'always',
    } as const;
    const association = {
      logicalId: 'WebAclAssociation',
      type: 'AWS::WAFv2::WebACLAssociation',
      replacement: 'perhaps',
      details: [detail],
    } as const;
    const service = { logicalId: 'Service', type: 'AWS::AppRunner::Service' } as const;
    const told = (...changes: readonly Partial<ResourceChange>[]) => {
      const { changes: planned } = planOf('backend', changes);
      const found = planned.find(({ logicalId }) => logicalId === association.logicalId);
      return found && { action: found.action, causes: found.causes, properties: found.properties };
    };
    const cause = { property: 'ResourceArn', target: 'Service.ServiceArn' };

    it('tells that it may follow, when the other is updated', () => {
      const want = { action: 'follow', causes: [{ ...cause, effect: 'follow' }], properties: [] };
      expect(told(service, association)).to.deep.equal(want);
    });

    it('tells that it is replaced with the other', () => {
      const want = { action: 'replace', causes: [{ ...cause, effect: 'replace' }], properties: [] };
      expect(told(association, { ...service, replacement: 'always' })).to.deep.equal(want);
    });

    it('tells that it is replaced when AWS is sure of it', () => {
      const status = { ...detail, cause: 'Service.Status' };
      const sure = { ...association, replacement: 'always', details: [status] } as const;
      expect(told(sure, { ...service, replacement: 'always' })?.action).to.equal('replace');
    });

    it('tells that it may be replaced, when the other may be', () => {
      const want = { action: 'may-replace', causes: [{ ...cause, effect: 'may-replace' }], properties: [] };
      expect(told(association, { ...service, replacement: 'perhaps' })).to.deep.equal(want);
    });

    it('takes AWS at its word where data could be lost', () => {
      const path = ['Properties', 'DBSubnetGroupName'];
      const group = { ...detail, path, cause: 'DatabaseSubnetGroup' };
      const cluster = { ...association, logicalId: 'DatabaseCluster', details: [group] };
      const [unknown] = planOf('shared', [cluster]).changes;
      expect(unknown).to.include({ action: 'follow' }).and.not.have.property('dataLoss');
      const endpoint = {
        ...group,
        path: ['Properties', 'Port'],
        cause: 'Replaced.Arn',
        recreates: 'never',
      } as const;
      const replaced = { logicalId: 'Replaced', replacement: 'always' } as const;
      for (const details of [[group], [group, endpoint]]) {
        const real = { ...cluster, type: 'AWS::RDS::DBCluster', details };
        const [change] = planOf('shared', [real, replaced]).changes;
        expect(change).to.include({ action: 'may-replace', dataLoss: 'the new cluster is empty' });
      }
    });
  });

  it('tells what comes under another logical id as replaced', () => {
    const compiled = compileTodo();
    const text = compiled.artifacts.find(({ name }) => name === 'shared.yaml')?.text ?? '';
    const { wanted, context } = setUp('shared');
    // What goes has the policy for deletions.
    const old = text.replace('DeletionPolicy: Snapshot', 'DeletionPolicy: Retain');
    const before = readTemplate(old.replaceAll(/\bDatabaseCluster\b/g, 'MainCluster'));
    const change = { type: 'AWS::RDS::DBCluster', replacement: 'never', details: [] } as const;
    const changes = [
      { ...change, logicalId: 'DatabaseCluster', action: 'add' },
      { ...change, logicalId: 'MainCluster', action: 'remove' },
    ] as const;
    const plan = planUpdate({ wanted, deployed: stack, before, changes }, context);
    expect(plan.changes).to.have.length(1);
    expect(plan.changes[0]).to.include({
      logicalId: 'MainCluster',
      renamedTo: 'DatabaseCluster',
      action: 'replace',
      dataLoss: 'the new cluster is empty',
      remains: 'it stays in the account, outside the stack',
    });
  });

  it('points at what is left of the option for a resource that goes', () => {
    const without = (spec: string) => spec.replace(', "2001:db8::/32"', '');
    const plan = planOf('backend', [{ logicalId: 'AllowedIpv6Set', action: 'remove' }], without);
    expect(plan.changes[0]).to.include({ action: 'delete' });
    expect(plan.changes[0]?.from).to.deep.equal(['options', 'ipRestriction']);
  });

  it('compares the templates when AWS cannot compare yet', () => {
    const { wanted, context, before } = setUp('shared', (spec) => spec.replace('max: 16', 'max: 8'));
    const plan = planByTemplates({ wanted, deployed: stack, before }, context);
    expect(plan.changes.map(({ logicalId }) => logicalId)).to.deep.equal(['DatabaseCluster']);
    expect(plan.notes).to.have.length(1);
  });
});

describe('the guard of data', () => {
  const renamed = (spec: string) => spec.replace(/name: todo\n( +)user/, 'name: other\n$1user');
  const regenerated = 'Type: AWS::SecretsManager::Secret\n';

  for (const [title, change, edit, refused] of [
    [
      'refuses to replace a cluster',
      { logicalId: 'DatabaseCluster', type: 'AWS::RDS::DBCluster', replacement: 'always' },
      undefined,
      true,
    ],
    [
      'refuses to replace a cluster perhaps',
      { logicalId: 'DatabaseCluster', type: 'AWS::RDS::DBCluster', replacement: 'perhaps' },
      undefined,
      true,
    ],
    [
      'refuses to delete a secret',
      { logicalId: 'Secret', type: 'AWS::SecretsManager::Secret', action: 'remove' },
      undefined,
      true,
    ],
    [
      'refuses to delete a repository',
      { logicalId: 'Repository', type: 'AWS::ECR::Repository', action: 'remove' },
      undefined,
      true,
    ],
    ['refuses another database', { logicalId: 'Database', type: 'Custom::MySqlDatabase' }, renamed, true],
    [
      'lets another user of the database pass',
      { logicalId: 'Database', type: 'Custom::MySqlDatabase' },
      (spec: string) => spec.replace('user: todo_app', 'user: other'),
      false,
    ],
    [
      'lets an update of a cluster pass',
      { logicalId: 'DatabaseCluster', type: 'AWS::RDS::DBCluster' },
      undefined,
      false,
    ],
    [
      'lets the replacement of what holds no data pass',
      { logicalId: 'WebAcl', type: 'AWS::WAFv2::WebACL', replacement: 'always' },
      undefined,
      false,
    ],
  ] as const) {
    it(title, () => {
      const kind = change.logicalId === 'DatabaseCluster' ? 'shared' : 'backend';
      const plan = planOf(kind, [change], edit);
      expect(refuseDataLoss([plan], []).length).to.equal(refused ? 1 : 0);
      expect(refuseDataLoss([plan], [change.logicalId])).to.deep.equal([]);
      expect(refuseDataLoss([plan], ['Another']).length).to.equal(refused ? 1 : 0);
    });
  }

  it('refuses a secret whose password would be made anew', () => {
    const { wanted, context, before } = setUp('shared');
    const text = compileTodo().artifacts.find(({ name }) => name === 'shared.yaml')?.text ?? '';
    expect(text).to.include(regenerated);
    const shorter = readTemplate(text.replace('PasswordLength: 32', 'PasswordLength: 12'));
    const change: ResourceChange = {
      logicalId: 'DatabaseMasterSecret',
      type: 'AWS::SecretsManager::Secret',
      action: 'modify',
      replacement: 'never',
      details: [],
    };
    const plan = (deployed: typeof before) =>
      planUpdate({ wanted, deployed: stack, before: deployed, changes: [change] }, context);
    expect(refuseDataLoss([plan(shorter)], [])).to.have.length(1);
    expect(refuseDataLoss([plan(before)], [])).to.deep.equal([]);
  });

  for (const [status, count] of [
    ['CREATE_COMPLETE', 1],
    ['DELETE_COMPLETE', 0],
    ['DELETE_SKIPPED', 0],
    ['CREATE_FAILED', 0],
  ] as const) {
    it(`${count === 1 ? 'refuses' : 'lets pass'} a stack to be deleted first whose cluster is in ${status}`, () => {
      const { wanted, context } = setUp('shared');
      const resource = { logicalId: 'DatabaseCluster', type: 'AWS::RDS::DBCluster', status };
      expect(
        refuseDataLoss([planReplace(wanted, 'ROLLBACK_COMPLETE', [resource], context)], []),
      ).to.have.length(count);
    });
  }
});
