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
import { runProcess } from '../support/terminal/run-process.ts';
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
    site.run(args, {
      cwd: '/',
      env: { ...registry.env, ...buildah.env, FAKE_AWS_REGISTRY: registry.storage },
    });
  /** The only tag that begins so. */
  const findTag = async (start: string): Promise<string> => {
    const tags = await registry.listTags(repository);
    const [tag = '', ...others] = tags.filter((each) => each.startsWith(`${start}-`));
    expect(others).to.deep.equal([]);
    return tag;
  };
  const readImage = async (start: string) => registry.readImage(repository, await findTag(start));

  it('pushes one image of the platform, and prints its URI with its digest alone', async () => {
    const { code, stdout, stderr } = await run();
    expect(code, stderr).to.equal(0);
    const tag = await findTag(`todo-${commit.slice(0, 12)}`);
    expect(tag).to.match(/^todo-[0-9a-f]{12}-[0-9a-f]{12}$/);
    const image = await registry.readImage(repository, tag);
    expect(stdout).to.equal(`${registry.host}/${repository}@${image.digest}\n`);
    expect(image.mediaType).to.equal('application/vnd.docker.distribution.manifest.v2+json');
    expect([image.os, image.architecture]).to.deep.equal(['linux', 'amd64']);
    expect(stderr).to.contain('build.sh: Building ').and.to.contain('build.sh: Pushing ');
    expect(await site.listLeftovers()).to.deep.equal([]);
  });

  it('hands the build arguments over as they are in the spec', async () => {
    await run('--tag', 'arguments');
    const { config } = await readImage('arguments');
    expect(config.Env).to.include('GREETING=hello $USER');
    expect(config.Labels?.quoted).to.equal(`it's "5" \\ $(id) \u00e9`);
  });

  it('pushes an image of another platform when the spec says so', async () => {
    const platform = 'linux/arm64';
    await site.write('dist/todo/build.sh', await renderScript({ build: { ...build, platform } }));
    await run('--tag', 'arm');
    expect((await readImage('arm')).architecture).to.equal('arm64');
  });

  it('pushes nothing when the repository has the image already', async () => {
    const first = await run('--tag', 'again');
    expect(first.stderr).to.contain('build.sh: Pushing ');
    const tag = await findTag('again');
    const second = await run('--tag', 'again');
    expect(second.code, second.stderr).to.equal(0);
    expect(second.stdout).to.equal(first.stdout);
    expect(second.stderr).to.contain(
      `build.sh: The repository has ${registry.host}/${repository}:${tag} already`,
    );
    expect(second.stderr).not.to.contain('build.sh: Pushing ');
    expect(await findTag('again')).to.equal(tag);
  });

  it('pushes what it has built before there was a repository', async () => {
    const built = await run('--no-push', '--tag', 'early');
    expect(built.code, built.stderr).to.equal(0);
    expect(built.stdout).to.match(/^localhost\/todo:early-[0-9a-f]{12}\n$/);
    expect(await findTag('early')).to.equal('');
    const pushed = await run('--push', built.stdout.trim());
    expect(pushed.code, pushed.stderr).to.equal(0);
    const tag = await findTag('early');
    expect(built.stdout).to.equal(`localhost/todo:${tag}\n`);
    expect(pushed.stdout).to.equal((await run('--tag', 'early')).stdout);
  });

  it('pushes each content under a tag of its own, also where git ignores what has changed', async () => {
    await site.write('.gitignore', 'page\n');
    await site.git('rm', '--quiet', '--cached', "the 'api'/page");
    const start = `todo-${(await site.commit()).slice(0, 12)}`;
    const printed = new Set<string>();
    for (const page of ['one', 'two']) {
      await site.write("the 'api'/page", page);
      const { code, stdout, stderr } = await run();
      expect(code, stderr).to.equal(0);
      printed.add(stdout.trim());
    }
    const tags = (await registry.listTags(repository)).filter((tag) => tag.startsWith(start));
    expect(tags).to.have.length(2);
    const images = await Promise.all(tags.map((tag) => registry.readImage(repository, tag)));
    expect(images.map(({ digest }) => `${registry.host}/${repository}@${digest}`)).to.have.members([
      ...printed,
    ]);
  });

  it('keeps no other name of the image than its tag', async () => {
    await run('--tag', 'named');
    const { stdout } = await runProcess('buildah', ['images', '--format', '{{.Tag}}'], {
      env: { ...process.env, ...buildah.env },
    });
    // Those without a name are layers.
    const names = stdout
      .trim()
      .split('\n')
      .filter((name) => name !== '<none>');
    expect(names).to.deep.equal([await findTag('named')]);
  });

  it('builds from a path below --source too', async () => {
    const { code, stderr } = await run('--source', site.source, '--tag', 'given');
    expect(code, stderr).to.equal(0);
    expect(await findTag('given')).not.to.equal('');
  });

  it('pushes nothing when the build fails', async () => {
    await site.write("the 'api'/Dockerfile", 'FROM scratch\nCOPY missing /\n');
    const { code, stdout, stderr } = await run('--tag', 'broken');
    expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
    expect(stderr).to.contain('missing').and.to.contain('build.sh: The build failed');
    expect(await findTag('broken')).to.equal('');
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
