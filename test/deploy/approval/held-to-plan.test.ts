import { expect } from 'chai';
import type { ResourceChange } from '../../../compiler/aws/model.ts';
import { deployStack } from '../../../compiler/deploy/deploy-stack.ts';
import type { Deployment } from '../../../compiler/deploy/deployment.ts';
import { openChangeSets } from '../../../compiler/deploy/plan/change-sets.ts';
import { planCreate } from '../../../compiler/deploy/plan/plan.ts';
import type { Planned } from '../../../compiler/deploy/plan/prepare.ts';
import { wantStacks } from '../../../compiler/deploy/plan/wanted.ts';
import { toolkit } from '../../../compiler/toolkit.ts';
import { compileTodo } from '../../support/compile/compile-todo.ts';
import { scriptedAws } from '../../support/fake-aws/scripted-aws.ts';

const compiled = compileTodo();
const context = { resolved: compiled.resolved, templates: compiled.templates, toolkit };

/** Creates the shared stack with a change set that has these changes; what came of it. */
async function create(changes: readonly Partial<ResourceChange>[], isHeldToPlan: boolean): Promise<string> {
  const [wanted] = wantStacks(compiled, toolkit);
  if (!wanted) throw new Error('There is no shared stack');
  const all = changes.map((change) => ({ type: '', replacement: 'never', details: [], ...change }));
  const aws = scriptedAws([], {
    createChangeSet: () => Promise.resolve('id'),
    describeChangeSet: () =>
      Promise.resolve({ status: 'CREATE_COMPLETE', changes: all as unknown as readonly ResourceChange[] }),
    listFindings: () => Promise.resolve([]),
    describeStack: () => Promise.reject(new Error('it would be executed')),
  });
  const sleep = () => Promise.resolve();
  const deployment = { aws, sleep, context, changeSets: openChangeSets(aws, sleep) } as unknown as Deployment;
  const plan = planCreate(wanted, context);
  const planned: Planned = {
    state: 'planned',
    plan,
    deployed: undefined,
    deployedTemplate: undefined,
    changeSet: undefined,
  };
  const mode = { keepsFailed: false, detaches: false, isHeldToPlan };
  return deployStack(planned, mode, deployment).then(String, (error: unknown) => String(error));
}

describe('a new stack of an approved plan', () => {
  const vpc = { logicalId: 'Vpc', action: 'add' } as const;

  it('gets what the plan lists, or less where a condition leaves it out', async () => {
    expect(await create([vpc], true)).to.equal('Error: it would be executed');
  });

  for (const [what, change] of [
    ['another resource', { logicalId: 'Other', action: 'add' }],
    ['a resource that is there', { logicalId: 'Vpc', action: 'import' }],
  ] as const) {
    it(`is not made with ${what}`, async () => {
      expect(await create([vpc, change], true)).to.equal(
        `DeploymentError: AWS would ${change.action} ${change.logicalId} in stack "todo-shared", which the approved plan does not have`,
      );
      expect(await create([vpc, change], false)).to.equal('Error: it would be executed');
    });
  }
});
