import { expect } from 'chai';
import type { Aws } from '../../compiler/deploy/aws.ts';
import type { DeployedStack, StackEvent } from '../../compiler/deploy/model.ts';
import { removeStack } from '../../compiler/deploy/remove-stack.ts';

const id = 'arn:aws:cloudformation:ap-northeast-1:123456789012:stack/todo-shared/1';
const step = { name: 'todo-shared', id, action: 'delete', resources: 2, lifts: [] } as const;
const stack: DeployedStack = {
  id,
  name: 'todo-shared',
  status: 'CREATE_COMPLETE',
  isProtected: false,
  parameters: {},
  tags: {},
  outputs: [],
  changedAt: 0,
};

type Happening = Pick<StackEvent, 'logicalId' | 'status' | 'reason'>;

/** An account in which the stack is in each status for one look, after these events. */
function accountWith(looks: readonly (readonly [status: string, ...Happening[]])[]) {
  const calls: string[] = [];
  const events: StackEvent[] = [];
  let look = 0;
  const aws = {
    deleteStack: (name: string) => Promise.resolve(calls.push(`delete ${name}`)),
    describeStack: () => {
      const [status = '', ...happenings] = looks[Math.min(look, looks.length - 1)] ?? [];
      look += 1;
      for (const happening of happenings) {
        const physicalId = happening.logicalId === stack.name ? id : happening.logicalId;
        events.push({ id: String(events.length), time: 0, stackId: id, physicalId, type: '', ...happening });
      }
      return Promise.resolve({ ...stack, status });
    },
    eventsAfter: (_: string, after: string | undefined) =>
      Promise.resolve(events.slice(after === undefined ? 0 : Number(after) + 1)),
  };
  return { aws: aws as unknown as Aws, calls };
}

function watch() {
  const said: string[] = [];
  const say = ({ logicalId, status }: StackEvent) => said.push(`${status} ${logicalId}`);
  return { said, sleep: () => Promise.resolve(), say };
}

describe('the deletion of a stack', () => {
  it('is followed until the stack is gone, and each event told once', async () => {
    const { aws, calls } = accountWith([
      ['DELETE_IN_PROGRESS', { logicalId: 'Vpc', status: 'DELETE_IN_PROGRESS' }],
      ['DELETE_COMPLETE', { logicalId: 'Vpc', status: 'DELETE_COMPLETE' }],
    ]);
    const watching = watch();
    expect(await removeStack(aws, step, watching)).to.deep.equal({ ok: true });
    expect(calls).to.deep.equal([`delete ${id}`]);
    expect(watching.said).to.deep.equal(['DELETE_IN_PROGRESS Vpc', 'DELETE_COMPLETE Vpc']);
  });

  it('that goes on already is followed only', async () => {
    const { aws, calls } = accountWith([['DELETE_COMPLETE']]);
    expect(await removeStack(aws, { ...step, action: 'follow' }, watch())).to.deep.equal({ ok: true });
    expect(calls).to.deep.equal([]);
  });

  it('that fails tells the first resource and its reason', async () => {
    const { aws } = accountWith([
      [
        'DELETE_FAILED',
        { logicalId: 'Subnet1', status: 'DELETE_FAILED', reason: 'The subnet has dependencies' },
        { logicalId: 'Vpc', status: 'DELETE_FAILED', reason: 'The vpc has dependencies' },
        { logicalId: 'todo-shared', status: 'DELETE_FAILED', reason: 'Failed to delete: [Subnet1, Vpc]' },
      ],
    ]);
    expect(await removeStack(aws, step, watch())).to.deep.equal({
      ok: false,
      because: 'Subnet1: The subnet has dependencies',
    });
  });

  it('that CloudFormation calls off is no deletion', async () => {
    const reason = 'Delete canceled. Cannot delete export x as it is in use by other';
    const { aws } = accountWith([
      ['CREATE_COMPLETE', { logicalId: 'todo-shared', status: 'CREATE_COMPLETE', reason }],
    ]);
    expect(await removeStack(aws, step, watch())).to.deep.equal({ ok: false, because: reason });
  });
});
