import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { openLines } from '../../compiler/cli/views/watch-stack.ts';
import { readSources } from '../docs/sources.ts';
import { archcCommand } from '../support/built.ts';
import { startIdentityAws } from '../support/fake-aws/identity-aws.ts';
import { eventsOf } from '../support/fake-aws/scripted-aws.ts';
import { makeProject } from '../support/machine/project.ts';
import type { Project } from '../support/machine/project.ts';
import { changedSpec, spec } from '../support/machine/scenarios.ts';
import { copyArchc, run, runArchc, runLine } from '../support/terminal/run-archc.ts';
import { runProcess } from '../support/terminal/run-process.ts';

const compile = ['compile', 'specs/shop.yaml'];

describe('Around a command', () => {
  let project: Project;
  beforeEach(async () => {
    project = makeProject({ 'specs/shop.yaml': spec });
    await project.run(...compile);
    project.write('specs/shop.yaml', changedSpec);
  });
  afterEach(() => {
    project.remove();
  });

  it('a limit of the size of files', () => {
    const before = project.tree();
    const line = `ulimit -f 16; NODE_V8_COVERAGE= archc ${compile.join(' ')}`;
    const { code, stderr } = runLine(line, { cwd: project.folder });
    expect(code).to.equal(2);
    expect(stderr).to.include(
      'archc: cannot write to dist/shop: files may not be that large here; raise the limit that "ulimit -f" shows\n',
    );
    expect(project.tree()).to.deep.equal(before);
  });

  it('folders that may only be read', () => {
    const archc = copyArchc(join(project.folder, '..'));
    const before = project.tree();
    const folders = ['.', 'dist', 'dist/shop'].map((folder) => join(project.folder, folder));
    for (const folder of folders) chmodSync(folder, 0o555);
    const nobody = process.getuid?.() === 0 ? { uid: 65_534 } : {};
    const env = { ...process.env, NODE_V8_COVERAGE: '' };
    const asNobody = (...args: string[]) =>
      run([process.execPath, archc, ...args], { cwd: project.folder, env, ...nobody });
    const [compiled, made] = [asNobody(...compile), asNobody('init', 'new/api.yaml')];
    for (const folder of folders) chmodSync(folder, 0o755);
    const denied = 'permission denied; ask its owner for access, or choose another place\n';
    expect(compiled.stderr).to.include(`archc: cannot write to dist/shop: ${denied}`);
    expect(made.stderr).to.equal(`archc: cannot write new/api.yaml: ${denied}`);
    expect([compiled.code, made.code]).to.deep.equal([2, 2]);
    expect(project.tree()).to.deep.equal(before);
  });

  /** Asks AWS with that environment, after the script. */
  async function expectAnswer(env: NodeJS.ProcessEnv, preload = ''): Promise<void> {
    const aws = await startIdentityAws();
    const script = join(project.folder, 'preload.cjs');
    writeFileSync(script, preload);
    const { code, stderr } = await runProcess(process.execPath, [archcCommand, 'status', 'specs/shop.yaml'], {
      cwd: project.folder,
      env: {
        PATH: process.env['PATH'],
        NODE_OPTIONS: `--require ${script}`,
        AWS_ACCESS_KEY_ID: 'AKIAENV',
        AWS_SECRET_ACCESS_KEY: 'secret',
        AWS_ENDPOINT_URL: `http://127.0.0.1:${aws.port}`,
        ...env,
      },
    });
    await aws.stop();
    expect(
      aws.calls.map(({ key }) => key),
      stderr,
    ).to.include('AKIAENV');
    expect(code, stderr).to.equal(0);
  }

  it('an empty HOME', () => expectAnswer({ HOME: '' }));

  it('a user whom the system does not know', () => {
    const unknown = "Object.assign(new Error('uv_os_homedir'), { code: 'ERR_SYSTEM_ERROR' })";
    return expectAnswer({}, `require('node:os').homedir = () => { throw ${unknown}; };`);
  });

  it('a pipe whose reader ends', () => {
    const line = `{ archc ${compile.join(' ')} 2>&1; echo $? >code; } | true; cat code`;
    expect(runLine(line, { cwd: project.folder }).stdout).to.equal('0\n');
    expect(project.tree()['dist/shop/backend.yaml']).to.include('9090');
  });

  it('pipes that are slow and never block', () => {
    const through = (...args: string[]) =>
      run(['python3', 'test/support/machine/slow_pipes.py', process.execPath, archcCommand, ...args], {
        input: spec,
      });
    expect(through('schema')).to.deep.equal(runArchc(['schema']));
    expect(through('validate', '-')).to.deep.equal(runArchc(['validate', '-'], { input: spec }));
  });

  it('no standard input, output or error', () => {
    const line = [
      'archc validate specs/shop.yaml >&- 2>&-; echo $?',
      'archc validate - <&- 2>/dev/null; echo $?',
      'archc compile nothing.yaml 2>&-; echo $?',
    ].join('\n');
    expect(runLine(line, { cwd: project.folder }).stdout).to.equal('0\n1\n2\n');
  });

  it('a clock that is wrong, or is set in the middle', () => {
    let shown = '';
    const terminal = { out: () => undefined, err: (text: string) => (shown += text), colour: false };
    const watching = openLines(terminal).watch('todo-backend');
    watching.saw(
      eventsOf('todo-backend UPDATE_IN_PROGRESS', 'Service UPDATE_COMPLETE', 'todo-backend UPDATE_COMPLETE'),
    );
    watching.end('UPDATE_COMPLETE');
    expect(shown).to.match(/todo-backend: UPDATE_COMPLETE after 0:02\n$/);

    // Nothing else knows the time, except what removes compiled code that was not used for 30 days: with a wrong clock, it
    // is compiled again.
    const sources = readSources(['compiler'], /^(?!compiler\/build\/).*\.ts$/);
    const reading = Object.entries(sources).filter(([, text]) =>
      /Date\.now\(|new Date\(\)|performance\.now/.test(text),
    );
    expect(reading.map(([file]) => file)).to.deep.equal([
      'compiler/cli/compiled-code.ts',
      // When a preview begins, and whether it is over.
      'compiler/cli/expiry.ts',
      // The day of the prices that AWS was asked for.
      'compiler/cli/commands/cost.ts',
      'compiler/cli/views/watch-stack.ts',
    ]);
  });
});
