import { expect } from 'chai';
import type { Aws } from '../../../compiler/aws/aws.ts';
import type { StackEvent } from '../../../compiler/aws/model.ts';
import { removeStack } from '../../../compiler/deploy/destroy/remove-stack.ts';

const id = 'arn:aws:cloudformation:ap-northeast-1:123456789012:stack/todo-shared/1';
const step = { name: 'todo-shared', id, isDeleting: false, resources: 2, protections: [] } as const;
type Happening = Pick<StackEvent, 'logicalId' | 'status' | 'reason'>;

/** An account that shows these events, one group at each look; the first group before the deletion. */
function accountWith(...looks: readonly (readonly Happening[])[]) {
  const calls: string[] = [];
  const events: StackEvent[] = [];
  let look = 0;
  const aws = {
    deleteStack: (name: string) => Promise.resolve(calls.push(`delete ${name}`)),
    eventsAfter: (_: string, after: string | undefined) => {
      for (const happening of looks[look] ?? []) {
        const physicalId = happening.logicalId === step.name ? id : happening.logicalId;
        events.push({ id: String(events.length), time: 0, stackId: id, physicalId, type: '', ...happening });
      }
      look += 1;
      return Promise.resolve(events.slice(after === undefined ? 0 : Number(after) + 1));
    },
  };
  return { aws: aws as unknown as Aws, calls };
}

function watch() {
  const said: string[] = [];
  const saw = (events: readonly StackEvent[]) =>
    said.push(...events.map(({ logicalId, status }) => `${status} ${logicalId}`));
  return { said, sleep: () => Promise.resolve(), watcher: { saw, lost: () => undefined } };
}

const created = { logicalId: 'todo-shared', status: 'CREATE_COMPLETE' };
const begins = { logicalId: 'todo-shared', status: 'DELETE_IN_PROGRESS' };
const gone = { logicalId: 'todo-shared', status: 'DELETE_COMPLETE' };

describe('the deletion of a stack', () => {
  it('is followed until the stack is gone, and each event told once', async () => {
    const { aws, calls } = accountWith(
      [created],
      [begins],
      [{ logicalId: 'Vpc', status: 'DELETE_COMPLETE' }],
      [gone],
    );
    const watching = watch();
    expect(await removeStack(aws, step, watching)).to.deep.equal({ ok: true });
    expect(calls).to.deep.equal([`delete ${id}`]);
    expect(watching.said).to.deep.equal([
      'DELETE_IN_PROGRESS todo-shared',
      'DELETE_COMPLETE Vpc',
      'DELETE_COMPLETE todo-shared',
    ]);
  });

  it('that goes on already is followed only, also when it has just ended', async () => {
    const { aws, calls } = accountWith([created, begins, gone]);
    expect(await removeStack(aws, { ...step, isDeleting: true }, watch())).to.deep.equal({ ok: true });
    expect(calls).to.deep.equal([]);
  });

  it('that fails tells the first resource and its reason', async () => {
    const { aws } = accountWith(
      [created],
      [
        begins,
        { logicalId: 'Subnet1', status: 'DELETE_FAILED', reason: 'The subnet has dependencies' },
        { logicalId: 'Vpc', status: 'DELETE_FAILED', reason: 'The vpc has dependencies' },
        { logicalId: 'todo-shared', status: 'DELETE_FAILED', reason: 'Failed to delete: [Subnet1, Vpc]' },
      ],
    );
    expect(await removeStack(aws, step, watch())).to.deep.equal({
      ok: false,
      because: 'Subnet1: The subnet has dependencies',
    });
  });

  it('that CloudFormation calls off is no deletion', async () => {
    const reason = 'Delete canceled. Cannot delete export x as it is in use by other';
    const { aws } = accountWith([created], [{ ...created, reason }]);
    expect(await removeStack(aws, step, watch())).to.deep.equal({ ok: false, because: reason });
  });
});
