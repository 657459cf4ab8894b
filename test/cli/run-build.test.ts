import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { checkBuild, runBuild } from '../../compiler/cli/terminal/run-build.ts';
import { DeploymentError } from '../../compiler/deploy/plan/deployment-error.ts';
import { useFolder } from '../support/terminal/run-archc.ts';

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
