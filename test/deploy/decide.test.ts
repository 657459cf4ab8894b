import { expect } from 'chai';
import { decide, isSuccess } from '../../compiler/deploy/plan/decide.ts';
import { stack } from '../support/fake-aws/scripted-aws.ts';

describe('the status of a stack', () => {
  for (const [status, step] of [
    [undefined, 'create'],
    ['DELETE_COMPLETE', 'create'],
    ['CREATE_COMPLETE', 'update'],
    ['UPDATE_COMPLETE', 'update'],
    ['UPDATE_ROLLBACK_COMPLETE', 'update'],
    ['IMPORT_COMPLETE', 'update'],
    ['REVIEW_IN_PROGRESS', 'replace'],
    ['ROLLBACK_COMPLETE', 'replace'],
    ['CREATE_IN_PROGRESS', 'wait'],
    ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'wait'],
    ['UPDATE_ROLLBACK_IN_PROGRESS', 'wait'],
    ['DELETE_IN_PROGRESS', 'wait'],
    ['CREATE_FAILED', 'stop'],
    ['UPDATE_FAILED', 'stop'],
    ['ROLLBACK_FAILED', 'stop'],
    ['DELETE_FAILED', 'stop'],
    ['UPDATE_ROLLBACK_FAILED', 'stop'],
    ['IMPORT_ROLLBACK_COMPLETE', 'update'],
    ['IMPORT_ROLLBACK_FAILED', 'stop'],
    ['IMPORT_IN_PROGRESS', 'wait'],
  ] as const) {
    it(`${status ?? 'that is not there'} leads to "${step}"`, () => {
      const deployed = status === undefined ? undefined : { ...stack, status };
      expect(decide(deployed)).to.have.property('step', step);
    });
  }

  for (const status of ['CREATE_FAILED', 'UPDATE_FAILED']) {
    it(`${status} can be gone on from without a rollback`, () => {
      expect(decide({ ...stack, status }, { keepsFailed: true })).to.deep.equal({ step: 'update' });
    });
  }

  it('that stops a deployment comes with a way out for this stack', () => {
    const decision = decide({ ...stack, status: 'UPDATE_ROLLBACK_FAILED' });
    expect(decision).to.have.property('wayOut').that.includes('--stack-name todo-backend');
  });

  for (const [status, isReached] of [
    ['CREATE_COMPLETE', true],
    ['UPDATE_COMPLETE', true],
    ['IMPORT_COMPLETE', true],
    ['DELETE_COMPLETE', true],
    ['ROLLBACK_COMPLETE', false],
    ['UPDATE_ROLLBACK_COMPLETE', false],
    ['IMPORT_ROLLBACK_COMPLETE', false],
    ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', false],
    ['CREATE_FAILED', false],
  ] as const) {
    it(`${status} is ${isReached ? 'a' : 'no'} success`, () => {
      expect(isSuccess(status)).to.equal(isReached);
    });
  }
});
