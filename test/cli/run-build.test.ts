import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { runBuild } from '../../compiler/cli/terminal/run-build.ts';
import { DeploymentError } from '../../compiler/deploy/plan/deployment-error.ts';
import { run, useFolder } from '../support/terminal/run-archc.ts';

const image = '123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/todo:1';

describe('the build of a deployment', () => {
  const folder = useFolder();
  const build = (script: string, signal = new AbortController().signal) =>
    runBuild(script, join(folder.path, 'specs', 'todo.yaml'), signal);

  beforeEach(() => {
    mkdirSync(join(folder.path, 'specs'));
  });

  it('gives the image that the script prints', async () => {
    expect(await build(`echo building >/dev/null; echo ${image}`)).to.equal(image);
  });

  it("takes the spec's folder as its source, or the top of the git work tree that it is in", async () => {
    const print = '[ "$1" = --source ] && realpath "$2"';
    expect(await build(print)).to.equal(realpathSync(join(folder.path, 'specs')));
    run(['git', 'init', '--quiet', folder.path]);
    expect(await build(print)).to.equal(realpathSync(folder.path));
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
