import { expect } from 'chai';
import type { ResourceChange } from '../../../compiler/aws/model.ts';
import { compareAgain } from '../../../compiler/deploy/approval/compare-again.ts';
import { dependentsOf } from '../../../compiler/deploy/approval/dependents.ts';
import { planUpdate } from '../../../compiler/deploy/plan/plan.ts';
import type { PlannedChange } from '../../../compiler/deploy/plan/plan.ts';
import type { Planned } from '../../../compiler/deploy/plan/prepare.ts';
import { wantStacks } from '../../../compiler/deploy/plan/wanted.ts';
import { readTemplate } from '../../../compiler/template/read.ts';
import { toolkit } from '../../../compiler/toolkit.ts';
import { chooseRuntime } from '../../support/compile/compile-edited.ts';
import { compileTodo } from '../../support/compile/compile-todo.ts';
import { changeSetOf } from '../../support/fake-aws/change-set-of.ts';
import { stack } from '../../support/fake-aws/scripted-aws.ts';

const deployed = { ...stack, parameters: { ImageUri: 'host/todo:1', SharedStackName: 'todo-shared' } };

/** The backend on Fargate with another variable, as planned; with other changes than those of its templates. */
function planned(
  image: string,
  edit: (changes: readonly PlannedChange[]) => readonly PlannedChange[],
): Planned {
  const fargate = (text: string) => chooseRuntime(text, 'fargate');
  const compiled = compileTodo((text) => fargate(text).replace('LOG_LEVEL: info', 'LOG_LEVEL: debug'));
  const context = { resolved: compiled.resolved, templates: compiled.templates, toolkit };
  const wanted = wantStacks(compiled, toolkit, image).find(({ kind }) => kind === 'backend');
  if (!wanted) throw new Error('There is no backend');
  const text = compileTodo(fargate).artifacts.find(({ name }) => name === 'backend.yaml')?.text ?? '';
  const before = readTemplate(text);
  const changes: readonly ResourceChange[] = changeSetOf(before, wanted.template.root);
  const plan = planUpdate({ wanted, deployed, before, changes }, context);
  const own = { ...plan, changes: edit(plan.changes) };
  return { state: 'planned', plan: own, deployed, deployedTemplate: text, changeSet: 'a' };
}

const asItIs = (changes: readonly PlannedChange[]) => changes;
const change = (logicalId: string, action: PlannedChange['action'], more: Partial<PlannedChange> = {}) => ({
  logicalId,
  type: 'AWS::Test::Thing',
  action,
  properties: [],
  causes: [],
  from: ['backend'],
  ...more,
});
const approved = planned('host/todo:1', asItIs);
const whats = (again: Planned, isBuilt = true, first = approved) =>
  compareAgain(first, again, isBuilt).map(({ what }) => what);

describe('the resources that an image reaches', () => {
  it('are those that use it, and those that use these', () => {
    const found = dependentsOf('ImageUri', approved.plan.wanted.template.root);
    expect([...found]).to.include.members(['TaskDefinition', 'EcsService', 'ExecutionRole']);
    expect([...found]).to.not.include.members(['WebAcl']);
    expect(found.has('Database')).to.equal(false);
    expect(found.has('LoadBalancer')).to.equal(false);
  });

  it('are found by way of conditions too', () => {
    const root = readTemplate(`Conditions:
  IsOurs: !Equals [!Ref ImageUri, a]
  IsTheirs: !Not [!Condition IsOurs]
Resources:
  Late: { Type: T, Properties: { A: !GetAtt Early.Arn } }
  Early: { Type: T, Condition: IsTheirs }
  Chosen: { Type: T, Properties: { A: !If [IsOurs, b, c] } }
  Other: { Type: T, Properties: { A: ImageUri, B: IsOurs } }
`);
    expect([...dependentsOf('ImageUri', root)].sort()).to.deep.equal(['Chosen', 'Early', 'Late']);
  });
});

describe('a plan that is made again', () => {
  it('is the approved one when only the image is another', () => {
    expect(whats(planned('host/todo:2', asItIs))).to.deep.equal([]);
    const more = (changes: readonly PlannedChange[]) => [...changes, change('ExecutionRole', 'update')];
    expect(whats(planned('host/todo:2', more))).to.deep.equal([]);
  });

  it('is the approved one when fewer resources follow', () => {
    const less = (changes: readonly PlannedChange[]) => changes.filter(({ action }) => action !== 'follow');
    expect(whats(planned('host/todo:2', less))).to.deep.equal([]);
  });

  for (const [title, edit, isBuilt, what] of [
    ['another resource changes', [change('WebAcl', 'update')], true, 'WebAcl'],
    [
      'a resource of the image changes without a new image',
      [change('ExecutionRole', 'update')],
      false,
      'ExecutionRole',
    ],
    ['a resource of the image is replaced', [change('ExecutionRole', 'replace')], true, 'ExecutionRole'],
    ['data would be lost', [change('EcsService', 'update', { dataLoss: 'all of it' })], true, 'EcsService'],
    ['a resource is deleted', [change('WebAcl', 'delete')], true, 'WebAcl'],
  ] as const) {
    it(`is another one when ${title}`, () => {
      const ids: readonly string[] = edit.map(({ logicalId }) => logicalId);
      const more = (changes: readonly PlannedChange[]) => [
        ...changes.filter(({ logicalId }) => !ids.includes(logicalId)),
        ...edit,
      ];
      expect(whats(planned(isBuilt ? 'host/todo:2' : 'host/todo:1', more), isBuilt)).to.deep.equal([
        `the change of ${what} in stack "todo-backend"`,
      ]);
    });
  }

  it('is another one when a change is missing, has other values or does more', () => {
    const with_ = (...changes: readonly PlannedChange[]) => planned('host/todo:1', () => changes);
    const value = (after: string) =>
      change('WebAcl', 'update', { properties: [{ path: ['Name'], before: 'a', after }] });
    const first = with_(value('b'));
    expect(whats(with_(value('b')), true, first)).to.deep.equal([]);
    for (const again of [with_(), with_(value('c')), with_(change('WebAcl', 'replace'))]) {
      expect(whats(again, true, first)).to.deep.equal(['the change of WebAcl in stack "todo-backend"']);
    }
  });

  it('may differ in values, and do less, where the approved one compared templates only', () => {
    const with_ = (...changes: readonly PlannedChange[]) => planned('host/todo:1', () => changes);
    const first = {
      ...with_(change('WebAcl', 'update'), change('Database', 'update')),
      changeSet: undefined,
    };
    expect(whats(with_(change('WebAcl', 'update')), false, first)).to.deep.equal([]);
    expect(whats(with_(change('WebAcl', 'replace')), false, first)).to.have.length(1);
    expect(whats(with_(change('LoadBalancer', 'update')), false, first)).to.have.length(1);
  });

  it('is another one when what is deployed has changed', () => {
    const again = planned('host/todo:2', asItIs);
    const was = `what is deployed as stack "todo-backend"`;
    for (const other of [
      { changedAt: 1 },
      { id: 'other' },
      { tags: { a: 'b' } },
      { status: 'UPDATE_ROLLBACK_COMPLETE' },
    ]) {
      expect(whats({ ...again, deployed: { ...deployed, ...other } })).to.deep.equal([was]);
    }
    expect(whats({ ...again, deployedTemplate: 'other' })).to.deep.equal([was]);
    expect(whats({ ...again, deployed: undefined })).to.deep.equal([was]);
  });

  it('is another one when the stack is to be made anew', () => {
    const again = planned('host/todo:2', asItIs);
    const replacing = { ...again, plan: { ...again.plan, action: 'replace' as const } };
    expect(whats(replacing)).to.deep.equal(['what is done with stack "todo-backend"']);
  });
});
