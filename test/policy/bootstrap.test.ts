import { readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import type { Compiled } from '../../compiler/phases/results.ts';
import { composeBootstrap } from '../../compiler/policy/bootstrap.ts';
import { longestDocument } from '../../compiler/policy/documents.ts';
import { composePolicy } from '../../compiler/policy/policy.ts';
import { entryOf, sectionOf } from '../../compiler/template/node.ts';
import type { MapNode } from '../../compiler/template/node.ts';
import { toPlain } from '../../compiler/template/plain.ts';
import { readTemplate } from '../../compiler/template/read.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { bootstrapOf } from '../support/compile/bootstrap-of.ts';
import { compileFile } from '../support/compile/compile-file.ts';
import { compileTodo } from '../support/compile/compile-todo.ts';
import { validateTemplates } from '../support/judges/aws-validator.ts';
import { lintTemplates } from '../support/judges/cfn-lint.ts';
import { showFinding } from '../support/judges/finding.ts';
import { secondBackend } from '../support/local-aws/second-backend.ts';
import { needs } from '../support/needs.ts';
import { missingPythonTools } from '../support/python-tools.ts';

const pipeline = { repository: 'octo-org/todo', branch: 'main', isPlannedAfterMerge: true };
const todo = compileTodo();
const second = compileTodo(secondBackend);
const cases: Readonly<Record<string, readonly [Compiled, ...Compiled[]]>> = {
  'specs/todo.yaml': [todo],
  'two backends on one shared stack': [todo, second],
  ...Object.fromEntries(
    readdirSync('test/golden').map((name) => [name, compileFile(`test/golden/${name}/spec.yaml`)] as const),
  ),
};

/** The judges take seconds for each. */
const judged = ['two backends on one shared stack', 'every-setting', 'fargate-every-setting', 'shared-stack'];

/** A resource's properties with functions in their long form. */
function propertiesOf(text: string, id: string): unknown {
  const resource = entryOf(entryOf(readTemplate(text), 'Resources'), id);
  const properties = entryOf(resource, 'Properties');
  return properties && toPlain(properties);
}

function policiesOf(text: string, role: string): readonly string[] {
  const ids = sectionOf(readTemplate(text) as MapNode, 'Resources').map(({ key }) => key);
  return ids.filter((id) => id.startsWith(`${role}Policy`));
}

/** The document as IAM gets it, in the account of twelve digits. */
function documentOf(text: string, id: string): string {
  const { PolicyDocument } = propertiesOf(text, id) as { PolicyDocument: unknown };
  return JSON.stringify(PolicyDocument)
    .replace(/\{"Fn::Sub":("[^"]*")\}/g, '$1')
    .replaceAll('${AWS::AccountId}', '123456789012');
}

/** What a token must claim for the role: with StringEquals each claim has exactly that value. */
function conditionsOf(text: string, role: string): readonly [string, readonly string[]][] {
  const { AssumeRolePolicyDocument } = propertiesOf(text, role) as {
    AssumeRolePolicyDocument: {
      Statement: readonly {
        Condition: { StringEquals: Readonly<Record<string, string | readonly string[]>> };
      }[];
    };
  };
  const [statement] = AssumeRolePolicyDocument.Statement;
  return Object.entries(statement?.Condition.StringEquals ?? {}).map(([key, value]) => [
    key.replace('token.actions.githubusercontent.com:', ''),
    [value].flat(),
  ]);
}

describe('the template with the roles of a pipeline', () => {
  const text = bootstrapOf([todo], pipeline);

  it('has exactly the statements of "archc policy" on the role for deployments', () => {
    const statements = (document: string) =>
      (JSON.parse(document) as { Statement: readonly object[] }).Statement;
    const expected = composePolicy(todo, { account: '123456789012', toolkit }).flatMap(
      ({ Statement }) => Statement,
    );
    const ids = policiesOf(text, 'Deploy');
    expect(ids.flatMap((id) => statements(documentOf(text, id)))).to.deep.equal(expected);
    for (const id of ids)
      expect(propertiesOf(text, id)).to.have.deep.property('Roles', [{ Ref: 'DeployRole' }]);
  });

  it('lets the role for plans make change sets of the two stacks, and execute or read nothing else', () => {
    expect(policiesOf(text, 'Plan')).to.deep.equal(['PlanPolicy1']);
    const { Statement } = JSON.parse(documentOf(text, 'PlanPolicy1')) as {
      Statement: readonly { Action: readonly string[]; Resource: readonly string[] }[];
    };
    const [onZone, ...others] = Statement.filter(({ Resource }) => !Resource.includes('*')).reverse();
    expect(onZone?.Resource.join()).to.match(/^arn:aws:route53:::hostedzone\/Z\w+$/);
    expect(onZone?.Action).to.deep.equal(['route53:GetHostedZone', 'route53:ListResourceRecordSets']);
    // Before it closes a database, archc asks App Runner where the service is.
    const [onService, ...onStacks] = others;
    expect(onService?.Action).to.deep.equal(['apprunner:DescribeService']);
    expect(onStacks).to.have.length(1);
    expect(onStacks[0]?.Resource).to.deep.equal([
      'arn:aws:cloudformation:ap-northeast-1:123456789012:stack/todo-backend/*',
      'arn:aws:cloudformation:ap-northeast-1:123456789012:stack/todo-shared/*',
    ]);
    expect(onStacks[0]?.Action).to.deep.equal(
      [
        'CreateChangeSet',
        'DeleteChangeSet',
        'DescribeChangeSet',
        'DescribeEvents',
        'DescribeStackResources',
        'DescribeStacks',
        'GetTemplate',
        'TagResource',
      ].map((action) => `cloudformation:${action}`),
    );
    const anywhere = Statement.filter((each) => ![onZone, onService, ...onStacks].includes(each)).flatMap(
      ({ Action }) => Action,
    );
    expect(['cloudformation:ListImports', 'ecr:DescribeImages']).to.include.members(anywhere);
  });

  it("only reads another spec's shared stack to plan", () => {
    const document = documentOf(bootstrapOf([second], pipeline), 'PlanPolicy1');
    const { Statement } = JSON.parse(document) as {
      Statement: readonly { Action: unknown; Resource: unknown }[];
    };
    expect(Statement[0]).to.deep.include({
      Action: ['cloudformation:DescribeStacks', 'cloudformation:GetTemplate'],
      Resource: ['arn:aws:cloudformation:ap-northeast-1:123456789012:stack/todo-shared/*'],
    });
    expect(JSON.stringify(Statement[1])).to.not.include('todo-shared');
  });

  for (const [role, repository, conditions] of [
    [
      'PlanRole',
      'octo-org/todo',
      { sub: ['repo:octo-org/todo:pull_request', 'repo:octo-org/todo:ref:refs/heads/main'] },
    ],
    [
      'DeployRole',
      'octo-org/todo',
      { sub: 'repo:octo-org/todo:environment:production', ref: 'refs/heads/main' },
    ],
    [
      'DeployRole',
      'octo-org@12/todo@34',
      { sub: 'repo:octo-org@12/todo@34:environment:production', ref: 'refs/heads/main' },
    ],
  ] as const) {
    it(`has ${role} trust exactly its jobs of ${repository}`, () => {
      const provider = 'token.actions.githubusercontent.com';
      const expected = { aud: 'sts.amazonaws.com', ...conditions };
      const arn = `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:oidc-provider/${provider}`;
      const made = bootstrapOf([todo], { ...pipeline, repository });
      expect(propertiesOf(made, role)).to.have.deep.nested.property('AssumeRolePolicyDocument.Statement', [
        {
          Effect: 'Allow',
          Principal: {
            Federated: { 'Fn::If': ['CreatesProvider', { Ref: 'Provider' }, { 'Fn::Sub': arn }] },
          },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: {
            StringEquals: Object.fromEntries(
              Object.entries(expected).map(([claim, value]) => [`${provider}:${claim}`, value]),
            ),
          },
        },
      ]);
    });
  }

  for (const [job, sub, ref, role] of [
    ['that deploys the branch', 'repo:octo-org/todo:environment:production', 'refs/heads/main', 'DeployRole'],
    ['of a pull request', 'repo:octo-org/todo:pull_request', 'refs/pull/7/merge', 'PlanRole'],
    [
      'of a pull request, that names the environment',
      'repo:octo-org/todo:environment:production',
      'refs/pull/7/merge',
    ],
    [
      'of another branch, that names the environment',
      'repo:octo-org/todo:environment:production',
      'refs/heads/x',
    ],
    ['of a tag called main', 'repo:octo-org/todo:environment:production', 'refs/tags/main'],
    ['that plans the branch', 'repo:octo-org/todo:ref:refs/heads/main', 'refs/heads/main', 'PlanRole'],
    ['of another branch', 'repo:octo-org/todo:ref:refs/heads/x', 'refs/heads/x'],
    ['of another environment', 'repo:octo-org/todo:environment:staging', 'refs/heads/main'],
    ['of another repository', 'repo:octo-org/todo2:environment:production', 'refs/heads/main'],
    ['of a repository that has the name again', 'repo:octo-org@1/todo@2:pull_request', 'refs/pull/7/merge'],
  ] as const) {
    it(`lets a job ${job} take on ${role ?? 'no role'}`, () => {
      const claims: Readonly<Record<string, string>> = { aud: 'sts.amazonaws.com', sub, ref };
      const roles = ['DeployRole', 'PlanRole'].filter((each) =>
        conditionsOf(text, each).every(([claim, values]) => values.includes(claims[claim] ?? '')),
      );
      expect(roles).to.deep.equal(role === undefined ? [] : [role]);
    });
  }

  for (const [name, specs] of Object.entries(cases)) {
    it(`fits into CloudFormation's and IAM's limits: ${name}`, () => {
      const made = bootstrapOf(specs, pipeline);
      expect(made).to.match(/^[\n -~]*$/);
      expect(made.length).to.be.at.most(51_200);
      for (const role of ['Deploy', 'Plan']) {
        const policies = policiesOf(made, role);
        expect(policies.length).to.be.within(1, 10);
        for (const id of policies) expect(documentOf(made, id).length).to.be.at.most(longestDocument);
      }
    });
  }

  it('refuses more specs than one template has room for, or one role', () => {
    const many = Array.from({ length: 40 }, (_, index) =>
      compileTodo((spec) => secondBackend(spec).replace('name: second', `name: backend-of-a-team-${index}`)),
    );
    const fitting = composeBootstrap([todo, ...many.slice(0, 20)], pipeline, toolkit);
    expect(fitting?.length).to.be.within(45_000, 51_200);
    expect(composeBootstrap([todo, ...many.slice(0, 26)], pipeline, toolkit)).to.equal(undefined);
    expect(composeBootstrap([todo, ...many], pipeline, toolkit)).to.equal(undefined);
  });

  it("leaves cfn-lint and AWS's validator silent", async function () {
    needs(this, missingPythonTools());
    const folder = await mkdtemp(path.join(tmpdir(), 'archc-bootstrap-'));
    try {
      const files = await Promise.all(
        Object.entries(cases)
          .filter(([name]) => judged.includes(name))
          .map(async ([, specs], index) => {
            const file = path.join(folder, `bootstrap-${index}.yaml`);
            await writeFile(file, bootstrapOf(specs, pipeline));
            return file;
          }),
      );
      expect(files).to.have.length(judged.length);
      expect((await lintTemplates(files, ['us-east-1', 'ap-northeast-1'])).map(showFinding)).to.deep.equal(
        [],
      );
      expect((await validateTemplates(files)).map(showFinding)).to.deep.equal([]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
