import { copyFile, cp, mkdir, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import { renderScript } from '../support/containers/build-script.ts';
import { makeBuildSite } from '../support/containers/build-site.ts';
import type { BuildSite, RunOptions } from '../support/containers/build-site.ts';

const files = { 'sample-api/docker/api.Dockerfile': 'FROM scratch\n' };
const build = { context: 'sample-api', dockerfile: 'docker/api.Dockerfile' };

describe('The source that the build script builds', () => {
  let site: BuildSite;
  beforeEach(async () => {
    site = await makeBuildSite(await renderScript({ build }), { files });
  });
  afterEach(() => site.remove());

  /** The context that the engine was given. */
  async function findContext(args: readonly string[] = [], options: RunOptions = {}): Promise<string> {
    const { code, stderr } = await site.run(args, options);
    expect(code, stderr).to.equal(0);
    const call = (await site.engine.readCalls()).find(({ args: [command] }) => command === 'build');
    expect(call?.args).to.include('./docker/api.Dockerfile');
    expect(call?.args.at(-1)).to.equal('.');
    return call?.cwd ?? '';
  }

  it('is the work tree that holds the script, from whatever directory it is run', async () => {
    expect(await findContext([], { cwd: '/' })).to.equal(path.join(site.source, 'sample-api'));
  });

  it('is the same through a relative path, whatever CDPATH says', async () => {
    await mkdir(path.join(site.folder, 'decoy/todo'), { recursive: true });
    await site.git('init', '--quiet', path.join(site.folder, 'decoy'));
    const env = { CDPATH: path.join(site.folder, 'decoy') };
    const context = await findContext([], {
      cwd: path.join(site.source, 'dist'),
      script: 'todo/build.sh',
      env,
    });
    expect(context).to.equal(path.join(site.source, 'sample-api'));
  });

  it('is the same through symbolic links to the script', async () => {
    const absolute = path.join(site.folder, 'absolute');
    const relative = path.join(site.folder, 'relative');
    await symlink(site.script, absolute);
    await symlink('absolute', relative);
    const context = await findContext([], { cwd: '/', script: relative });
    expect(context).to.equal(path.join(site.source, 'sample-api'));
  });

  it('is the same when a git hook of another repository runs the script', async () => {
    const env = { GIT_DIR: '/nowhere/.git', GIT_INDEX_FILE: '/nowhere/index', GIT_WORK_TREE: '/nowhere' };
    expect(await findContext([], { env })).to.equal(path.join(site.source, 'sample-api'));
  });

  it('is the work tree of the current directory when the script is in none', async () => {
    const script = await copyOutside(site);
    const context = await findContext([], { cwd: path.join(site.source, 'dist'), script });
    expect(context).to.equal(path.join(site.source, 'sample-api'));
  });

  it('is what --source says, before any work tree and without git', async () => {
    await mkdir(path.join(site.folder, 'other'));
    await symlink(path.join(site.source, 'sample-api'), path.join(site.folder, 'other/sample-api'));
    await site.uninstall('git');
    const args = ['--source', '../other', '--tag', 'v1'];
    expect(await findContext(args)).to.equal(path.join(site.source, 'sample-api'));
  });

  it('may have spaces, quotes and dollars in its path', async () => {
    const treeName = `my "tree" it's $HOME & co`;
    const context = `the 'api' $(x)`;
    const awkward = await makeBuildSite(
      await renderScript({ build: { context, dockerfile: "Docker file's" } }),
      {
        files: { [`${context}/Docker file's`]: 'FROM scratch\n' },
        treeName,
      },
    );
    try {
      const { code, stderr } = await awkward.run([], { cwd: '/' });
      expect(code, stderr).to.equal(0);
      const call = (await awkward.engine.readCalls()).find(({ args: [command] }) => command === 'build');
      expect(call?.cwd).to.equal(path.join(awkward.folder, treeName, context));
    } finally {
      await awkward.remove();
    }
  });

  it('is the current directory when there is no git work tree', async () => {
    const script = await copyOutside(site);
    await mkdir(path.join(site.folder, 'plain'));
    await cp(path.join(site.source, 'sample-api'), path.join(site.folder, 'plain/sample-api'), {
      recursive: true,
    });
    const context = await findContext([], { cwd: path.join(site.folder, 'plain'), script });
    expect(context).to.equal(path.join(site.folder, 'plain/sample-api'));
  });

  const gaps = [
    ['its context', 'sample-api', 'The build context "sample-api" does not exist in '],
    ['its Dockerfile', 'sample-api/docker', 'The Dockerfile "docker/api.Dockerfile" does not exist in '],
  ] as const;
  for (const [what, missing, message] of gaps) {
    it(`is found to lack ${what} before AWS is asked`, async () => {
      await site.write('sample-api/main.js', '');
      await rm(path.join(site.source, missing), { recursive: true });
      const { code, stdout, stderr } = await site.run();
      expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
      expect(stderr).to.contain(message + site.source);
      expect(await site.aws.readCalls()).to.deep.equal([]);
    });
  }
});

/** The script outside of every work tree. */
async function copyOutside(site: BuildSite): Promise<string> {
  const script = path.join(site.folder, 'build.sh');
  await copyFile(site.script, script);
  return script;
}
