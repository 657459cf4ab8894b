import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { compileTree, previewTree, readTrees } from '../../compiler/compile.ts';
import { composePolicy } from '../../compiler/policy/policy.ts';
import { composePreviewPolicy, examplePreview } from '../../compiler/policy/preview.ts';
import type { Compiled } from '../../compiler/phases/results.ts';
import type { SpecTree } from '../../compiler/spec/model.ts';
import { toolkit } from '../../compiler/toolkit.ts';

const scope = { account: '123456789012', toolkit };

function treeOf(file: string, environment: string | undefined): SpecTree {
  const trees = readTrees({ name: file, bytes: readFileSync(file) }, toolkit);
  const tree = trees.ok ? trees.value.find((each) => each.environment?.name === environment) : undefined;
  if (!tree) throw new Error(`${file} has errors`);
  return tree;
}

function compile(tree: SpecTree): Compiled {
  const compiled = compileTree(tree, toolkit);
  if (!compiled.ok) throw new Error(`${tree.name} has errors`);
  return compiled.value;
}

/** What previews of an environment need, as text. */
function policyOf(file: string, environment: string | undefined): string {
  const preview = previewTree(treeOf(file, environment), examplePreview, toolkit);
  if (!preview.ok) throw new Error(`${file} has errors`);
  return JSON.stringify(composePreviewPolicy([compile(preview.value)], scope));
}

/** What the environment itself needs, as text. */
function deployPolicyOf(file: string, environment: string | undefined): string {
  return JSON.stringify(composePolicy(compile(treeOf(file, environment)), scope));
}

/** The actions that a policy allows outside of CloudFormation. */
function directActions(policy: string): readonly string[] {
  const documents = JSON.parse(policy) as readonly {
    readonly Statement: readonly { readonly Action: readonly string[]; readonly Condition?: object }[];
  }[];
  return documents
    .flatMap(({ Statement }) => Statement)
    .filter(({ Condition }) => !JSON.stringify(Condition ?? {}).includes('aws:CalledVia'))
    .flatMap(({ Action }) => Action);
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

  for (const [runtime, file, environment, wide] of [
    ['Fargate', 'preview', 'dev', ['elasticloadbalancing:ModifyLoadBalancerAttributes']],
    ['App Runner', 'app-runner-preview', undefined, ['apprunner:StartDeployment', 'logs:PutRetentionPolicy']],
  ] as const) {
    it(`changes nothing of other services on ${runtime} outside of CloudFormation`, () => {
      const spec = `test/golden/${file}/spec.yaml`;
      const direct = directActions(policyOf(spec, environment));
      for (const action of wide) {
        expect(directActions(deployPolicyOf(spec, environment))).to.include(action);
        expect(direct).to.not.include(action);
      }
    });
  }
});
