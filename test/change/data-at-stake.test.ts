import { expect } from 'chai';
import { dataAtStake } from '../../compiler/change/data-at-stake.ts';
import { readTemplate } from '../../compiler/template/read.ts';

const retained = 'it stays in the account, outside the stack';
const snapshot = 'a snapshot of it';
const guarded = 'deletion protection is on: AWS refuses to delete it, and it stays behind, outside the stack';
const onDelete = (policy: string) => ({ DeletionPolicy: policy });
const onReplace = (policy: string) => ({ UpdateReplacePolicy: policy });
const read = (resource: object) => readTemplate(JSON.stringify(resource));
const unchanged = { properties: [], causes: [] } as const;
const protection = { Properties: { DeletionProtection: true } };

describe('an old cluster', () => {
  for (const [title, action, before, after, remains] of [
    ['leaves a snapshot by itself when it is removed', 'delete', {}, undefined, snapshot],
    ['leaves a snapshot by itself when it is renamed', 'replace', onReplace('Delete'), undefined, snapshot],
    ['leaves nothing when its policy says so', 'delete', onDelete('Delete'), undefined, undefined],
    ['stays when it is retained', 'delete', onDelete('Retain'), undefined, retained],
    [
      'stays when it is retained except on create',
      'delete',
      onDelete('RetainExceptOnCreate'),
      undefined,
      retained,
    ],
    ['leaves nothing by itself when it is replaced', 'replace', {}, {}, undefined],
    [
      'leaves a snapshot when it may be replaced',
      'may-replace',
      onReplace('Snapshot'),
      onReplace('Snapshot'),
      snapshot,
    ],
    [
      'goes by the policy for deletions when its condition no longer holds',
      'delete',
      { ...onDelete('Retain'), ...onReplace('Delete') },
      onReplace('Delete'),
      retained,
    ],
    [
      'stays when it is replaced and both templates retain it',
      'replace',
      onReplace('Retain'),
      onReplace('Retain'),
      retained,
    ],
    [
      'leaves the lesser of what two templates say',
      'replace',
      onReplace('Retain'),
      onReplace('Snapshot'),
      snapshot,
    ],
    [
      'leaves nothing when one of two templates says so',
      'may-replace',
      onReplace('Snapshot'),
      onReplace('Delete'),
      undefined,
    ],
    [
      'stays when AWS may not delete it',
      'delete',
      { ...onDelete('Delete'), ...protection },
      undefined,
      guarded,
    ],
    [
      'stays as retained, protected or not',
      'delete',
      { ...onDelete('Retain'), ...protection },
      undefined,
      retained,
    ],
    ['is the same after an update', 'update', onReplace('Snapshot'), onReplace('Snapshot'), undefined],
  ] as const) {
    it(title, () => {
      const stake = dataAtStake({
        type: 'AWS::RDS::DBCluster',
        action,
        before: read(before),
        after: after && read(after),
        properties: [],
        causes: [],
      });
      expect(stake.remains).to.equal(remains);
    });
  }
});

describe('an old log group', () => {
  it('leaves nothing by itself when it is removed', () => {
    const type = 'AWS::Logs::LogGroup';
    const removed = { type, action: 'delete', before: read({}), after: undefined, ...unchanged } as const;
    expect(dataAtStake(removed)).to.deep.equal({});
  });
});

describe('the password in a secret', () => {
  const changes = {
    template: { properties: [{ path: ['GenerateSecretString', 'PasswordLength'] }], causes: [] },
    cause: { properties: [], causes: [{ property: 'GenerateSecretString.SecretStringTemplate' }] },
    description: { properties: [{ path: ['Description'] }], causes: [{ property: 'Tags.0.Value' }] },
    nothing: unchanged,
  };
  const [made, gone] = [/^a new password is made/, /^the password in it$/];

  for (const [action, change, dataLoss] of [
    ['update', 'template', made],
    ['update', 'cause', made],
    ['interrupt', 'template', made],
    ['replace', 'nothing', made],
    ['delete', 'nothing', gone],
    ['update', 'description', undefined],
    ['update', 'nothing', undefined],
    ['refuse', 'template', undefined],
    ['follow', 'cause', undefined],
  ] as const) {
    it(`${dataLoss ? 'is lost' : 'stays'} after "${action}" with another ${change}`, () => {
      const type = 'AWS::SecretsManager::Secret';
      const stake = dataAtStake({ type, action, before: read({}), after: read({}), ...changes[change] });
      if (dataLoss) expect(stake.dataLoss).to.match(dataLoss);
      else expect(stake).to.deep.equal({});
    });
  }
});

describe('the data of a MySQL database', () => {
  for (const [property, isLost] of [
    ['DatabaseName', true],
    ['UserName', false],
  ] as const) {
    it(`${isLost ? 'is left' : 'stays'} when another ${property} replaces it`, () => {
      const change = {
        type: 'Custom::MySqlDatabase',
        action: 'replace',
        before: read({}),
        after: read({}),
      } as const;
      const stakes = [
        dataAtStake({ ...change, properties: [{ path: [property] }], causes: [] }),
        dataAtStake({ ...change, properties: [], causes: [{ property }] }),
      ];
      for (const { dataLoss } of stakes) {
        if (isLost) expect(dataLoss).to.match(/a new, empty database/);
        else expect(dataLoss).to.equal(undefined);
      }
    });
  }
});

describe('the data of a cluster', () => {
  for (const [title, action, policies, dataLoss] of [
    ['goes with it', 'delete', onDelete('Snapshot'), 'the cluster and its databases'],
    ['stays in one that is retained', 'delete', onDelete('Retain'), undefined],
    [
      'is not in the new one, though the old one is retained',
      'replace',
      onReplace('Retain'),
      'the new cluster is empty',
    ],
    ['is not in the new one after a rename', 'replace', onDelete('Retain'), 'the new cluster is empty'],
    ['stays after an update', 'update', {}, undefined],
    ['stays after an interruption', 'interrupt', {}, undefined],
  ] as const) {
    it(title, () => {
      const before = read(policies);
      const after = action === 'delete' ? undefined : before;
      const stake = dataAtStake({
        type: 'AWS::RDS::DBCluster',
        action,
        before,
        after,
        properties: [],
        causes: [],
      });
      expect(stake.dataLoss).to.equal(dataLoss);
    });
  }
});
