import { rm } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import { renderScript } from '../support/containers/build-script.ts';
import { makeBuildSite } from '../support/containers/build-site.ts';
import type { BuildSite } from '../support/containers/build-site.ts';

describe('The check of the build script', () => {
  let site: BuildSite;
  beforeEach(async () => {
    site = await makeBuildSite(await renderScript());
  });
  afterEach(() => site.remove());

  it('says nothing when nothing is missing, and builds nothing', async () => {
    expect(await site.run(['--check'])).to.deep.equal({ code: 0, stdout: '', stderr: '' });
    expect((await site.engine.readCalls()).map(({ args }) => args)).to.deep.equal([['info']]);
    expect(await site.aws.readCalls()).to.deep.equal([]);
    expect(await site.listLeftovers()).to.deep.equal([]);
  });

  it('says nothing about changes that are not committed', async () => {
    await site.write('main.js', '1');
    expect((await site.run(['--check'])).stderr).to.equal('');
  });

  it('says everything that is missing at once', async () => {
    for (const name of ['docker', 'aws']) await site.uninstall(name);
    await rm(path.join(site.source, 'Dockerfile'));
    const { code, stderr } = await site.run(['--check']);
    expect(code).to.equal(1);
    expect(stderr.match(/^build\.sh: .*/gm)).to.deep.equal([
      `build.sh: The Dockerfile "Dockerfile" does not exist in ${site.source}`,
      'build.sh: No container engine is installed. Install docker, podman, finch or buildah',
      'build.sh: The AWS CLI is not installed. Install it: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html',
    ]);
  });

  it('finds that a secret of the build is missing', async () => {
    const script = await renderScript({ build: { secrets: { npm: { env: 'NPM_TOKEN' } } } });
    const needy = await makeBuildSite(script);
    try {
      const { code, stderr } = await needy.run(['--check']);
      expect(code).to.equal(1);
      expect(stderr).to.match(/^build\.sh: The build secret "npm" is missing: .*NPM_TOKEN\n$/);
    } finally {
      await needy.remove();
    }
  });

  it('asks the engine whether it answers, and shows its words', async () => {
    const { code, stderr } = await site.run(['--check'], { env: { FAKE_ENGINE_FAILS: 'info' } });
    expect(code).to.equal(1);
    expect(stderr).to.equal(
      'build.sh: docker does not answer. Is it running, and may you use it?\ninfo: no luck\n',
    );
  });

  it('finds that no tag can be made', async () => {
    const { code, stderr } = await site.run(['--check', '--tag', '-x']);
    expect(code).to.equal(1);
    expect(stderr).to.match(/^build\.sh: "-x" is not a valid start of an image tag/);
  });

  it('is no build: the same flags without it build', async () => {
    expect((await site.run([])).code).to.equal(0);
    expect((await site.engine.readCalls()).some(({ args: [command] }) => command === 'build')).to.equal(true);
  });
});
