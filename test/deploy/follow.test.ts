import { expect } from 'chai';
import type { Aws } from '../../compiler/aws/aws.ts';
import { AwsFailure } from '../../compiler/aws/failure.ts';
import { follow } from '../../compiler/deploy/follow/follow.ts';
import { DeploymentError } from '../../compiler/deploy/plan/deployment-error.ts';
import { eventsOf, scriptedAws, stackId } from '../support/fake-aws/scripted-aws.ts';

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

  it('asks for what is new alone', async () => {
    const asked: (string | undefined)[] = [];
    const looks = [events.slice(0, 1), events.slice(1)];
    const eventsAfter: Aws['eventsAfter'] = (_, after) => {
      asked.push(after);
      return Promise.resolve(looks.shift() ?? []);
    };
    await follow(scriptedAws([], { eventsAfter }), stackId, { after: 'before' }, watching());
    expect(asked).to.deep.equal(['before', '0']);
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
        .that.matches(/^the deployment continues in AWS/);
    });
  }
});
