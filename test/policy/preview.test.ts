import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { compileTree, previewTree, readTrees } from '../../compiler/compile.ts';
import { composePolicy } from '../../compiler/policy/policy.ts';
import { composePreviewPolicy, examplePreview } from '../../compiler/policy/preview.ts';
import type { Compiled } from '../../compiler/phases/results.ts';
import type { SpecTree } from '../../compiler/spec/model.ts';
import { toolkit } from '../../compiler/toolkit.ts';

const scope = { account: '123456789012', toolkit };

function treeOf(file: string, environment: string | undefined, bytes: Buffer = readFileSync(file)): SpecTree {
  const trees = readTrees({ name: file, bytes }, toolkit);
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
  return previewPolicy(treeOf(file, environment));
}

function previewPolicy(tree: SpecTree): string {
  const preview = previewTree(tree, examplePreview, toolkit);
  if (!preview.ok) throw new Error(`${tree.name} has errors`);
  return JSON.stringify(composePreviewPolicy([compile(preview.value)], scope));
}

/** What previews of a spec without environments need, as text. */
function previewsOf(text: string): string {
  return previewPolicy(treeOf('spec.yaml', undefined, Buffer.from(text)));
}

/** What the environment itself needs, as text. */
function deployPolicyOf(file: string, environment: string | undefined): string {
  return JSON.stringify(composePolicy(compile(treeOf(file, environment)), scope));
}

interface Statement {
  readonly Action: readonly string[];
  readonly Condition?: object;
}

function statementsIn(policy: string): readonly Statement[] {
  const documents = JSON.parse(policy) as readonly { readonly Statement: readonly Statement[] }[];
  return documents.flatMap(({ Statement }) => Statement);
}

/** The actions that a policy allows outside of CloudFormation. */
function directActions(policy: string): readonly string[] {
  return statementsIn(policy)
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

  it('lets roles be made and changed only with the permissions boundary of the spec', () => {
    const text = readFileSync('test/golden/app-runner-preview/spec.yaml', 'utf8');
    const boundary = 'arn:aws:iam::123456789012:policy/team';
    const bounded = previewsOf(`${text}\npermissionsBoundary: ${boundary}\n`);
    const making = statementsIn(bounded).filter(({ Action }) =>
      Action.some((action) => ['iam:CreateRole', 'iam:PutRolePolicy'].includes(action)),
    );
    expect(making.flatMap(({ Action }) => Action))
      .to.include('iam:CreateRole')
      .and.include('iam:PutRolePolicy');
    for (const { Condition } of making) {
      expect(Condition).to.have.deep.property('StringEquals', { 'iam:PermissionsBoundary': boundary });
    }
    expect(bounded).to.not.include('iam:DeleteRolePermissionsBoundary');
    expect(previewsOf(text)).to.not.include('iam:PermissionsBoundary');
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
