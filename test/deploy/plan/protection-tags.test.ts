import { expect } from 'chai';
import type { DeployedStack } from '../../../compiler/aws/model.ts';
import { decideProtection } from '../../../compiler/deploy/plan/protection.ts';
import { decideTags } from '../../../compiler/deploy/plan/tags.ts';
import type { Resolved } from '../../../compiler/phases/results.ts';
import { toolkit } from '../../../compiler/toolkit.ts';
import { compileTodo } from '../../support/compile/compile-todo.ts';

function resolvedWith(lines: string): Resolved {
  return compileTodo((spec) => `${spec}\n${lines}`).resolved;
}

describe('termination protection', () => {
  for (const { title, lines = '', kind, isProtected, want } of [
    { title: 'is set on the shared stack by default', kind: 'shared', isProtected: false, want: 'protect' },
    { title: 'stays on the shared stack', kind: 'shared', isProtected: true, want: 'keep' },
    {
      title: 'is lifted when the spec says false',
      lines: 'terminationProtection: { shared: false }',
      kind: 'shared',
      isProtected: true,
      want: 'lift',
    },
    { title: 'is not set on the backend by default', kind: 'backend', isProtected: false, want: 'keep' },
    { title: 'is left where someone has set it by hand', kind: 'backend', isProtected: true, want: 'keep' },
    {
      title: 'is set on the backend when the spec says true',
      lines: 'terminationProtection: { backend: true }',
      kind: 'backend',
      isProtected: false,
      want: 'protect',
    },
  ] as const) {
    it(title, () => {
      expect(decideProtection({ isProtected }, kind, resolvedWith(lines))).to.equal(want);
    });
  }
});

describe('tags of a stack', () => {
  const stack: DeployedStack = {
    id: 'arn:aws:cloudformation:ap-northeast-1:123456789012:stack/todo-backend/1',
    name: 'todo-backend',
    status: 'CREATE_COMPLETE',
    isProtected: false,
    parameters: {},
    tags: { team: 'payments' },
    outputs: [],
    changedAt: 0,
  };

  it('are those of the spec when the stack is new', () => {
    expect(decideTags(undefined, { team: 'shop' }, true)).to.deep.equal({ tags: { team: 'shop' } });
  });

  it('are those of the spec when the stack must be made anew', () => {
    const failed = { ...stack, status: 'ROLLBACK_COMPLETE' };
    expect(decideTags(failed, { team: 'shop' }, true)).to.deep.equal({ tags: { team: 'shop' } });
  });

  it('change where they are not fixed', () => {
    expect(decideTags(stack, { team: 'shop' }, false)).to.deep.equal({ tags: { team: 'shop' } });
  });

  it('stay where a change would replace the service, and that is told', () => {
    const { tags, note } = decideTags(stack, { cost: '1', team: 'shop' }, true);
    expect(tags).to.deep.equal({ team: 'payments' });
    expect(note).to.match(/^stack "todo-backend" keeps .* \(team=payments\) .* \(cost=1, team=shop\)/);
  });

  it('stay without a word when nothing has changed', () => {
    expect(decideTags(stack, { team: 'payments' }, true)).to.deep.equal({ tags: { team: 'payments' } });
  });

  it('are fixed for App Runner', () => {
    expect(toolkit.runtimes.find(({ name }) => name === 'appRunner')?.operations.tagsAreFixed).to.equal(true);
  });
});
