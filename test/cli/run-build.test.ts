import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { buildAhead, checkBuild, pushBuilt, runBuild } from '../../compiler/cli/terminal/run-build.ts';
import { DeploymentError } from '../../compiler/deploy/plan/deployment-error.ts';
import { useFolder } from '../support/terminal/run-archc.ts';
import { longestWait, until } from '../support/until.ts';

const image = '123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/todo:1';

describe('the build of a deployment', () => {
  const folder = useFolder();
  const build = (script: string, signal = new AbortController().signal) =>
    runBuild({ script, spec: join(folder.path, 'specs', 'todo.yaml'), signal });

  beforeEach(() => {
    mkdirSync(join(folder.path, 'specs'));
  });

  it('gives the image that the script prints', async () => {
    expect(await build(`echo building >/dev/null; echo ${image}`)).to.equal(image);
  });

  it("runs in the spec's folder", async () => {
    expect(await build('pwd -P')).to.equal(realpathSync(join(folder.path, 'specs')));
  });

  it('can say all that it lacks, each with the words of other programs', async () => {
    const signal = new AbortController().signal;
    const check = (script: string) =>
      checkBuild({ script, spec: join(folder.path, 'specs', 'todo.yaml'), signal });
    const lacking = `[ "$1" = --check ] && printf 'build.sh: No engine\\nbuild.sh: No git\\nfatal: x\\n' >&2; exit 1`;
    expect(await check(lacking)).to.deep.equal(['No engine', 'No git\nfatal: x']);
    expect(await check('exit 0')).to.deep.equal([]);
    expect(await check('exit 3')).to.deep.equal(['the build script could not check what it needs']);
  });

  for (const [script, end] of [
    ['exit 3', 'exit code 3'],
    ['kill -s TERM $$', 'SIGTERM'],
  ] as const) {
    it(`says how the script ended, when that is ${end}`, async () => {
      const failure: unknown = await build(script).catch((error: unknown) => error);
      expect(failure).to.be.an.instanceOf(DeploymentError);
      expect(failure).to.have.property(
        'message',
        `the image was not built (build.sh: ${end}); its lines above say why. Nothing was changed in the backend`,
      );
    });
  }

  it('ends with the deployment', async () => {
    const stopped = AbortSignal.abort();
    const failure: unknown = await build('sleep 60', stopped).catch((error: unknown) => error);
    expect(failure).to.have.property('name', 'AbortError');
  });

  describe('beside other work', () => {
    const stopping = () => new AbortController();
    interface Course {
      readonly lines?: string[];
      readonly stop?: AbortController;
      readonly user?: AbortController;
      readonly grace?: number;
    }
    /** Stops the script when it says that it has started. */
    const ahead = (
      script: string,
      { lines = [], stop = stopping(), user = stopping(), grace = longestWait }: Course = {},
    ) => {
      const report = (line: string) => {
        lines.push(line);
        if (line === 'started') stop.abort('not wanted');
      };
      const spec = join(folder.path, 'specs', 'todo.yaml');
      return buildAhead({ script, spec, signal: user.signal }, { stop: stop.signal, report, grace });
    };

    it('gives the name of the image, and each line without what a terminal would do', async () => {
      const lines: string[] = [];
      const script = `printf 'one\\r\\n\\033[31mtwo\\033[0m\\n10%%\\r20%%\\nlast' >&2; echo "localhost/todo:$*"`;
      expect(await ahead(script, { lines })).to.equal('localhost/todo:--no-push');
      expect(lines).to.deep.equal(['one', 'two', '10%', '20%', 'last']);
    });

    it('asks nobody', async () => {
      expect(await ahead('read -r answer || echo nobody')).to.equal('nobody');
    });

    it('says how the script ended', async () => {
      const failure: unknown = await ahead('exit 3').catch((error: unknown) => error);
      expect(failure).to.be.an.instanceOf(DeploymentError);
      expect(failure)
        .to.have.property('message')
        .that.includes('the image was not built (build.sh: exit code 3)');
    });

    // The pipe is open for as long as anything runs that the script has started.
    const slow = `trap 'echo ended >&2; exit 143' TERM; sleep 600 & echo started >&2; wait; echo image`;

    it('is stopped with all that it has started, and says no more', async () => {
      const lines: string[] = [];
      const failure: unknown = await ahead(slow, { lines }).catch((error: unknown) => error);
      expect(failure).to.equal('not wanted');
      expect(lines).to.deep.equal(['started']);
    });

    it('says where it was when the user ends the command', async () => {
      const lines: string[] = [];
      const [user, stop] = [stopping(), stopping()];
      const ending = ahead(slow.replace('echo started >&2;', 'echo begun >&2;'), { lines, user, stop });
      await until('the script runs', () => lines.includes('begun'));
      user.abort('interrupted');
      stop.abort('not wanted');
      expect(await ending.catch((error: unknown) => error)).to.equal('interrupted');
      expect(lines).to.deep.equal(['begun', 'ended']);
    });

    it('is killed when it does not end', async () => {
      const stubborn = `trap '' TERM; sleep 600 & echo started >&2; wait`;
      const failure: unknown = await ahead(stubborn, { grace: 1 }).catch((error: unknown) => error);
      expect(failure).to.equal('not wanted');
    });

    it('is stopped before it says anything', async () => {
      const stop = stopping();
      stop.abort('too late');
      expect(await ahead('sleep 600', { stop }).catch((error: unknown) => error)).to.equal('too late');
    });

    it('is pushed later by its name', async () => {
      const push = (script: string) =>
        pushBuilt(
          { script, spec: join(folder.path, 'specs', 'todo.yaml'), signal: stopping().signal },
          'localhost/todo:1',
        );
      expect(await push('echo "$*"')).to.equal('--push localhost/todo:1');
      const failure: unknown = await push('exit 1').catch((error: unknown) => error);
      expect(failure)
        .to.have.property('message')
        .that.includes('the image was not pushed (build.sh: exit code 1)');
    });
  });

  it('needs bash', async () => {
    const path = process.env['PATH'];
    process.env['PATH'] = folder.path;
    try {
      const failure: unknown = await build('exit 0').catch((error: unknown) => error);
      expect(failure)
        .to.be.an.instanceOf(DeploymentError)
        .with.property('message')
        .that.includes('needs bash');
    } finally {
      process.env['PATH'] = path;
    }
  });
});
