import { expect } from 'chai';
import { dataAtStake } from '../../compiler/change/data-at-stake.ts';
import { readTemplate } from '../../compiler/template/read.ts';

const retained = 'it stays in the account, outside the stack';
const snapshot = 'a snapshot of it';
const guarded = 'deletion protection is on: AWS refuses to delete it, and it stays behind, outside the stack';
const onDelete = (policy: string) => ({ DeletionPolicy: policy });
const onReplace = (policy: string) => ({ UpdateReplacePolicy: policy });
const read = (resource: object) => readTemplate(JSON.stringify(resource));
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
