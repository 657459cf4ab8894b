import { readdir, readFile, rm, utimes } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import { renderScript } from '../support/containers/build-script.ts';
import { fakeRepositoryUri, makeBuildSite } from '../support/containers/build-site.ts';
import type { BuildSite } from '../support/containers/build-site.ts';
import { fakeDigest } from '../support/containers/fake-engine.ts';

describe('The tag of an image', () => {
  let site: BuildSite;
  beforeEach(async () => {
    site = await makeBuildSite(await renderScript());
  });
  afterEach(() => site.remove());

  const content = '0123456789ab';

  async function findTag(...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await site.run(args);
    expect(code, stderr).to.equal(0);
    expect(stdout).to.equal(`${fakeRepositoryUri}@${fakeDigest}\n`);
    const named = (await site.engine.readCalls()).findLast(({ args: [command] }) => command === 'tag');
    const image = named?.args.at(-1) ?? '';
    expect(image.startsWith(`${fakeRepositoryUri}:`)).to.equal(true);
    return image.slice(fakeRepositoryUri.length + 1);
  }

  it('is the name of the spec, the git commit, and 12 digits of the content', async () => {
    const commit = await site.git('rev-parse', 'HEAD');
    expect(await findTag()).to.equal(`todo-${commit.slice(0, 12)}-${content}`);
  });

  it('is another for another commit', async () => {
    const first = await findTag();
    await site.write('main.js', '1');
    const commit = await site.commit();
    expect(await findTag())
      .to.equal(`todo-${commit.slice(0, 12)}-${content}`)
      .and.not.to.equal(first);
  });

  it('names no commit outside of a git work tree, and the script warns', async () => {
    await rm(path.join(site.source, '.git'), { recursive: true });
    expect(await findTag()).to.equal(`todo-${content}`);
    const { stderr } = await site.run();
    expect(stderr).to.contain(
      `Warning: ${site.source} is not in a git work tree; the tag of the image will name no commit`,
    );
  });

  it('begins as --tag says, without a look at git', async () => {
    await site.write('main.js', '1');
    await site.uninstall('git');
    expect(await findTag('--tag', 'v1.2_3-rc', '--source', '.')).to.equal(`v1.2_3-rc-${content}`);
  });

  it('says dirty, and the script warns, when a file is changed, added, staged, removed or made executable', async () => {
    const commit = await site.git('rev-parse', 'HEAD');
    const steps: readonly (() => Promise<unknown>)[] = [
      () => site.write('Dockerfile', 'FROM scratch\n# changed\n'),
      () => site.write('new folder/n\u00e9w file.js', '1'),
      async () => {
        await site.write('staged.js', '1');
        await site.git('add', '--all');
      },
      () => site.git('rm', '--quiet', '--cached', 'Dockerfile'),
      () => site.git('update-index', '--chmod=+x', 'Dockerfile'),
    ];
    for (const step of steps) {
      await site.git('reset', '--quiet', '--hard');
      await site.git('clean', '--quiet', '-d', '--force');
      await step();
      const { stderr } = await site.run();
      expect(stderr).to.contain(`Warning: ${site.source} has uncommitted changes`);
      expect(await findTag()).to.equal(`todo-${commit.slice(0, 12)}-dirty-${content}`);
    }
  });

  it('heeds changes anywhere in the work tree of the source', async () => {
    await site.write('api/Dockerfile', 'FROM scratch\n');
    await site.commit();
    expect(await findTag('--source', 'api')).not.to.contain('-dirty-');
    await site.write('docs/note.md', 'x');
    expect(await findTag('--source', 'api')).to.contain('-dirty-');
  });

  it('heeds every change, however git is set to show it', async () => {
    await site.git('config', 'status.showUntrackedFiles', 'no');
    await site.git('config', 'color.ui', 'always');
    expect(await findTag()).not.to.contain('-dirty-');
    await site.write('note.md', 'x');
    expect(await findTag()).to.contain('-dirty-');
  });

  it('heeds changes in a submodule, even if git is set to ignore them', async () => {
    const origin = path.join(site.folder, 'origin');
    await site.git('clone', '--quiet', site.source, origin);
    await site.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', origin, 'part');
    await site.git('config', 'diff.ignoreSubmodules', 'all');
    await site.commit();
    expect(await findTag()).not.to.contain('-dirty-');
    await site.write('part/Dockerfile', '1');
    expect(await findTag()).to.contain('-dirty-');
  });

  it('does not heed ignored files', async () => {
    await site.write('.gitignore', 'node_modules\n');
    await site.commit();
    await site.write('node_modules/x.js', '1');
    expect(await findTag()).not.to.contain('dirty');
  });

  it('is found without a change to the index or the objects of the repository', async () => {
    await site.write('Dockerfile', 'FROM scratch\n# changed\n');
    await site.write('new.js', '1');
    const read = async (): Promise<unknown> => ({
      index: (await readFile(path.join(site.source, '.git/index'))).toString('hex'),
      files: (await readdir(path.join(site.source, '.git'), { recursive: true })).sort(),
    });
    // git status would note the new time in the index.
    await utimes(path.join(site.source, 'dist/todo/build.sh'), 1, 1);
    const before = await read();
    expect(await findTag()).to.contain('-dirty-');
    expect(await read()).to.deep.equal(before);
  });

  it('has to be given when there is no commit yet', async () => {
    await site.git('checkout', '--quiet', '--orphan', 'fresh');
    const { code, stdout, stderr } = await site.run();
    expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
    expect(stderr).to.contain('has no git commit to name the image after: use --tag');
    expect(await site.aws.readCalls()).to.deep.equal([]);
  });
});
