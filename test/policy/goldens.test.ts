import { expect } from 'chai';
import {
  composeDeployPolicy,
  composePlanPolicy,
  composePromotionPolicy,
  composeServiceRolePolicy,
} from '../../compiler/policy/policy.ts';
import type { PolicyDocument } from '../../compiler/policy/documents.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { bootstrapOf } from '../support/compile/bootstrap-of.ts';
import { compileGolden } from '../support/compile/compile-golden.ts';
import { compileTodo } from '../support/compile/compile-todo.ts';
import { expectFolder } from '../support/compile/snapshot.ts';
import { secondBackend } from '../support/local-aws/second-backend.ts';

const testFile = 'test/policy/goldens.test.ts';
const scope = { account: '123456789012', toolkit };
const serviceRole = 'arn:aws:iam::123456789012:role/deployments';
const cases = ['every-setting', 'fargate-every-setting'].map((name) => compileGolden(name));
const [todo, second] = [compileTodo(), compileTodo(secondBackend)];

describe('the policies', () => {
  for (const compiled of cases) {
    const name = compiled.resolved.spec.name;

    it(`of ${name} are exactly those in test/policy/expected`, () => {
      expectFolder(
        `test/policy/expected/${name}`,
        {
          'deploy.txt': show(composeDeployPolicy([compiled], scope)),
          'deploy-with-service-role.txt': show(composeDeployPolicy([compiled], { ...scope, serviceRole })),
          'plan.txt': show(composePlanPolicy([compiled], scope)),
          'promotion.txt': show(composePromotionPolicy(compiled, scope)),
          'service-role.txt': show(composeServiceRolePolicy(compiled, scope)),
        },
        testFile,
      );
    });
  }

  it('of a pipeline for two backends are exactly those in test/policy/expected', () => {
    const pipeline = { repository: 'octo-org/todo', branch: 'main', isPlannedAfterMerge: true };
    const template = bootstrapOf([todo, second], pipeline);
    expectFolder('test/policy/expected/bootstrap', { 'two-backends.yaml': template }, testFile);
  });

  it('of a pipeline name at most three specs, and only count more', () => {
    for (const [specs, names] of [
      [[todo, second, todo], 'todo, second, todo'],
      [[todo, second, todo, second], '4 specs'],
    ] as const) {
      const [description] = bootstrapOf(specs, { repository: 'octo-org/todo', branch: 'main' })
        .split('\n')
        .filter((line) => line.startsWith('Description:'));
      expect(description).to.include(`of octo-org/todo plans and deploys ${names}`);
    }
  });
});

/** A line for each action, resource and condition of a statement, so that a difference is easy to read. */
function show(documents: readonly PolicyDocument[]): string {
  return documents
    .map(({ Statement }, index) => {
      const statements = Statement.map(({ Effect, Action, Resource, Condition }) =>
        [
          ...Action.map((action) => `${Effect} ${action}`),
          ...Resource.map((resource) => `  on ${resource}`),
          ...(Condition ? [`  if ${JSON.stringify(Condition)}`] : []),
        ].join('\n'),
      );
      return `Document ${index + 1}\n\n${statements.join('\n\n')}\n`;
    })
    .join('\n');
}
