import { symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import { holdingToSource } from '../../compiler/cli/approved-image.ts';
import { findSource, isInContext } from '../../compiler/cli/files/find-source.ts';
import type { FoundSource } from '../../compiler/cli/files/find-source.ts';
import type { Deployment } from '../../compiler/deploy/deployment.ts';
import type { Resolved } from '../../compiler/phases/results.ts';
import { makeGitTree } from '../support/git-tree.ts';
import type { GitTree } from '../support/git-tree.ts';

const api = { context: 'api', dockerfile: 'Dockerfile' };

describe('the source of an image', () => {
  let tree: GitTree;

  beforeEach(async () => {
    tree = await makeGitTree({
      'specs/todo.yaml': 'archc: 1\n',
      'api/Dockerfile': 'FROM scratch\n',
      'docker/Api': 'FROM scratch\n',
      'docker/Api.dockerignore': '*.md\n',
      'README.md': 'a\n',
    });
  });
  afterEach(() => tree.remove());

  const find = (build: Parameters<typeof findSource>[1] = api): FoundSource =>
    findSource(tree.at('specs/todo.yaml'), build);
  function ids(build = api): object {
    const found = find(build);
    if (!found.ok) throw new Error(found.problem);
    const { context, dockerfile } = found.source;
    return { context, ...(dockerfile && { dockerfile }) };
  }
  function problem(build = api): string {
    const found = find(build);
    return found.ok ? 'none' : found.problem;
  }

  it('is its commit, and the tree of the build context', async () => {
    expect(find()).to.deep.equal({
      ok: true,
      source: {
        commit: await tree.git('rev-parse', 'HEAD'),
        context: { path: 'api', tree: await tree.git('rev-parse', 'HEAD:api') },
      },
      ignored: [],
    });
  });

  it('is the whole tree, when that is the context', async () => {
    const all = { context: '.', dockerfile: 'docker/Api' };
    expect(ids(all)).to.deep.equal({
      context: { path: '', tree: await tree.git('rev-parse', 'HEAD^{tree}') },
    });
    await tree.write('README.md', 'b\n');
    expect(problem(all)).to.include('README.md');
  });

  it('has the Dockerfile, when that is outside of the context', async () => {
    const outside = { context: 'api', dockerfile: '../docker/Api' };
    const first = ids(outside);
    expect(first).to.have.nested.property('dockerfile.path', 'docker/Api');
    await tree.write('docker/Api.dockerignore', '*.txt\n');
    expect(problem(outside)).to.include('docker/Api.dockerignore');
    await tree.commit();
    expect(ids(outside)).to.not.deep.equal(first);
    await tree.git('rm', '--quiet', 'docker/Api.dockerignore');
    await tree.commit();
    expect(ids(outside)).to.not.have.nested.property('dockerfile.ignore');
  });

  it('is the same in a merge, a squash and a commit of something else', async () => {
    const first = ids();
    const base = await tree.git('rev-parse', 'HEAD');
    await tree.git('checkout', '--quiet', '-b', 'work');
    await tree.write('api/main.py', 'print()\n');
    await tree.commit();
    const proposed = ids();
    expect(proposed).to.not.deep.equal(first);
    await tree.git('checkout', '--quiet', base);
    await tree.write('README.md', 'b\n');
    await tree.commit();
    await tree.git('merge', '--quiet', '--no-ff', '--message', 'merge', 'work');
    expect(ids()).to.deep.equal(proposed);
    await tree.git('checkout', '--quiet', base);
    await tree.git('merge', '--quiet', '--squash', 'work');
    await tree.commit();
    expect(ids()).to.deep.equal(proposed);
  });

  for (const [what, change, told] of [
    ['a changed file', () => tree.write('api/Dockerfile', 'FROM other\n'), /not committed: api\/Dockerfile$/],
    ['a new file', () => tree.write('api/new.py', ''), /not committed: api\/new\.py$/],
    ['a new folder', () => tree.write('api/new/a.py', ''), /not committed: api\/new\/$/],
    [
      'a staged file',
      async () => {
        await tree.write('api/new.py', '');
        await tree.git('add', '--all');
      },
      /not committed: api\/new\.py$/,
    ],
    [
      'many files',
      async () => {
        for (const name of ['a', 'b', 'c', 'd', 'e']) await tree.write(`api/${name}`, '');
      },
      /not committed: api\/a, api\/b, api\/c, 2 more$/,
    ],
    [
      'no commit',
      async () => {
        await tree.git('checkout', '--quiet', '--orphan', 'other');
      },
      /git has no commit of it/,
    ],
  ] as const) {
    it(`is not known with ${what}`, async () => {
      await change();
      expect(problem()).to.match(told);
    });
  }

  it('is not known for a context that is missing, not committed or elsewhere', async () => {
    expect(problem({ ...api, context: 'nothing' })).to.equal('the build context "nothing" does not exist');
    await tree.write('.gitignore', 'made/\n');
    await tree.write('made/Dockerfile', '');
    expect(problem({ ...api, context: 'made' })).to.match(/the build context is not committed/);
    await symlink(path.dirname(tree.folder), tree.at('out'));
    expect(problem({ ...api, context: 'out' })).to.include('is outside of the git work tree');
  });

  it('is known by where symbolic links lead', async () => {
    await symlink('api', tree.at('link'));
    await tree.commit();
    expect(ids({ ...api, context: 'link' })).to.deep.equal(ids());
  });

  it('is not known outside of a work tree, or without git', () => {
    const spec = path.join(path.dirname(tree.folder), 'todo.yaml');
    const found = findSource(spec, api);
    expect(found.ok ? '' : found.problem).to.match(/it is in no git work tree/);
    const former = process.env['PATH'];
    process.env['PATH'] = tree.at('nothing');
    try {
      expect(problem()).to.match(/it is in no git work tree \(git: .*no such file/);
    } finally {
      process.env['PATH'] = former;
    }
  });

  it('heeds no repository that a hook names', () => {
    process.env['GIT_DIR'] = '/nowhere/.git';
    try {
      expect(find().ok).to.equal(true);
    } finally {
      delete process.env['GIT_DIR'];
    }
  });

  it('does not include what git ignores, which is listed', async () => {
    await tree.write('.gitignore', '*.jar\nnode_modules/\n');
    await tree.commit();
    const first = ids();
    await tree.write('api/app.jar', '');
    await tree.write('api/node_modules/a/b.js', '');
    await tree.write('other.jar', '');
    expect(ids()).to.deep.equal(first);
    const found = find();
    expect(found.ok && [...found.ignored].sort()).to.deep.equal(['api/app.jar', 'api/node_modules/']);
  });

  it('would get a file that is in the context and not ignored', async () => {
    await tree.write('.gitignore', 'ignored.json\n');
    const spec = tree.at('specs/todo.yaml');
    expect(isInContext(tree.at('api/plan.json'), spec, api)).to.equal(true);
    expect(isInContext(tree.at('api/new/deeper/plan.json'), spec, api)).to.equal(true);
    expect(isInContext(tree.at('plan.json'), spec, api)).to.equal(false);
    expect(isInContext(tree.at('new/plan.json'), spec, api)).to.equal(false);
    expect(isInContext(tree.at('api/ignored.json'), spec, api)).to.equal(false);
    expect(isInContext(tree.at('plan.json'), spec, { ...api, context: '.' })).to.equal(true);
    expect(
      isInContext(path.join(path.dirname(tree.folder), 'plan.json'), spec, { ...api, context: '.' }),
    ).to.equal(false);
  });

  it('must be the same when the build ends', async () => {
    const resolved = {
      spec: { backend: { build: api } },
      tree: { name: tree.at('specs/todo.yaml') },
    } as unknown as Resolved;
    const builds = (during: () => Promise<unknown>) => {
      const build = () => during().then(() => 'host/todo:1');
      const deployment = { buildImage: build, buildAhead: build } as unknown as Deployment;
      return holdingToSource(deployment, resolved);
    };
    const nothing = builds(() => Promise.resolve());
    expect(await nothing.buildImage()).to.equal('host/todo:1');
    expect(await nothing.buildAhead(new AbortController().signal)).to.equal('host/todo:1');
    const changing = builds(() => writeFile(tree.at('api/late.txt'), 'late\n'));
    const failure = await changing.buildImage().catch((error: unknown) => error);
    expect(String(failure)).to.match(/the source of the image changed while it was built.*api\/late\.txt/);
  });
});
