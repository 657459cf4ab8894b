import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import type { Compiled } from '../../compiler/phases/results.ts';
import { bootstrapOf } from '../support/compile/bootstrap-of.ts';
import { compileTodo } from '../support/compile/compile-todo.ts';
import { askAws, runAws } from '../support/local-aws/aws-cli.ts';
import { startMiniStack } from '../support/local-aws/mini-stack.ts';
import type { MiniStack } from '../support/local-aws/mini-stack.ts';
import { secondBackend } from '../support/local-aws/second-backend.ts';
import { openStacks } from '../support/local-aws/stacks.ts';
import { needs } from '../support/needs.ts';
import { missingPythonTools, pythonTool } from '../support/python-tools.ts';
import { runArchc } from '../support/terminal/run-archc.ts';
import { runProcess } from '../support/terminal/run-process.ts';

const pipeline = { repository: 'octo-org/todo', branch: 'main', isPlannedAfterMerge: true };
const todo = compileTodo();
const second = compileTodo(secondBackend);

describe('the template with the roles of a pipeline, in a local AWS', () => {
  let miniStack: MiniStack;
  let folder = '';

  before(async function () {
    needs(this, missingPythonTools());
    miniStack = await startMiniStack();
    folder = await mkdtemp(path.join(tmpdir(), 'archc-bootstrap-'));
  });
  after(async () => {
    if (folder === '') return;
    await miniStack.stop();
    await rm(folder, { recursive: true });
  });

  async function deploy(stack: string, specs: readonly [Compiled, ...Compiled[]], ...parameters: string[]) {
    const file = path.join(folder, `${stack}.yaml`);
    await writeFile(file, bootstrapOf(specs, pipeline));
    const given = ['--stack-name', stack, '--template-file', file, '--capabilities', 'CAPABILITY_IAM'];
    const overrides = parameters.length > 0 ? ['--parameter-overrides', ...parameters] : [];
    return runAws(miniStack, 'cloudformation', 'deploy', ...given, ...overrides);
  }
  const providers = async () =>
    (await askAws(miniStack, 'iam', 'list-open-id-connect-providers')) as {
      OpenIDConnectProviderList: readonly { Arn: string }[];
    };
  async function roleOf(stack: string, output: string) {
    const arn = (await openStacks(miniStack).outputs(stack))[output] ?? '';
    const RoleName = arn.slice(arn.lastIndexOf('/') + 1);
    const { Role } = (await askAws(miniStack, 'iam', 'get-role', '--role-name', RoleName)) as {
      Role: { Arn: string; MaxSessionDuration?: number; AssumeRolePolicyDocument: object };
    };
    const attached = await askAws(miniStack, 'iam', 'list-attached-role-policies', '--role-name', RoleName);
    return { Role, policies: (attached as { AttachedPolicies: readonly object[] }).AttachedPolicies };
  }

  it('makes the provider and both roles with their policies, by the very commands that are printed', async () => {
    const printed = runArchc(['policy', 'specs/todo.yaml', '--bootstrap', '--repository', 'octo-org/todo']);
    await writeFile(path.join(folder, 'pipeline.yaml'), printed.stdout);
    const commands = printed.stderr.split('\n').filter((line) => line.startsWith('  aws '));
    const PATH = [path.dirname(pythonTool('aws')), process.env['PATH']].join(path.delimiter);
    const surroundings = { cwd: folder, env: { ...miniStack.env, PATH } };
    // A second time they find nothing to change.
    const script = [...commands, ...commands].join('\n');
    const { code, stdout, stderr } = await runProcess('bash', ['-ec', script], surroundings);
    expect(code, stderr).to.equal(0);
    for (const role of ['PlanRole', 'DeployRole'])
      expect(stdout).to.include(`role/pipeline/todo-pipeline-${role}`);
    const arn = 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com';
    expect((await providers()).OpenIDConnectProviderList).to.deep.equal([{ Arn: arn }]);
    const { Role, policies } = await roleOf('todo-pipeline', 'DeployRoleArn');
    expect(Role.Arn).to.match(/^arn:aws:iam::123456789012:role\/pipeline\/todo-pipeline-DeployRole/);
    expect(Role.MaxSessionDuration).to.equal(7200);
    expect(Role.AssumeRolePolicyDocument).to.have.nested.property('Statement[0].Principal.Federated', arn);
    expect(policies).to.have.length(printed.stdout.match(/^ {2}DeployPolicy\d:$/gm)?.length ?? 0);
    expect((await roleOf('todo-pipeline', 'PlanRoleArn')).policies).to.have.length(1);
  });

  it('changes the policies when a spec is added', async () => {
    const { code, stderr } = await deploy('todo-pipeline', [todo, second]);
    expect(code, stderr).to.equal(0);
    const { policies } = await roleOf('todo-pipeline', 'PlanRoleArn');
    const [{ PolicyArn = '' } = {}] = policies as readonly { PolicyArn?: string }[];
    const { Policy } = (await askAws(miniStack, 'iam', 'get-policy', '--policy-arn', PolicyArn)) as {
      Policy: { DefaultVersionId: string };
    };
    const version = ['--policy-arn', PolicyArn, '--version-id', Policy.DefaultVersionId];
    const document = JSON.stringify(await askAws(miniStack, 'iam', 'get-policy-version', ...version));
    expect(document).to.include('arn:aws:cloudformation:ap-northeast-1:123456789012:stack/second-backend/*');
  });

  it('uses the provider that the account has, and leaves it to others when the stack goes', async () => {
    expect((await deploy('other-pipeline', [second])).code).to.not.equal(0);
    await openStacks(miniStack).remove('other-pipeline');
    const { code, stderr } = await deploy('other-pipeline', [second], 'GitHubProvider=existing');
    expect(code, stderr).to.equal(0);
    await openStacks(miniStack).remove('todo-pipeline');
    expect((await providers()).OpenIDConnectProviderList).to.have.length(1);
  });
});

describe('archc policy --bootstrap', () => {
  const policy = (...args: string[]) => runArchc(['policy', 'specs/todo.yaml', ...args]);

  it('prints the template, and how to deploy it', () => {
    const { code, stdout, stderr } = policy(
      '--bootstrap',
      '--repository',
      'octo-org/todo.app',
      '--branch',
      'main',
    );
    expect(code).to.equal(0);
    expect(stdout).to.equal(bootstrapOf([todo], { ...pipeline, repository: 'octo-org/todo.app' }));
    expect(stderr)
      .to.include('--region ap-northeast-1 --stack-name todo-app-pipeline --template-file pipeline.yaml')
      .and.include('gh api repos/octo-org/todo.app/actions/oidc/customization/sub');
  });

  it('names the stack as CloudFormation lets it', () => {
    for (const [repository, stack] of [
      ['o/2026_web.api', 'web-api-pipeline'],
      ['o/2026', 'pipeline'],
    ] as const) {
      expect(policy('--bootstrap', '--repository', repository).stderr).to.include(`--stack-name ${stack} `);
    }
  });

  it('takes the repository as gh prints it, and another branch', () => {
    const { stdout, stderr } = policy('--bootstrap', '--repository', 'repo:o@1/n@2', '--branch', 'release');
    expect(stdout).to.equal(bootstrapOf([todo], { ...pipeline, repository: 'o@1/n@2', branch: 'release' }));
    expect(stderr).to.not.include('gh api');
  });

  for (const [args, message] of [
    [['--bootstrap'], '--bootstrap needs --repository OWNER/NAME'],
    [['--bootstrap', '--repository', 'todo'], '--repository "todo" is not a repository'],
    [['--bootstrap', '--repository', 'o/*'], '--repository "o/*" is not a repository'],
    [['--bootstrap', '--repository', 'o@1/n'], '--repository "o@1/n" is not a repository'],
    [['--bootstrap', '--repository', 'o/n', '--branch', '*'], '--branch "*" is not the name of one branch'],
    [
      ['--bootstrap', '--repository', 'o/n', '--part', '1'],
      '--part does not go with --bootstrap: leave one of them out',
    ],
    [['--repository', 'o/n'], '--repository goes only with --bootstrap: add that, or leave --repository out'],
  ] as const) {
    it(`refuses ${args.join(' ')}`, () => {
      const { code, stdout, stderr } = policy(...args);
      expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' });
      expect(stderr).to.include(`archc: ${message}`);
    });
  }
});
