import { expect } from 'chai';
import { findRootCause } from '../../../compiler/deploy/failure/root-cause.ts';
import { currentOperation, endOf, progressOf } from '../../../compiler/deploy/follow/events.ts';
import { eventsOf } from '../../support/fake-aws/scripted-aws.ts';

const begin = 'todo-backend UPDATE_IN_PROGRESS User Initiated';
const rollback =
  'todo-backend UPDATE_ROLLBACK_IN_PROGRESS The following resource(s) failed to update: [WebAcl, Service]. ';

describe('the root cause of a failure', () => {
  for (const [title, lines, cause] of [
    [
      'is the first that failed by itself',
      [begin, 'WebAcl UPDATE_FAILED Resource update cancelled', 'Service UPDATE_FAILED no image', rollback],
      'Service: no image',
    ],
    [
      'is the earlier of two, and the later is told too',
      [begin, 'Service UPDATE_FAILED no image', 'Database UPDATE_FAILED no cluster', rollback],
      'Service: no image, Database',
    ],
    [
      "stands with the stack itself when no resource failed, as with another stack's import",
      [
        begin,
        'Vpc UPDATE_COMPLETE',
        'todo-backend UPDATE_ROLLBACK_IN_PROGRESS Export x cannot be updated as it is in use by y',
      ],
      'todo-backend: Export x cannot be updated as it is in use by y',
    ],
    [
      'is not what happened while it was rolled back',
      [begin, 'Service UPDATE_FAILED no image', rollback, 'Service UPDATE_FAILED still no image'],
      'Service: no image',
    ],
    [
      'is nothing when someone cancelled it',
      [
        begin,
        'Service UPDATE_FAILED Resource update cancelled',
        'todo-backend UPDATE_ROLLBACK_IN_PROGRESS User Initiated',
      ],
      undefined,
    ],
  ] as const) {
    it(title, () => {
      const found = findRootCause(eventsOf(...lines));
      const others = found?.others.map(({ logicalId }) => `, ${logicalId}`).join('') ?? '';
      expect(found && `${found.event.logicalId}: ${found.reason}${others}`).to.equal(cause);
    });
  }
});

describe('the events of a stack', () => {
  it('end an operation with the first status of the stack that is not under way', () => {
    const events = eventsOf(
      begin,
      'Service UPDATE_COMPLETE',
      'todo-backend UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'todo-backend UPDATE_COMPLETE',
    );
    expect(endOf(events.slice(0, 3))).to.equal(undefined);
    expect(endOf(events)).to.equal(events[3]);
  });

  it('show the operation that is under way from its beginning', () => {
    const events = eventsOf(
      'todo-backend CREATE_IN_PROGRESS',
      'todo-backend CREATE_COMPLETE',
      begin,
      'Service UPDATE_FAILED x',
      'todo-backend UPDATE_ROLLBACK_IN_PROGRESS',
    );
    expect(currentOperation(events)).to.deep.equal(events.slice(2));
  });

  it('tell how far each resource is, and for how long it has run', () => {
    const events = eventsOf(
      begin,
      'Service UPDATE_IN_PROGRESS',
      'Vpc UPDATE_IN_PROGRESS',
      'Service UPDATE_IN_PROGRESS',
      'Vpc UPDATE_COMPLETE',
    );
    expect(
      progressOf(events).map(({ logicalId, phase, since, changedAt }) => [
        logicalId,
        phase,
        changedAt - since,
      ]),
    ).to.deep.equal([
      ['Service', 'running', 2000],
      ['Vpc', 'done', 2000],
    ]);
  });
});
