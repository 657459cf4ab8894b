import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CloudFormationClient, CreateChangeSetCommand } from '@aws-sdk/client-cloudformation';
import { expect } from 'chai';
import { archcCommand } from '../support/built.ts';
import { manifestEngine } from '../support/containers/manifest-engine.ts';
import { findContainer } from '../support/local-aws/find-container.ts';
import { pushImage } from '../support/local-aws/inspect-aws.ts';
import { missingForRehearsal, startRehearsal } from '../support/local-aws/rehearsal.ts';
import type { Rehearsal } from '../support/local-aws/rehearsal.ts';
import { secondBackend } from '../support/local-aws/second-backend.ts';
import { clientConfig } from '../support/local-aws/stacks.ts';
import { needs } from '../support/needs.ts';
import { pythonTool } from '../support/python-tools.ts';
import { runArchc, writeSpec } from '../support/terminal/archc.ts';
import { runInTerminal } from '../support/terminal/run-in-terminal.ts';

describe('archc deploy', () => {
  let rehearsal: Rehearsal;
  let folder = '';
  let image = '';

  const archc = (...args: string[]) => runArchc(rehearsal.miniStack, ...args);
  const level = (name: string) =>
    writeSpec(folder, (spec) => spec.replace('LOG_LEVEL: info', `LOG_LEVEL: ${name}`));
  async function inTerminal(spec: string, answer: string, columns = 160) {
    const args = [archcCommand, 'deploy', spec, '--stack', 'backend', '--image', image];
    const env = { ...rehearsal.miniStack.env, TERM: 'xterm' };
    const sized = ['-c', `stty rows 40 cols ${columns}; exec "$0" "$@"`, process.execPath, ...args];
    return runInTerminal('sh', sized, { env, question: '[y/N]', answer });
  }
  const countChangeSets = async () => (await rehearsal.stacks.events('todo-backend')).length;

  before(async function () {
    needs(this, await missingForRehearsal());
    rehearsal = await startRehearsal();
    folder = await mkdtemp(path.join(tmpdir(), 'archc-deploy-'));
    const spec = await writeSpec(folder);
    expect((await archc('deploy', spec, '--stack', 'shared', '--yes')).code).to.equal(0);
    const { RepositoryUri = '' } = await rehearsal.stacks.outputs('todo-shared');
    image = await pushImage(rehearsal.miniStack, RepositoryUri, 'todo-1');
    expect((await archc('deploy', spec, '--image', image, '--yes')).code).to.equal(0);
  });
  after(async () => {
    if (folder === '') return;
    await rehearsal.stop();
    await rm(folder, { recursive: true, force: true });
  });

  for (const [args, code, message] of [
    [['plan'], 64, /name one spec/],
    [['plan', 'SPEC', '--format', 'xml'], 64, /--format "xml" is unknown/],
    [['plan', 'SPEC', '--nothing'], 64, /unknown flag "--nothing"/],
    [['deploy', 'SPEC'], 2, /write --yes/],
    [
      ['deploy', 'SPEC', '--yes', '--stack', 'other'],
      2,
      /--stack "other" is unknown: write shared or backend/,
    ],
    [['deploy', 'SPEC', '--yes', '--image', 'todo'], 2, /"todo" is not an image/],
    [['deploy', 'SPEC', '--yes', '--stack', 'shared', '--image', 'public.ecr.aws/a/b:c'], 2, /has no image/],
    [
      ['deploy', 'SPEC', '--yes', '--restart', '--stack', 'shared'],
      2,
      /of the backend.*leave --stack shared out/,
    ],
    [['deploy', 'SPEC', '--yes', '--restart', '--detach'], 2, /waits for them: leave --detach out/],
    [['deploy', 'SPEC', '--yes', '--restart', '--image', 'public.ecr.aws/a/b:c'], 2, /--restart.*--image/],
  ] as const) {
    it(`takes "${args.join(' ')}" for wrong usage`, async () => {
      const spec = await writeSpec(folder);
      const result = await archc(...args.map((arg) => (arg === 'SPEC' ? spec : arg)));
      expect(result.code).to.equal(code);
      expect(result.stderr).to.match(message);
    });
  }

  for (const [what, answer, code] of [
    ['no', 'n\n', 1],
    ['nothing', '\n', 1],
    ['Ctrl-C', '\u0003', 130],
  ] as const) {
    it(`changes nothing when a person answers ${what}`, async () => {
      const before = await countChangeSets();
      const { code: exit, output } = await inTerminal(await level('debug'), answer);
      expect(exit, output).to.equal(code);
      expect(output).to.include('LOG_LEVEL');
      if (code === 1) expect(output).to.include('archc: cancelled; nothing was changed (use --yes to deploy');
      expect(await countChangeSets()).to.equal(before);
      expect((await archc('plan', await level('info'))).code).to.equal(0);
    });
  }

  it('draws a tree on a terminal when a person says yes', async () => {
    const { code, output } = await inTerminal(await level('warn'), 'y\n');
    expect(code, output).to.equal(0);
    expect(output).to.match(/todo-backend {2}UPDATE_COMPLETE {2}\d+:\d\d/);
    expect(output).to.match(/[|`]- .*Service +\d+:\d\d {2}UPDATE_COMPLETE/);
    expect(output).to.match(/DomainUrl +https:\/\/api\.example\.com\r?\n/);
  });

  it('tells a program in one JSON object a line', async () => {
    const { code, stdout, stderr } = await archc(
      'deploy',
      await level('trace'),
      '--yes',
      '--image',
      image,
      '--format',
      'ndjson',
    );
    expect(code, stderr).to.equal(0);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string });
    expect(new Set(lines.map(({ type }) => type))).to.deep.equal(new Set(['plan', 'event', 'end', 'result']));
    expect(lines.at(-1)).to.deep.include({ type: 'result', outcome: 'deployed' });
    expect(lines.at(-1)).to.have.nested.property('outputs.DomainUrl', 'https://api.example.com');
  });

  it('starts an update and leaves it with --detach', async () => {
    const { code, stdout, stderr } = await archc(
      'deploy',
      await level('fatal'),
      '--yes',
      '--image',
      image,
      '--detach',
    );
    expect(code, stderr).to.equal(0);
    expect(stdout).to.equal('');
    expect(stderr).to.match(/Started, and left to AWS\. To follow it: archc deploy .*todo\.yaml\n$/);
    const next = await archc('deploy', await level('fatal'), '--yes', '--image', image);
    expect(next.code, next.stderr).to.equal(0);
  });

  it('plans a new stack when only a change set is there, and deletes that first', async () => {
    const spec = await writeSpec(folder, secondBackend);
    const client = new CloudFormationClient(clientConfig(rehearsal.miniStack));
    await client.send(
      new CreateChangeSetCommand({
        StackName: 'second-backend',
        ChangeSetName: 'forgotten',
        ChangeSetType: 'CREATE',
        TemplateBody: 'Resources: { T: { Type: AWS::SNS::Topic } }',
      }),
    );
    const planned = await archc('plan', spec);
    expect(planned.code).to.equal(2);
    expect(planned.stdout).to.include('The stack is deleted first. REVIEW_IN_PROGRESS');
    const group =
      /^ {2}\+ service +1 {2}App Runner service {2}\(.*:\d+\)\n {6}about \d+ to [\d,]+ USD a month; the App Runner service usually takes 2 to 5 minutes$/m;
    expect(planned.stdout).to.match(group);
    const listed = await archc('plan', spec, '--all');
    expect(listed.stdout).to.match(/^ {2}\+ create {2}Service +AWS::AppRunner::Service {2}\(.*:\d+\)$/m);
    expect(listed.stdout).to.not.match(group);
    const asked = await inTerminal(spec, 'n\n', 60);
    const groups = asked.output.split(/\r?\n/).filter((line) => /^ *(\u001b\[\d+m)?\+ /.test(line));
    expect(groups).to.have.length.above(4);
    for (const line of groups) expect(line.replaceAll(/\u001b\[\d+m/g, '').length, line).to.be.at.most(60);
    const { code, stderr } = await archc('deploy', spec, '--image', image, '--yes', '--all');
    expect(code, stderr).to.equal(0);
    expect(stderr).to.match(/^ {2}\+ create {2}Service /m);
    expect(stderr).to.match(
      /CREATE_IN_PROGRESS {2}Service {2}AWS::AppRunner::Service {2}usually 2 to 5 minutes\n/,
    );
    expect(stderr).to.include('Deleting stack "second-backend", which is in REVIEW_IN_PROGRESS');
    expect((await archc('destroy', spec, '--yes', 'second')).code).to.equal(0);
  });

  it('builds the image of the work tree in which the spec is, beside the shared stack or alone, and deploys it', async () => {
    const tree = path.join(folder, 'tree');
    const tools = path.join(folder, 'tools');
    await mkdir(path.join(tree, 'sample-api'), { recursive: true });
    await mkdir(tools);
    await writeFile(path.join(tree, 'sample-api', 'Dockerfile'), 'FROM scratch\n');
    await writeFile(path.join(tools, 'docker'), manifestEngine, { mode: 0o755 });
    const spec = await writeSpec(tree, (text) => text.replace('max: 16', 'max: 8'));
    const identity = [
      '-c',
      'user.name=test',
      '-c',
      'user.email=test@example.com',
      '-c',
      'commit.gpgsign=false',
    ];
    for (const args of [
      ['init', '-q'],
      ['add', '.'],
      [...identity, 'commit', '-q', '-m', 'first'],
    ]) {
      execFileSync('git', ['-C', tree, ...args]);
    }
    const PATH = [tools, path.dirname(pythonTool('aws')), process.env['PATH']].join(path.delimiter);
    const env = { ...rehearsal.miniStack.env, PATH, CONTAINER_ENGINE: 'docker' };
    const deploy = () => runArchc({ ...rehearsal.miniStack, env }, 'deploy', spec, '--yes');
    const beside = await deploy();
    expect(beside.code, beside.stderr).to.equal(0);
    expect(beside.stderr).to.match(/^image \| build\.sh: Building [^]*^build\.sh: Pushing /m);
    expect(beside.stderr).to.match(/^todo-shared: UPDATE_COMPLETE[^]*^build\.sh: Pushing /m);
    const deployed = (await findContainer(rehearsal.miniStack))?.image;
    expect(deployed).to.match(/@sha256:[0-9a-f]{64}$/);
    const alone = await deploy();
    expect(alone.code, alone.stderr).to.equal(0);
    expect(alone.stderr).to.match(/^build\.sh: Building [^]*^build\.sh: The repository has \S+ already$/m);
    expect((await findContainer(rehearsal.miniStack))?.image).to.equal(deployed);
  });
});
