import { expect } from 'chai';
import { renderScript } from '../support/containers/build-script.ts';
import { fakeRepositoryUri, makeBuildSite } from '../support/containers/build-site.ts';
import type { BuildSite } from '../support/containers/build-site.ts';
import { fakeDigest } from '../support/containers/fake-engine.ts';

const local = 'localhost/todo:v1-0123456789ab';

describe('The build script, in two steps', () => {
  let site: BuildSite;
  beforeEach(async () => {
    site = await makeBuildSite(await renderScript());
  });
  afterEach(() => site.remove());

  const commands = async () => (await site.engine.readCalls()).map(({ args: [command] }) => command);

  it('builds without a shared stack, logged in for the base images, and prints the local name', async () => {
    await site.aws.refuse('describe-stacks', 'Stack with id todo-shared does not exist');
    const { code, stdout, stderr } = await site.run(['--no-push', '--tag', 'v1']);
    expect(code, stderr).to.equal(0);
    expect(stdout).to.equal(`${local}\n`);
    expect(await commands()).to.deep.equal(['login', 'build', 'image', 'tag', 'rmi']);
    const [login] = await site.engine.readCalls();
    expect(login?.args.at(-1)).to.equal('123456789012.dkr.ecr.ap-northeast-1.amazonaws.com');
    expect(await site.aws.readCalls()).to.have.length(2);
    expect(await site.listLeftovers()).to.deep.equal([]);
  });

  it('pushes what was built, with a login of its own, and needs neither git nor the source', async () => {
    await site.uninstall('git');
    const { code, stdout, stderr } = await site.run(['--push', local], { cwd: '/' });
    expect(code, stderr).to.equal(0);
    expect(stdout).to.equal(`${fakeRepositoryUri}@${fakeDigest}\n`);
    const calls = (await site.engine.readCalls()).map(({ args }) => args);
    expect(calls.slice(1)).to.deep.equal([
      ['tag', local, `${fakeRepositoryUri}:v1-0123456789ab`],
      ['push', `${fakeRepositoryUri}:v1-0123456789ab`],
    ]);
    expect(calls[0]?.[0]).to.equal('login');
  });

  it('pushes nothing that the repository has already', async () => {
    await site.run(['--push', local]);
    const again = await site.run(['--push', local]);
    expect(again.stdout).to.equal(`${fakeRepositoryUri}@${fakeDigest}\n`);
    expect((await commands()).filter((command) => command === 'push')).to.have.length(1);
  });

  it('says so when the image is no longer there', async () => {
    const { code, stdout, stderr } = await site.run(['--push', local], { env: { FAKE_ENGINE_FAILS: 'tag' } });
    expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
    expect(stderr).to.contain(
      `tag: no luck\nbuild.sh: docker could not name the image ${fakeRepositoryUri}:v1-0123456789ab\n`,
    );
  });

  it('prints no name when the build fails', async () => {
    const { code, stdout } = await site.run(['--no-push'], { env: { FAKE_ENGINE_FAILS: 'build' } });
    expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
  });

  for (const [words, message] of [
    ['Unable to locate credentials.', 'The AWS credentials are missing or not valid'],
    ['AccessDenied: not authorized', 'Could not find the registry in ap-northeast-1'],
  ] as const) {
    it(`builds nothing when AWS says "${words}"`, async () => {
      await site.aws.refuse('get-authorization-token', words);
      const { code, stdout, stderr } = await site.run(['--no-push']);
      expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
      expect(stderr).to.contain(`build.sh: ${message}`).and.to.contain(words);
      expect(await commands()).to.deep.equal([]);
    });
  }
});
