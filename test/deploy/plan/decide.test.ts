import { expect } from 'chai';
import { decide, isSuccess } from '../../../compiler/deploy/plan/decide.ts';
import { wordWayOut } from '../../../compiler/deploy/plan/way-out.ts';
import { compileTodo } from '../../support/compile/compile-todo.ts';
import { stack } from '../../support/fake-aws/scripted-aws.ts';

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

  const { resolved } = compileTodo();
  for (const [status, wayOut] of [
    ['UPDATE_ROLLBACK_FAILED', 'continue-update-rollback --region ap-northeast-1 --stack-name todo-backend"'],
    ['ROLLBACK_FAILED', '"archc status specs/todo.yaml"'],
    ['DELETE_FAILED', '"archc destroy specs/todo.yaml --stack backend"'],
  ] as const) {
    it(`${status} comes with commands for this stack and this spec`, () => {
      const decision = decide({ ...stack, status });
      if (decision.step !== 'stop') expect.fail(decision.step);
      const words = wordWayOut(decision.wayOut, { name: 'todo-backend', kind: 'backend' }, resolved);
      expect(words)
        .to.include(wayOut)
        .and.not.match(/STACK|KIND/);
    });
  }

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
