import { expect } from 'chai';
import type { Aws } from '../../compiler/aws/aws.ts';
import { AwsFailure } from '../../compiler/aws/failure.ts';
import { follow } from '../../compiler/deploy/follow/follow.ts';
import { DeploymentError } from '../../compiler/deploy/plan/deployment-error.ts';
import { eventsOf, scriptedAws, stack, stackId } from '../support/fake-aws/scripted-aws.ts';

const cut = new AwsFailure('network', 'Error', 'AWS cannot be reached');
const expired = new AwsFailure('credentials', 'ExpiredToken', 'the AWS credentials have expired');

function watching() {
  const pauses: number[] = [];
  const said: string[] = [];
  return {
    pauses,
    said,
    sleep: (milliseconds: number) => Promise.resolve(void pauses.push(milliseconds)),
    watcher: {
      saw: (events: readonly { logicalId: string }[]) =>
        void said.push(...events.map(({ logicalId }) => logicalId)),
      lost: (failure: AwsFailure | undefined) => void said.push(failure ? 'lost' : 'back'),
    },
  };
}

describe('following an operation', () => {
  const events = eventsOf(
    'todo-backend UPDATE_IN_PROGRESS',
    'Service UPDATE_COMPLETE',
    'todo-backend UPDATE_COMPLETE',
  );

  it('ends with the stack, and asks after a second and then every two', async () => {
    const watch = watching();
    const aws = scriptedAws([[], [], events.slice(0, 2), [], events.slice(2)]);
    const { status } = await follow(aws, stackId, { after: undefined }, watch);
    expect(status).to.equal('UPDATE_COMPLETE');
    expect(watch.said).to.deep.equal(['todo-backend', 'Service', 'todo-backend']);
    expect(watch.pauses).to.deep.equal([1000, 2000, 2000, 2000]);
  });

  it('asks every five seconds when it takes long', async () => {
    const watch = watching();
    await follow(scriptedAws([...Array<[]>(40).fill([]), events]), stackId, { after: undefined }, watch);
    expect(watch.pauses.at(-1)).to.equal(5000);
  });

  it('asks for all events of the operation each time, and shows each once', async () => {
    const asked: (string | undefined)[] = [];
    const looks = [events.slice(0, 1), events];
    const eventsAfter: Aws['eventsAfter'] = (_, after) => {
      asked.push(after);
      return Promise.resolve(looks.shift() ?? []);
    };
    const watch = watching();
    await follow(scriptedAws([], { eventsAfter }), stackId, { after: 'before' }, watch);
    expect(asked).to.deep.equal(['before', 'before']);
    expect(watch.said).to.deep.equal(['todo-backend', 'Service', 'todo-backend']);
  });

  it('shows an event that is listed late, twice or in another order', async () => {
    const watch = watching();
    const [start, service, end] = events;
    const looks = [[start], [service, start, service], [end, service, start]].map((look) =>
      look.filter((event) => event !== undefined),
    );
    await follow(scriptedAws(looks), stackId, { after: undefined }, watch);
    expect(watch.said).to.deep.equal(['todo-backend', 'Service', 'todo-backend']);
  });

  it('does not take the end of the operation before, listed late, for its own', async () => {
    const marked = (token: string, lines: readonly string[], from: number) =>
      eventsOf(...lines).map((event, index) => ({
        ...event,
        id: `${token}-${index}`,
        time: from + index,
        token,
      }));
    const before = marked('theirs', ['todo-backend UPDATE_COMPLETE'], 0);
    const own = marked(
      'ours',
      ['todo-backend UPDATE_IN_PROGRESS', 'todo-backend UPDATE_ROLLBACK_COMPLETE'],
      10,
    );
    const aws = scriptedAws([before, [...before, ...own.slice(0, 1)], [...before, ...own]]);
    const { status } = await follow(aws, stackId, { after: undefined, token: 'ours' }, watching());
    expect(status).to.equal('UPDATE_ROLLBACK_COMPLETE');
  });

  it('ends with the stack when its last event is never listed', async () => {
    const looks = Array<typeof events>(200).fill(events.slice(0, 2));
    const states = ['UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE'];
    const describeStack = () => Promise.resolve({ ...stack, status: states.shift() ?? '' });
    const aws = scriptedAws(looks, { describeStack });
    const { status } = await follow(aws, stackId, { after: undefined }, watching());
    expect(status).to.equal('UPDATE_COMPLETE');
    expect(states).to.deep.equal([]);
  });

  it('gives up when nothing has begun after minutes, and says what to do', async () => {
    const error: unknown = await follow(
      scriptedAws([], { describeStack: () => Promise.resolve(stack) }),
      stackId,
      { after: undefined, token: 'ours' },
      watching(),
    ).catch((reason: unknown) => reason);
    expect(error)
      .to.have.property('message')
      .that.matches(/lists no event of it.*archc status.*run the same command again/);
  });

  it('goes on when the connection is back, and says both once', async () => {
    const watch = watching();
    await follow(
      scriptedAws([events.slice(0, 1), cut, cut, events.slice(1)]),
      stackId,
      { after: undefined },
      watch,
    );
    expect(watch.said).to.deep.equal(['todo-backend', 'lost', 'back', 'Service', 'todo-backend']);
  });

  for (const [title, looks] of [
    ['at once when the credentials have expired', [expired]],
    ['after ten minutes without a connection', Array<AwsFailure>(200).fill(cut)],
  ] as const) {
    it(`gives up ${title}, and says that AWS goes on`, async () => {
      const error: unknown = await follow(
        scriptedAws(looks),
        stackId,
        { after: undefined },
        watching(),
      ).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(DeploymentError);
      expect(error)
        .to.have.property('message')
        .that.matches(/^the operation continues in AWS.*Run the same command again/);
    });
  }
});
