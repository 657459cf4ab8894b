import { expect } from 'chai';
import type { Aws } from '../../../compiler/aws/aws.ts';
import type { DeployedStack } from '../../../compiler/aws/model.ts';
import { planDestroy } from '../../../compiler/deploy/destroy/plan.ts';
import { otherOwner } from '../../../compiler/deploy/plan/other-owner.ts';
import { listPreviews } from '../../../compiler/deploy/status/previews.ts';
import { previewTree, readTrees, resolveTree } from '../../../compiler/compile.ts';
import type { Resolved } from '../../../compiler/phases/results.ts';
import { readTemplate } from '../../../compiler/template/read.ts';
import { toolkit } from '../../../compiler/toolkit.ts';
import { stack } from '../../support/fake-aws/scripted-aws.ts';

const now = '2026-12-24T18:00:00Z';
const spec = `archc: 1
name: todo
region: ap-northeast-1
shared: { availabilityZones: [ap-northeast-1a, ap-northeast-1c] }
backend: { service: { runtime: fargate, port: 8080 }, database: { name: todo, user: todo_app } }
environments: { dev: {}, dev-2: {} }
`;

function resolvedOf(environment: string, preview?: string): Resolved {
  const trees = readTrees({ name: 'todo.yaml', bytes: Buffer.from(spec) }, toolkit);
  const tree = trees.ok ? trees.value.find((each) => each.environment?.name === environment) : undefined;
  if (!tree) throw new Error('no such environment');
  const chosen = preview === undefined ? undefined : previewTree(tree, preview, toolkit);
  const resolved = resolveTree(chosen?.ok === true ? chosen.value : tree, toolkit);
  if (!resolved.ok) throw new Error('the spec has errors');
  return resolved.value;
}

function stackOf(name: string, more: Partial<DeployedStack> = {}): DeployedStack {
  return { ...stack, id: `id-of-${name}`, name, status: 'CREATE_COMPLETE', ...more };
}

describe('the previews of a spec', () => {
  const of = (id: string, rest: string) => `Backend stack of todo, preview ${id}${rest}: web API service.`;
  const stacks: readonly DeployedStack[] = [
    stackOf('z', { description: of('pr-2', ' of environment dev'), parameters: { Expires: now } }),
    stackOf('a', {
      description: of('pr-1', ' of environment dev'),
      parameters: { Expires: '2026-12-24T18:00:01Z' },
    }),
    stackOf('b', { description: of('pr-3', ' of environment dev'), parameters: { Expires: 'soon' } }),
    stackOf('c', { description: of('pr-4', ' of environment dev-2') }),
    stackOf('d', { description: of('pr-5', '') }),
    stackOf('e', {
      description: 'Backend stack of todo-x, preview pr-6 of environment dev: web API service.',
    }),
    stackOf('f', { description: 'Backend stack of todo, environment dev: web API service.' }),
    stackOf('todo-dev-pr-7-backend', { description: 'Of somebody' }),
  ];
  const aws = {
    listStacks: () =>
      Promise.resolve([
        ...stacks.map(({ name, description = '' }) => ({ name, description })),
        { name: 'gone', description: of('pr-8', ' of environment dev') },
      ]),
    describeStack: (name: string) => Promise.resolve(stacks.find((stack) => stack.name === name)),
  } as unknown as Aws;

  it('are those whose stacks say so, and no others', async () => {
    const found = await listPreviews(aws, resolvedOf('dev'), now);
    expect(found.map(({ id, stack, expires, isOver }) => [id, stack.name, expires, isOver])).to.deep.equal([
      ['pr-1', 'a', '2026-12-24T18:00:01Z', false],
      ['pr-2', 'z', now, true],
      ['pr-3', 'b', undefined, false],
    ]);
    const others = await listPreviews(aws, resolvedOf('dev-2'), now);
    expect(others.map(({ id }) => id)).to.deep.equal(['pr-4']);
  });

  for (const [title, more, want] of [
    ['its own', { description: of('pr-1', ' of environment dev') }, undefined],
    [
      'another preview',
      { description: of('pr-2', ' of environment dev') },
      'todo, preview pr-2 of environment dev',
    ],
    ['an environment', { description: 'Backend stack of todo-dev-pr-1: x' }, 'todo-dev-pr-1'],
    ['somebody', { description: 'My own' }, 'others'],
    ['nobody, because it is empty', { status: 'REVIEW_IN_PROGRESS' }, undefined],
  ] as const) {
    it(`take over no stack of others: that of ${title}`, () => {
      const stack = stackOf('todo-dev-pr-1-backend', more);
      expect(otherOwner(stack, 'backend', resolvedOf('dev', 'pr-1'))).to.equal(want);
    });
  }
});

describe('the plan to destroy a preview', () => {
  const plan = (properties: string) =>
    planDestroy(
      [
        {
          kind: 'backend',
          name: 'todo-dev-pr-1-backend',
          stack: stackOf('todo-dev-pr-1-backend'),
          resources: [
            {
              logicalId: 'Database',
              physicalId: 'cluster/todo_pr_1/todo_app_pr_1',
              type: 'Custom::MySqlDatabase',
              status: 'CREATE_COMPLETE',
            },
          ],
          template: readTemplate(
            `Resources: { Database: { Type: Custom::MySqlDatabase, Properties: ${properties} } }`,
          ),
          imports: {},
          database: undefined,
        },
      ],
      { unprotects: false },
    );

  it('says that the database and its user are dropped', () => {
    const { dataLoss, remains } = plan('{ Preview: pr-1 }');
    expect(dataLoss.map(({ what }) => what)).to.deep.equal([
      'the MySQL database todo_pr_1 with everything in it, and its user todo_app_pr_1: both are dropped',
    ]);
    expect(remains).to.deep.equal([]);
  });

  it('says of a backend that is no preview that the database stays', () => {
    const { dataLoss, remains } = plan('{ DatabaseName: todo_pr_1 }');
    expect(dataLoss).to.deep.equal([]);
    expect(remains.map(({ what }) => what)).to.deep.equal([
      'the MySQL database todo_pr_1, in the cluster, without its user',
    ]);
  });
});
