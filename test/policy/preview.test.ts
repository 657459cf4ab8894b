import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { compileTree, previewTree, readTrees } from '../../compiler/compile.ts';
import { composePreviewPolicy, examplePreview } from '../../compiler/policy/preview.ts';
import { toolkit } from '../../compiler/toolkit.ts';

/** What previews of an environment need, as text. */
function policyOf(file: string, environment: string): string {
  const trees = readTrees({ name: file, bytes: readFileSync(file) }, toolkit);
  const tree = trees.ok ? trees.value.find((each) => each.environment?.name === environment) : undefined;
  const preview = tree && previewTree(tree, examplePreview, toolkit);
  const compiled = preview?.ok === true ? compileTree(preview.value, toolkit) : undefined;
  if (compiled?.ok !== true) throw new Error(`${file} has errors`);
  return JSON.stringify(composePreviewPolicy([compiled.value], { account: '123456789012', toolkit }));
}

describe('the policy for previews', () => {
  const policy = policyOf('test/golden/preview/spec.yaml', 'dev');

  it('is about all of them, and about no stack of the environment', () => {
    const stacks = [...policy.matchAll(/:stack\/([^/"]+)\//g)].map(([, name]) => name);
    expect([...new Set(stacks)].sort()).to.deep.equal(['todo-dev-pr-*', 'todo-dev-shared']);
    expect(policy).to.not.include(examplePreview);
  });

  it('only reads the shared stack', () => {
    const documents = JSON.parse(policy) as {
      readonly Statement: readonly {
        readonly Action: readonly string[];
        readonly Resource: readonly string[];
      }[];
    }[];
    const actions = documents
      .flatMap(({ Statement }) => Statement)
      .filter(({ Resource }) => Resource.some((each) => each.includes(':stack/todo-dev-shared/')))
      .flatMap(({ Action }) => Action);
    expect(actions.sort()).to.deep.equal(['cloudformation:DescribeStacks', 'cloudformation:GetTemplate']);
  });

  it('finds those that are over, and changes only the records of previews', () => {
    expect(policy).to.include('cloudformation:ListStacks');
    for (const name of ['"pr-*.preview.example.com"', '"*.pr-*.preview.example.com"']) {
      expect(policy).to.include(name);
    }
  });
});
