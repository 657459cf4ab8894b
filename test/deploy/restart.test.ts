import { expect } from 'chai';
import type { Aws } from '../../compiler/aws/aws.ts';
import { AwsFailure } from '../../compiler/aws/failure.ts';
import type { Deployment } from '../../compiler/deploy/deployment.ts';
import { wantStacks } from '../../compiler/deploy/plan/wanted.ts';
import { demandService, restartService } from '../../compiler/deploy/restart.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { compileTodo } from '../support/compile/compile-todo.ts';
import { answering } from '../support/fake-aws/answering.ts';
import { stack } from '../support/fake-aws/scripted-aws.ts';

const compiled = compileTodo();
const wanted = wantStacks(compiled, toolkit).find(({ kind }) => kind === 'backend');

function stage(aws: Partial<Aws>) {
  const told: string[] = [];
  const deployment = {
    aws,
    context: { resolved: compiled.resolved, templates: compiled.templates, toolkit },
    sleep: () => Promise.resolve(),
    report: { step: (text: string) => told.push(text) },
  } as unknown as Deployment;
  if (!wanted) throw new Error('There is no backend stack');
  return { deployment, told, backend: wanted };
}

describe('A service that is to start its containers anew', () => {
  for (const [status, isThere] of [
    ['UPDATE_COMPLETE', true],
    ['UPDATE_ROLLBACK_COMPLETE', true],
    ['UPDATE_IN_PROGRESS', true],
    ['ROLLBACK_COMPLETE', false],
    ['REVIEW_IN_PROGRESS', false],
    ['DELETE_COMPLETE', false],
    [undefined, false],
  ] as const) {
    it(`is ${isThere ? 'there' : 'missing'} when the stack ${status ?? 'does not exist'}`, async () => {
      const describeStack = () => Promise.resolve(status && { ...stack, status });
      const { deployment, backend } = stage({ describeStack });
      const refusal = await demandService(backend, deployment).catch(String);
      if (isThere) expect(refusal).to.equal(undefined);
      else
        expect(refusal)
          .to.include(status ?? 'does not exist')
          .and.to.include('archc deploy ');
    });
  }
});

describe('A restart that has begun', () => {
  const done = { OperationSummaryList: [{ Id: 'new', Status: 'SUCCEEDED' }] };
  const lost = new AwsFailure('network', 'ECONNRESET', 'AWS did not answer');
  const restart = (...looks: readonly unknown[]) => {
    const call = answering({ startDeployment: [{ OperationId: 'new' }], listOperations: looks });
    const { deployment, told, backend } = stage({ call });
    return { told, end: restartService(backend, stack, deployment).catch(String) };
  };

  it('is followed when AWS can not be reached for a while, which is said once', async () => {
    const { told, end } = restart(lost, lost, done);
    expect(await end).to.equal(true);
    expect(told.filter((line) => line.includes('AWS did not answer'))).to.have.length(1);
    expect(told.at(-1)).to.equal('The new containers are healthy and have taken over');
  });

  it('is given up when AWS can not be reached for long', async () => {
    const { end } = restart(...Array.from({ length: 301 }, () => lost), done);
    expect(await end).to.equal('AwsFailure: AWS did not answer');
  });

  it('ends with an error when AWS refuses to tell', async () => {
    const { end } = restart(new AwsFailure('denied', 'AccessDenied', 'no permission'), done);
    expect(await end).to.equal('AwsFailure: no permission');
  });
});
