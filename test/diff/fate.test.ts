import { expect } from 'chai';
import { fateOf } from '../../compiler/diff/fate.ts';
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
    ['leaves a snapshot by itself when it is removed', 'remove', {}, undefined, snapshot],
    ['leaves a snapshot by itself when it is renamed', 'rename', onReplace('Delete'), {}, snapshot],
    ['leaves nothing when its policy says so', 'remove', onDelete('Delete'), undefined, undefined],
    ['stays when it is retained', 'remove', onDelete('Retain'), undefined, retained],
    [
      'stays when it is retained except on create',
      'remove',
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
      'remove',
      { ...onDelete('Delete'), ...protection },
      undefined,
      guarded,
    ],
    [
      'stays as retained, protected or not',
      'remove',
      { ...onDelete('Retain'), ...protection },
      undefined,
      retained,
    ],
    ['is the same after an update', 'update', onReplace('Snapshot'), onReplace('Snapshot'), undefined],
  ] as const) {
    it(title, () => {
      const fate = fateOf({
        type: 'AWS::RDS::DBCluster',
        action,
        before: read(before),
        after: after && read(after),
        changed: [],
      });
      expect(fate.remains).to.equal(remains);
    });
  }
});

describe('the data of a cluster', () => {
  for (const [title, action, policies, loss] of [
    ['goes with it', 'remove', onDelete('Snapshot'), 'the cluster and its databases'],
    ['stays in one that is retained', 'remove', onDelete('Retain'), undefined],
    [
      'is not in the new one, though the old one is retained',
      'replace',
      onReplace('Retain'),
      'the new cluster is empty',
    ],
    ['is not in the new one after a rename', 'rename', onDelete('Retain'), 'the new cluster is empty'],
    ['stays after an update', 'update', {}, undefined],
    ['stays after an interruption', 'interrupt', {}, undefined],
  ] as const) {
    it(title, () => {
      const before = read(policies);
      const after = action === 'remove' ? undefined : before;
      const fate = fateOf({ type: 'AWS::RDS::DBCluster', action, before, after, changed: [] });
      expect(fate.loss).to.equal(loss);
    });
  }
});
