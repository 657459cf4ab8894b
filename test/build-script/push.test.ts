import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import { renderScript } from '../support/containers/build-script.ts';
import { findProgram, makeBuildSite } from '../support/containers/build-site.ts';
import type { BuildSite } from '../support/containers/build-site.ts';
import { makeBuildah, missingContainerTools } from '../support/containers/buildah.ts';
import type { Buildah } from '../support/containers/buildah.ts';
import { startRegistry } from '../support/containers/registry.ts';
import type { Registry } from '../support/containers/registry.ts';
import { needs } from '../support/needs.ts';
import type { ProcessResult } from '../support/terminal/run-process.ts';

const repository = 'todo-shared-repository-1a2b3c';
const dockerfile = `FROM scratch
ARG GREETING
ARG QUOTED
COPY page /page
ENV GREETING=$GREETING
LABEL quoted=$QUOTED
`;
const build = {
  context: "the 'api'",
  args: { GREETING: 'hello $USER', QUOTED: `it's "5" \\ $(id) \u00e9` },
};

describe('The build script, with a real engine and a real registry', () => {
  let registry: Registry;
  let site: BuildSite;
  let buildah: Buildah;
  let commit: string;

  before(async function () {
    needs(this, await missingContainerTools());
    registry = await startRegistry();
  });
  after(() => (registry as Registry | undefined)?.stop());

  beforeEach(async () => {
    const files = { "the 'api'/Dockerfile": dockerfile, "the 'api'/page": 'hello\n' };
    site = await makeBuildSite(await renderScript({ build }), {
      files,
      treeName: 'my "tree" $HOME',
      repositoryUri: `${registry.host}/${repository}`,
    });
    await site.uninstall('docker');
    await site.install('buildah', await findProgram('buildah'));
    buildah = await makeBuildah(path.join(site.folder, 'buildah'));
    commit = await site.git('rev-parse', 'HEAD');
  });
  afterEach(async () => {
    await (buildah as Buildah | undefined)?.remove();
    await (site as BuildSite | undefined)?.remove();
  });

  const run = (...args: readonly string[]): Promise<ProcessResult> =>
    site.run(args, { cwd: '/', env: { ...registry.env, ...buildah.env } });

  it('pushes one image of the platform, and prints its URI alone', async () => {
    const { code, stdout, stderr } = await run();
    expect(code, stderr).to.equal(0);
    const tag = `todo-${commit.slice(0, 12)}`;
    expect(stdout).to.equal(`${registry.host}/${repository}:${tag}\n`);
    const image = await registry.readImage(repository, tag);
    expect(image.mediaType).to.equal('application/vnd.docker.distribution.manifest.v2+json');
    expect([image.os, image.architecture]).to.deep.equal(['linux', 'amd64']);
    expect(stderr).to.contain('build.sh: Building ').and.to.contain('build.sh: Pushing ');
    expect(await site.listLeftovers()).to.deep.equal([]);
  });

  it('hands the build arguments over as they are in the spec', async () => {
    await run('--tag', 'arguments');
    const { config } = await registry.readImage(repository, 'arguments');
    expect(config.Env).to.include('GREETING=hello $USER');
    expect(config.Labels?.quoted).to.equal(`it's "5" \\ $(id) \u00e9`);
  });

  it('pushes an image of another platform when the spec says so', async () => {
    const platform = 'linux/arm64';
    await site.write('dist/todo/build.sh', await renderScript({ build: { ...build, platform } }));
    await run('--tag', 'arm');
    expect((await registry.readImage(repository, 'arm')).architecture).to.equal('arm64');
  });

  it('pushes the very same image when it is run again', async () => {
    const first = await run('--tag', 'again');
    const { digest } = await registry.readImage(repository, 'again');
    const second = await run('--tag', 'again');
    expect(second.code, second.stderr).to.equal(0);
    expect(second.stdout).to.equal(first.stdout);
    expect((await registry.readImage(repository, 'again')).digest).to.equal(digest);
  });

  it('pushes each state of a dirty work tree under a tag of its own', async () => {
    const digests = new Set<string>();
    for (const page of ['one', 'two']) {
      await site.write("the 'api'/page", page);
      const { stdout } = await run();
      const tag = stdout.trim().split(':').at(-1) ?? '';
      expect(tag).to.match(new RegExp(`^todo-${commit.slice(0, 12)}-dirty-[0-9a-f]{8}$`));
      digests.add((await registry.readImage(repository, tag)).digest);
    }
    expect(digests.size).to.equal(2);
  });

  it('builds from a path below --source too', async () => {
    const { code, stderr } = await run('--source', site.source, '--tag', 'given');
    expect(code, stderr).to.equal(0);
    expect(await registry.listTags(repository)).to.include('given');
  });

  it('pushes nothing when the build fails', async () => {
    await site.write("the 'api'/Dockerfile", 'FROM scratch\nCOPY missing /\n');
    const { code, stdout, stderr } = await run('--tag', 'broken');
    expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
    expect(stderr).to.contain('missing').and.to.contain('build.sh: The build failed');
    expect(await registry.listTags(repository)).not.to.include('broken');
  });

  it('builds nothing when the registry refuses the password', async () => {
    await site.aws.setPassword('ap-northeast-1', 'another-password');
    const { code, stdout, stderr } = await run('--tag', 'stranger');
    expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
    expect(stderr).to.contain(`build.sh: Could not log in to ${registry.host}`);
    expect(stderr).not.to.contain('build.sh: Building').and.not.to.contain('another-password');
  });

  it('ends when the registry can not be reached', async () => {
    const gone = await startRegistry();
    await site.aws.deployStack({
      region: 'ap-northeast-1',
      name: 'todo-shared',
      repositoryUri: `${gone.host}/${repository}`,
    });
    await gone.stop();
    const { code, stdout, stderr } = await run();
    expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
    expect(stderr).to.contain(`build.sh: Could not log in to ${gone.host}`);
  });

  it('leaves the login in the file of the engine and nowhere else', async () => {
    const { stdout, stderr } = await run('--tag', 'login');
    expect(stdout + stderr).not.to.contain(registry.password);
    expect(await readFile(buildah.env.REGISTRY_AUTH_FILE ?? '', 'utf8')).to.contain(registry.host);
  });
});
