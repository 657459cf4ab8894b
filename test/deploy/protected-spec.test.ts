import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { archcCommand } from '../support/built.ts';
import { startMiniStack } from '../support/local-aws/mini-stack.ts';
import type { MiniStack } from '../support/local-aws/mini-stack.ts';
import { openStacks } from '../support/local-aws/stacks.ts';
import { needs } from '../support/needs.ts';
import { missingPythonTools } from '../support/python-tools.ts';
import { runArchc } from '../support/terminal/archc.ts';
import { runInTerminal } from '../support/terminal/run-in-terminal.ts';

const spec = (more: string) => `archc: 1
architecture: managed-web-api
name: todo
region: ap-northeast-1
shared: { availabilityZones: [ap-northeast-1a, ap-northeast-1c], database: none }
backend:
  service: { runtime: appRunner, port: 8080, healthCheck: { protocol: http, path: /healthz } }
${more}
`;

describe('a protected spec', () => {
  let miniStack: MiniStack;
  let folder = '';

  before(async function () {
    needs(this, missingPythonTools());
    miniStack = await startMiniStack();
    folder = await mkdtemp(path.join(tmpdir(), 'archc-protected-'));
    await write('alone', 'protected: true');
    await write('open', '');
    await write('several', 'environments: { dev: {}, prod: { protected: true } }');
  });
  after(async () => {
    if (folder === '') return;
    await miniStack.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const fileOf = (name: string) => path.join(folder, `${name}.yaml`);
  const write = (name: string, more: string) => writeFile(fileOf(name), spec(more));
  const archc = (name: string, command: string, ...flags: readonly string[]) =>
    runArchc(miniStack, command, fileOf(name), ...flags);
  const inTerminal = (args: readonly string[], question: string, answer: string) =>
    runInTerminal(process.execPath, [archcCommand, ...args], {
      env: { ...miniStack.env, TERM: 'xterm' },
      question,
      answer,
    });
  const find = (stack: string) => openStacks(miniStack).find(stack);

  for (const [name, command, flags, message] of [
    [
      'alone',
      'deploy',
      ['--yes'],
      /alone\.yaml is protected, which --yes does not answer: write --confirm todo\n$/,
    ],
    ['alone', 'deploy', [], /nobody can be asked for the name of the API: write --confirm todo\n$/],
    [
      'alone',
      'deploy',
      ['--confirm', 'tudo'],
      /--confirm "tudo" is not the name of the API: write --confirm todo\n$/,
    ],
    [
      'alone',
      'destroy',
      ['--yes', 'todo'],
      /is protected, which --yes does not answer: write --confirm todo\n$/,
    ],
    ['alone', 'destroy', [], /nobody can be asked for the name of the API: write --confirm todo\n$/],
    [
      'several',
      'deploy',
      ['--environment', 'prod', '--yes'],
      /several\.yaml --environment prod is protected, which --yes does not answer: write --confirm prod\n$/,
    ],
    [
      'several',
      'deploy',
      ['--environment', 'prod', '--confirm', 'todo'],
      /--confirm "todo" is not the name of the environment: write --confirm prod\n$/,
    ],
    ['several', 'destroy', ['--environment', 'prod', '--yes', 'prod'], /write --confirm prod\n$/],
    ['several', 'deploy', ['--environment', 'dev'], /nobody can be asked whether to deploy: write --yes\n$/],
    [
      'several',
      'destroy',
      ['--environment', 'dev', '--yes', 'todo'],
      /--yes "todo" is not the name of the environment: write --confirm dev\n$/,
    ],
    ['open', 'destroy', ['--yes', 'todo', '--confirm', 'todo'], /does not go with/],
  ] as const) {
    it(`takes "${command} ${name}.yaml ${flags.join(' ')}" for wrong usage`, async () => {
      const { code, stderr } = await archc(name, command, ...flags);
      expect(stderr).to.match(message);
      expect(code).to.equal(2);
    });
  }

  it('is deployed and destroyed when its name is typed, and not for any other answer', async () => {
    const deploy = ['deploy', fileOf('alone'), '--stack', 'shared'];
    const question = 'Type the name of the API, todo, to deploy this: ';
    const refused = await inTerminal(deploy, question, 'y\n');
    expect(refused.code, refused.output).to.equal(1);
    expect(refused.output).to.include('cancelled; nothing was changed (use --confirm NAME to deploy');
    expect(await find('todo-shared')).to.equal(undefined);
    const deployed = await inTerminal(deploy, question, 'todo\n');
    expect(deployed.code, deployed.output).to.equal(0);
    expect((await find('todo-shared'))?.StackStatus).to.equal('CREATE_COMPLETE');

    const destroy = ['destroy', fileOf('alone'), '--unprotect'];
    const kept = await inTerminal(destroy, 'Type the name of the API, todo, to delete it: ', 'yes\n');
    expect(kept.output).to.include('archc: nothing was deleted');
    const gone = await archc('alone', 'destroy', '--unprotect', '--confirm', 'todo');
    expect(gone.code, gone.stderr).to.equal(0);
    expect(await find('todo-shared')).to.equal(undefined);
  });

  it('is deployed where nobody can be asked when --confirm names its environment', async () => {
    const flags = ['--environment', 'prod', '--stack', 'shared', '--confirm', 'prod'];
    const deployed = await archc('several', 'deploy', ...flags);
    expect(deployed.code, deployed.stderr).to.equal(0);
    const gone = await archc(
      'several',
      'destroy',
      '--environment',
      'prod',
      '--unprotect',
      '--confirm',
      'prod',
    );
    expect(gone.code, gone.stderr).to.equal(0);
  });

  it('has previews that nothing protects', async () => {
    const expired = await archc('several', 'destroy', '--from', 'prod', '--expired', '--yes');
    expect(expired).to.deep.include({ code: 0, stderr: '' });
    expect(expired.stdout).to.match(/^No previews of todo, environment prod in /);
    const one = await archc('several', 'destroy', '--from', 'prod', '--preview', 'pr-1', '--yes', 'pr-1');
    expect(one).to.deep.include({ code: 0, stderr: '' });
  });
});

describe('the account of a spec', () => {
  let miniStack: MiniStack;
  let folder = '';
  let file = '';

  before(async function () {
    needs(this, missingPythonTools());
    miniStack = await startMiniStack();
    folder = await mkdtemp(path.join(tmpdir(), 'archc-account-'));
    file = path.join(folder, 'spec.yaml');
    await writeFile(file, spec('account: "210987654321"'));
  });
  after(async () => {
    if (folder === '') return;
    await miniStack.stop();
    await rm(folder, { recursive: true, force: true });
  });

  for (const args of [
    ['plan'],
    ['deploy', '--yes'],
    ['destroy', '--confirm', 'todo'],
    ['status'],
    ['outputs'],
    ['diff', '--deployed'],
  ]) {
    it(`is compared with that of the credentials before archc ${args[0] ?? ''} asks anything else`, async () => {
      const [command = '', ...flags] = args;
      const { code, stdout, stderr } = await runArchc(miniStack, command, file, ...flags);
      expect(stderr).to.match(
        /^archc: these AWS credentials belong to account 123456789012 \(arn:[^)]*\), not to 210987654321 \(.*spec\.yaml:\d+\): choose a profile with AWS_PROFILE\n$/,
      );
      expect([code, stdout]).to.deep.equal([1, '']);
    });
  }

  it('stands against --account, which can only repeat it', async () => {
    for (const [command, ...flags] of [['plan'], ['deploy', '--yes'], ['policy']] as const) {
      const { code, stderr } = await runArchc(
        miniStack,
        command,
        file,
        ...flags,
        '--account',
        '123456789012',
      );
      expect(stderr).to.match(
        /--account 123456789012 is not the account of the spec, which is 210987654321 \(.*spec\.yaml:\d+\): leave --account out/,
      );
      expect(code).to.equal(command === 'plan' ? 64 : 2);
    }
    const { stdout } = await runArchc(miniStack, 'policy', file, '--part', '1');
    expect(stdout).to.include(':210987654321:').and.to.not.include(':*:stack');
  });
});
