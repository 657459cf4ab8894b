import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { refusals } from '../../compiler/build/release/refusals.ts';
import type { Wanted } from '../../compiler/build/release/refusals.ts';
import { makeRepository } from '../support/github/repository.ts';
import type { Repository } from '../support/github/repository.ts';

const generated = { 'dist/todo/shared.yaml': 'shared\n', 'docs/messages.md': 'messages\n' };
const files = {
  ...generated,
  'package.json': '{"version": "1.2.3", "repository": "https://example.com/archc.git"}',
  'CHANGELOG.md': '## [Unreleased]\n\n## [1.2.3] - 2026-01-02\n\nNew.\n\n## [1.2.2] - 2026-01-01\n\nOld.\n',
};

describe('a release is refused', () => {
  let repository: Repository;

  beforeEach(async () => {
    repository = await makeRepository(files);
    await repository.git('tag', 'v1.2.3');
  });

  afterEach(async () => {
    await repository.remove();
  });

  /** The reasons, when files are changed and committed. */
  async function reasonsAfter(change: Readonly<Record<string, string>>, wanted: Partial<Wanted> = {}) {
    await repository.commit(change);
    return reasons(wanted);
  }

  function reasons(wanted: Partial<Wanted> = {}): readonly string[] {
    const output = path.join(repository.folder, 'release');
    return refusals(repository.folder, generated, { output, previous: undefined, tag: undefined, ...wanted });
  }

  it('for no reason when everything is as it should be', () => {
    expect(reasons()).to.deep.equal([]);
    expect(reasons({ tag: 'v1.2.3' })).to.deep.equal([]);
  });

  it('when something is not committed', async () => {
    await writeFile(path.join(repository.folder, 'new.ts'), '');
    await writeFile(path.join(repository.folder, 'CHANGELOG.md'), `${files['CHANGELOG.md']}\n`);
    expect(reasons()).to.deep.equal([
      'there are changes that are not committed:\n M CHANGELOG.md\n?? new.ts',
    ]);
  });

  it('when the tag is of another version', () => {
    expect(reasons({ tag: 'v1.2.4' })).to.deep.equal([
      'the tag v1.2.4 does not fit version 1.2.3 of package.json, whose tag is v1.2.3',
    ]);
  });

  it('when the tag is at another commit, or nowhere', async () => {
    const elsewhere = ['the tag v1.2.3 is not at the commit that is checked out'];
    expect(await reasonsAfter({ 'more.md': '' }, { tag: 'v1.2.3' })).to.deep.equal(elsewhere);
    await repository.git('tag', '--delete', 'v1.2.3');
    expect(reasons({ tag: 'v1.2.3' })).to.deep.equal(elsewhere);
  });

  it('when the package does not name its repository, but not when the release is only tried', async () => {
    const change = { 'package.json': '{"version": "1.2.3"}' };
    expect(await reasonsAfter(change)).to.deep.equal([]);
    await repository.git('tag', '--force', 'v1.2.3');
    expect(reasons({ tag: 'v1.2.3' })).to.deep.equal([
      'package.json has no "repository": npm compares it with the repository that publishes',
    ]);
  });

  for (const [what, from, to] of [
    ['does not name the version', '[1.2.3]', '[1.2.30]'],
    ['has no date for the version', ' - 2026-01-02', ''],
  ] as const) {
    it(`when the changelog ${what}`, async () => {
      const changed = { 'CHANGELOG.md': files['CHANGELOG.md'].replace(from, to) };
      expect(await reasonsAfter(changed)).to.deep.equal([
        'CHANGELOG.md has no section "## [1.2.3] - YYYY-MM-DD"',
      ]);
    });
  }

  it('when the changelog says nothing about the version', async () => {
    const changed = { 'CHANGELOG.md': files['CHANGELOG.md'].replace('New.\n', '') };
    expect(await reasonsAfter(changed)).to.deep.equal(['CHANGELOG.md says nothing below "## [1.2.3]"']);
  });

  it('when a generated file is stale, missing, or left of a spec that is gone', async () => {
    await repository.git('rm', '--quiet', 'docs/messages.md');
    const change = { 'dist/todo/shared.yaml': 'by hand\n', 'dist/old/backend.yaml': '' };
    expect(await reasonsAfter(change)).to.deep.equal([
      'dist/todo/shared.yaml is stale: run "npm run update" and commit it',
      'docs/messages.md is stale: run "npm run update" and commit it',
      'dist/old/backend.yaml is made from no spec: remove it',
    ]);
  });

  it('when something is where it should go', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'archc-output-'));
    expect(reasons({ output: folder }), 'an empty folder').to.deep.equal([]);
    const file = path.join(folder, 'file');
    await writeFile(file, '');
    expect(reasons({ output: folder })).to.deep.equal([`${folder} is not an empty folder`]);
    expect(reasons({ output: file })).to.deep.equal([`${file} is not an empty folder`]);
    expect(await readFile(file, 'utf8')).to.equal('');
    await rm(folder, { recursive: true });
  });

  it('when there are no templates where those of the release before should be', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'archc-previous-'));
    for (const previous of [folder, path.join(folder, 'nowhere')])
      expect(reasons({ previous })).to.deep.equal([`${previous} has no templates of an earlier release`]);
    await writeFile(path.join(folder, 'todo-backend.yaml'), '');
    expect(reasons({ previous: folder })).to.deep.equal([]);
    await rm(folder, { recursive: true });
  });
});
