import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { entryOf } from '../../compiler/template/node.ts';
import { toPlain } from '../../compiler/template/plain.ts';
import { readTemplate } from '../../compiler/template/read.ts';
import { lintTemplates } from '../support/judges/cfn-lint.ts';
import { showFinding } from '../support/judges/finding.ts';
import { needs } from '../support/needs.ts';
import { missingPythonTools } from '../support/python-tools.ts';
import { runArchc, useFolder } from '../support/terminal/run-archc.ts';
import { withoutDomain } from '../support/compile/without-domain.ts';

const todo = withoutDomain(readFileSync('specs/todo.yaml', 'utf8'));
const environments = '\nenvironments: { dev: {}, staging-eu: {}, prod: {} }\n';
const forGithub = ['--repository', 'octo-org/todo', '--branch', 'main'];
const forGitlab = ['--ci', 'gitlab', '--repository', 'group/sub/todo', '--branch', 'main'];

interface Resource {
  readonly Type: string;
  readonly Properties: {
    readonly AssumeRolePolicyDocument: { readonly Statement: readonly { readonly Condition: object }[] };
    readonly PolicyDocument: {
      readonly Statement: readonly {
        readonly Action: readonly string[];
        readonly Resource: readonly (string | { readonly 'Fn::Sub': string })[];
      }[];
    };
  };
}

interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, { readonly Description: string }>>;
}

describe('archc policy --bootstrap, for specs with environments,', () => {
  const folder = useFolder();
  const run = (...args: string[]) => {
    writeFileSync(path.join(folder.path, 'todo.yaml'), todo + environments);
    return runArchc(['policy', 'todo.yaml', '--bootstrap', ...args], { cwd: folder.path });
  };
  const print = (...args: string[]): Template => {
    const { code, stdout, stderr } = run(...args);
    expect(code, stderr).to.equal(0);
    const root = readTemplate(stdout);
    const [Resources, Outputs] = ['Resources', 'Outputs'].map((key) => {
      const section = entryOf(root, key);
      return section && toPlain(section);
    });
    return { Resources, Outputs } as unknown as Template;
  };
  const rolesIn = ({ Resources }: Template) =>
    Object.entries(Resources).flatMap(([id, { Type }]) => (Type === 'AWS::IAM::Role' ? [id] : []));
  const trustOf = ({ Resources }: Template, role: string) =>
    Resources[role]?.Properties.AssumeRolePolicyDocument.Statement[0]?.Condition;

  it('has the role for deployments trust the environment of that name, and one read it for the next', () => {
    const template = print('--environment', 'dev', ...forGithub);
    expect(rolesIn(template)).to.deep.equal(['DeployRole', 'PlanRole', 'PromotionRole']);
    const provider = 'token.actions.githubusercontent.com';
    const trust = (claims: object) => ({
      StringEquals: Object.fromEntries(
        Object.entries({ aud: 'sts.amazonaws.com', ...claims }).map(([key, value]) => [
          `${provider}:${key}`,
          value,
        ]),
      ),
    });
    expect(trustOf(template, 'DeployRole')).to.deep.equal(
      trust({ sub: 'repo:octo-org/todo:environment:dev', ref: 'refs/heads/main' }),
    );
    expect(trustOf(template, 'PromotionRole')).to.deep.equal(
      trust({
        sub: ['repo:octo-org/todo:environment:staging-eu', 'repo:octo-org/todo:ref:refs/heads/main'],
        ref: 'refs/heads/main',
      }),
    );
    expect(trustOf(template, 'PlanRole')).to.deep.equal(trust({ sub: ['repo:octo-org/todo:pull_request'] }));
    const planned = trust({
      sub: ['repo:octo-org/todo:pull_request', 'repo:octo-org/todo:ref:refs/heads/main'],
    });
    for (const environment of ['staging-eu', 'prod']) {
      expect(trustOf(print('--environment', environment, ...forGithub), 'PlanRole')).to.deep.equal(planned);
    }
  });

  it('lets the role that reads an environment change nothing there, and read no data', () => {
    const { Resources } = print('--environment', 'dev', ...forGithub);
    const actions = Resources['PromotionPolicy1']?.Properties.PolicyDocument.Statement.flatMap(
      ({ Action }) => Action,
    );
    expect(actions).to.include('ecr:BatchGetImage').and.include('cloudformation:DescribeStacks');
    for (const action of actions ?? []) {
      expect(action).to.match(
        /:(Describe|List|BatchGet|BatchCheck|Get(AuthorizationToken|DownloadUrl|Template))/,
      );
    }
    expect(Object.keys(Resources).filter((id) => id.startsWith('PromotionPolicy'))).to.have.length(1);
  });

  it('has no role that reads the last environment, and says which variable holds which role', () => {
    const template = print('--environment', 'prod', ...forGithub);
    expect(rolesIn(template)).to.deep.equal(['DeployRole', 'PlanRole']);
    const describe = (of: Template) =>
      Object.fromEntries(Object.entries(of.Outputs).map(([key, { Description }]) => [key, Description]));
    expect(describe(template)).to.deep.equal({
      DeployRoleArn: 'The variable AWS_DEPLOY_ROLE of the environment prod',
      PlanRoleArn: 'The variable AWS_PLAN_ROLE_PROD of the repository',
    });
    expect(describe(print('--environment', 'staging-eu', ...forGithub))).to.deep.equal({
      DeployRoleArn: 'The variable AWS_DEPLOY_ROLE of the environment staging-eu',
      PlanRoleArn: 'The variable AWS_PLAN_ROLE_STAGING_EU of the repository',
      PromotionRoleArn: 'The variable AWS_PROMOTION_ROLE_STAGING_EU of the repository',
    });
    expect(describe(print('--environment', 'dev', ...forGitlab))).to.deep.equal({
      DeployRoleArn: 'The variable AWS_DEPLOY_ROLE with the scope dev',
      PlanRoleArn: 'The variable AWS_PLAN_ROLE_DEV of the project',
      PromotionRoleArn: 'The variable AWS_PROMOTION_ROLE_DEV of the project',
    });
    const { stderr } = run('--environment', 'dev', ...forGithub);
    expect(stderr)
      .to.include('trusts the environment dev on the branch main')
      .and.include('--stack-name todo-dev-pipeline ')
      .and.include('\n  AWS_PROMOTION_ROLE_DEV of the repository\n');
  });

  it('gives previews a role for their own stacks, and for nothing else that is named after the environment', () => {
    const template = print('--environment', 'dev', '--previews', ...forGithub);
    const provider = 'token.actions.githubusercontent.com';
    const subjects = ['repo:octo-org/todo:pull_request', 'repo:octo-org/todo:ref:refs/heads/main'];
    expect(trustOf(template, 'PreviewRole')).to.deep.equal({
      StringEquals: { [`${provider}:aud`]: 'sts.amazonaws.com', [`${provider}:sub`]: subjects },
    });
    const policies = Object.entries(template.Resources).filter(([id]) => id.startsWith('PreviewPolicy'));
    const statements = policies.flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);
    const named = statements.flatMap(({ Action, Resource }) =>
      Resource.map((each) => (typeof each === 'string' ? each : each['Fn::Sub']))
        .filter((resource) => resource.includes('todo'))
        .map((resource) => ({ resource, actions: Action })),
    );
    expect(named.some(({ resource }) => resource.endsWith(':stack/todo-dev-pr-*/*'))).to.equal(true);
    const others = named.filter(({ resource }) => !resource.includes('todo-dev-pr-*'));
    for (const { resource, actions } of others) {
      expect(resource).to.match(/:(stack\/todo-dev-shared\/\*|repository\/todo-dev-shared-\*)$/);
      expect(actions.filter((action) => !/^ecr:|:(DescribeStacks|GetTemplate)$/.test(action))).to.deep.equal(
        [],
      );
    }
    expect(rolesIn(print('--environment', 'dev', ...forGithub))).to.not.include('PreviewRole');
  });

  it('has one document beside it, for a promotion', () => {
    writeFileSync(path.join(folder.path, 'todo.yaml'), todo + environments);
    const args = ['policy', 'todo.yaml', '--environment', 'dev', '--promotion'];
    const { code, stdout, stderr } = runArchc(args, { cwd: folder.path });
    expect(code).to.equal(0);
    expect(JSON.parse(stdout)).to.have.length(1);
    expect(stderr).to.equal('1 document: attach it to the role as a managed policy\n');
  });

  describe('warns', () => {
    const written = (name: string, more: string) => {
      const text = todo.replace('name: todo\n', `name: ${name}\n`);
      writeFileSync(path.join(folder.path, 'named.yaml'), text + more);
      return (...args: string[]) => {
        const { code, stderr } = runArchc(['policy', 'named.yaml', '--bootstrap', ...args, ...forGithub], {
          cwd: folder.path,
        });
        expect(code, stderr).to.equal(0);
        return stderr.split('\n').filter((line) => line.startsWith('Warning: '));
      };
    };

    it('when roles reach another environment by its name, unless each has an account', () => {
      const accounts = ['123456789012', '210987654321'] as const;
      const both = (own: (index: 0 | 1) => string) =>
        `\nenvironments: { eu: {${own(0)}}, us: {${own(1)}} }\n`;
      const name = 'inventory-of-warehouses-1';
      const [warning, ...rest] = written(
        name,
        both(() => ''),
      )('--environment', 'eu');
      expect(rest).to.deep.equal([]);
      expect(warning).to.match(
        / of inventory-of-warehouses-1-eu and of inventory-of-warehouses-1-us are alike /,
      );
      const apart = both((index) => ` account: "${accounts[index]}" `);
      expect(written(name, apart)('--environment', 'eu')).to.deep.equal([]);
      const same = both(() => ` account: "${accounts[0]}" `);
      expect(written(name, same)('--environment', 'eu')).to.have.length(1);
      expect(
        written(
          'todo',
          both(() => ''),
        )('--environment', 'eu'),
      ).to.deep.equal([]);
    });

    it('when the role for previews reaches their environment by its name', () => {
      const boundary = '\npermissionsBoundary: arn:aws:iam::123456789012:policy/team\n';
      const warnings = written('inventory-of-warehouses', boundary)('--previews');
      expect(warnings).to.have.length(1);
      expect(warnings[0]).to.include(
        'inventory-of-warehouses and of previews of inventory-of-warehouses are',
      );
      expect(written('todo', boundary)('--previews')).to.deep.equal([]);
    });

    it('when the role for previews can make roles with any rights', () => {
      const [warning, ...rest] = written('todo', '')('--previews');
      expect(rest).to.deep.equal([]);
      expect(warning).to.match(/because todo has no permissions boundary\. Write "permissionsBoundary: arn:/);
      expect(written('todo', '')()).to.deep.equal([]);
    });
  });

  it('trusts GitLab by the branch of the project, on its own host too', () => {
    const template = print('--environment', 'dev', ...forGitlab, '--host', 'git.example.com');
    const [onMain, onAny] = ['main', '*'].map(
      (branch) => `project_path:group/sub/todo:ref_type:branch:ref:${branch}`,
    );
    const aud = { 'git.example.com:aud': 'https://git.example.com' };
    expect(trustOf(template, 'DeployRole')).to.deep.equal({
      StringEquals: { ...aud, 'git.example.com:sub': onMain },
    });
    expect(trustOf(template, 'PromotionRole')).to.deep.equal({
      StringEquals: { ...aud, 'git.example.com:sub': [onMain] },
    });
    expect(trustOf(template, 'PlanRole')).to.deep.equal({
      StringEquals: aud,
      StringLike: { 'git.example.com:sub': [onAny] },
    });
    expect(JSON.stringify(template)).to.not.include('gitlab.com');
  });

  for (const [title, args, message] of [
    [
      'no environment',
      forGithub,
      'todo.yaml has several environments: choose one with --environment dev, staging-eu or prod',
    ],
    [
      'one that the spec lacks',
      ['--environment', 'pord', ...forGithub],
      'todo.yaml has no environment "pord": did you mean "prod"?',
    ],
    [
      'the project of a subgroup for GitHub',
      ['--environment', 'dev', '--repository', 'a/b/c'],
      `--repository "a/b/c" has subgroups, as GitLab's projects have: write OWNER/NAME, or add --ci gitlab`,
    ],
    [
      'ids for GitLab',
      ['--environment', 'dev', '--ci', 'gitlab', '--repository', 'a@1/b@2'],
      `--repository "a@1/b@2" has ids, as GitHub's tokens have: write GROUP/PROJECT`,
    ],
    [
      'a host for GitHub',
      ['--environment', 'dev', ...forGithub, '--host', 'git.example.com'],
      '--host is for --ci gitlab: add that, or leave --host out',
    ],
    [
      'an address for a host',
      ['--environment', 'dev', ...forGitlab, '--host', 'https://git.example.com'],
      '--host "https://git.example.com" is not the name of a host: write one such as gitlab.example.com',
    ],
  ] as const) {
    it(`refuses ${title}`, () => {
      expect(run(...args)).to.deep.include({ code: 2, stdout: '', stderr: `archc: ${message}\n` });
    });
  }

  it('leaves cfn-lint silent', async function () {
    needs(this, missingPythonTools());
    const target = await mkdtemp(path.join(tmpdir(), 'archc-bootstrap-'));
    try {
      const files = await Promise.all(
        [forGithub, forGitlab].map(async (flags, index) => {
          const file = path.join(target, `bootstrap-${index}.yaml`);
          await writeFile(file, run('--environment', 'dev', ...flags).stdout);
          return file;
        }),
      );
      expect((await lintTemplates(files, ['ap-northeast-1'])).map(showFinding)).to.deep.equal([]);
    } finally {
      await rm(target, { recursive: true });
    }
  });
});
