import { readdir, readFile, utimes } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import { renderScript } from '../support/containers/build-script.ts';
import { fakeRepositoryUri, makeBuildSite } from '../support/containers/build-site.ts';
import type { BuildSite } from '../support/containers/build-site.ts';

describe('The tag of an image', () => {
  let site: BuildSite;
  beforeEach(async () => {
    site = await makeBuildSite(await renderScript());
  });
  afterEach(() => site.remove());

  async function findTag(...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await site.run(args);
    expect(code, stderr).to.equal(0);
    expect(stdout.startsWith(`${fakeRepositoryUri}:`)).to.equal(true);
    return stdout.slice(fakeRepositoryUri.length + 1, -1);
  }

  it('is the name of the spec and the git commit', async () => {
    const commit = await site.git('rev-parse', 'HEAD');
    expect(await findTag()).to.equal(`todo-${commit.slice(0, 12)}`);
  });

  it('is the same for the same commit and another for another', async () => {
    const first = await findTag();
    expect(await findTag()).to.equal(first);
    await site.write('main.js', '1');
    const commit = await site.commit();
    expect(await findTag())
      .to.equal(`todo-${commit.slice(0, 12)}`)
      .and.not.to.equal(first);
  });

  it('is what --tag says, without a look at git', async () => {
    await site.write('main.js', '1');
    await site.uninstall('git');
    expect(await findTag('--tag', 'v1.2_3-rc', '--source', '.')).to.equal('v1.2_3-rc');
  });

  it('says dirty, and the script warns, when a file is changed, added, staged, removed or made executable', async () => {
    const clean = await findTag();
    const seen = new Set<string>();
    const steps: readonly (() => Promise<unknown>)[] = [
      () => site.write('Dockerfile', 'FROM scratch\n# changed\n'),
      () => site.write('new folder/n\u00e9w file.js', '1'),
      () => site.write('new folder/n\u00e9w file.js', '2'),
      () => site.write('picture', 'a\0b'),
      () => site.write('picture', 'a\0c'),
      () => site.git('add', '--all'),
      () => site.git('rm', '--quiet', '--cached', 'picture'),
      () => site.git('update-index', '--chmod=+x', 'Dockerfile'),
    ];
    for (const step of steps) {
      await step();
      const { stdout, stderr } = await site.run();
      const tag = stdout.slice(fakeRepositoryUri.length + 1, -1);
      expect(tag).to.match(new RegExp(`^${clean}-dirty-[0-9a-f]{8}$`));
      expect(stderr).to.contain(`Warning: ${site.source} has uncommitted changes`);
      seen.add(tag);
    }
    expect(seen.size, 'each content has its own tag; staging changes none').to.equal(5);
  });

  it('is the same for the same changes, made again', async () => {
    await site.write('a.js', '1');
    const first = await findTag();
    await site.write('a.js', '2');
    expect(await findTag()).not.to.equal(first);
    await site.write('a.js', '1');
    expect(await findTag()).to.equal(first);
  });

  it('heeds changes anywhere in the work tree of the source', async () => {
    await site.write('api/Dockerfile', 'FROM scratch\n');
    await site.commit();
    await site.write('docs/note.md', 'x');
    const first = await findTag('--source', 'api');
    expect(first).to.contain('-dirty-');
    await site.write('docs/note.md', 'y');
    expect(await findTag('--source', 'api')).not.to.equal(first);
  });

  it('heeds every change, however git is set to show it', async () => {
    await site.git('config', 'status.showUntrackedFiles', 'no');
    await site.git('config', 'diff.external', 'false');
    await site.git('config', 'color.ui', 'always');
    await site.git('config', 'diff.blind.textconv', 'true');
    await site.write('.git/info/attributes', '*.md diff=blind\n');
    await site.write('note.md', 'x');
    const first = await findTag();
    expect(first).to.contain('-dirty-');
    await site.write('note.md', 'y');
    expect(await findTag()).not.to.equal(first);
  });

  it('heeds changes in a submodule', async () => {
    const origin = path.join(site.folder, 'origin');
    await site.git('clone', '--quiet', site.source, origin);
    await site.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', origin, 'part');
    await site.commit();
    const tags = new Set([await findTag()]);
    for (const content of ['1', '2']) {
      await site.write('part/Dockerfile', content);
      tags.add(await findTag());
    }
    expect(tags.size).to.equal(3);
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
