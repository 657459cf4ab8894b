import { cp, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import { checkBuild } from '../../compiler/cli/terminal/run-build.ts';
import { renderScript } from '../support/containers/build-script.ts';
import { makeBuildSite } from '../support/containers/build-site.ts';
import type { BuildSite } from '../support/containers/build-site.ts';

interface Place {
  /** The folder that holds the spec, in the site's folder. */
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
}

describe('A place for a build', () => {
  let site: BuildSite;
  let script = '';
  beforeEach(async () => {
    script = await renderScript();
    site = await makeBuildSite(script);
  });
  afterEach(() => site.remove());

  /** What the script says by itself, and what `archc deploy` says, of the same place. */
  async function ask({ folder, env = {} }: Place) {
    const cwd = path.join(site.folder, folder);
    const outside = path.join(site.folder, 'home', 'build.sh');
    await cp(site.script, outside);
    const alone = await site.run(['--check'], { cwd, env, script: outside });
    const former = { ...process.env };
    Object.assign(process.env, site.env, env);
    try {
      const spec = path.join(cwd, 'todo.yaml');
      const withArchc = await checkBuild({ script, spec, signal: new AbortController().signal });
      return { alone: alone.stderr, withArchc: withArchc.map((each) => `build.sh: ${each}\n`).join('') };
    } finally {
      for (const name of Object.keys({ ...site.env, ...env })) Reflect.deleteProperty(process.env, name);
      Object.assign(process.env, former);
    }
  }

  const foreign = { GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' };
  const places: Readonly<Record<string, readonly [prepare: () => Promise<Place>, words: RegExp]>> = {
    'a folder of a work tree': [() => Promise.resolve({ folder: 'tree/dist' }), /^$/],
    'a second work tree of the repository': [
      async () => {
        await site.git('worktree', 'add', '--quiet', path.join(site.folder, 'second'));
        return { folder: 'second' };
      },
      /^$/,
    ],
    'a folder that is in no work tree': [
      async () => {
        await mkdir(path.join(site.folder, 'plain'));
        await cp(path.join(site.source, 'Dockerfile'), path.join(site.folder, 'plain', 'Dockerfile'));
        return { folder: 'plain' };
      },
      /^$/,
    ],
    'a folder that is in no work tree and has no Dockerfile': [
      async () => {
        await mkdir(path.join(site.folder, 'plain'));
        return { folder: 'plain' };
      },
      /The Dockerfile "Dockerfile" does not exist in .*plain\n$/,
    ],
    'a repository of another owner': [
      () => Promise.resolve({ folder: 'tree', env: foreign }),
      /git finds no work tree here(.*\n)+.*dubious ownership(.*\n)+.*safe\.directory/,
    ],
    'a bare repository': [
      async () => {
        await site.git('clone', '--quiet', '--bare', site.source, path.join(site.folder, 'bare'));
        return { folder: 'bare' };
      },
      /must be run in a work tree/,
    ],
    'a work tree whose repository is gone': [
      async () => {
        await site.git('worktree', 'add', '--quiet', path.join(site.folder, 'second'));
        await rm(path.join(site.source, '.git'), { recursive: true });
        return { folder: 'second' };
      },
      /git finds no work tree here.*\nfatal: not a git repository: /,
    ],
    'a repository without a commit': [
      async () => {
        const folder = path.join(site.folder, 'young');
        await site.git('init', '--quiet', folder);
        await cp(path.join(site.source, 'Dockerfile'), path.join(folder, 'Dockerfile'));
        return { folder: 'young' };
      },
      /has no git commit to name the image after: use --tag/,
    ],
    'a shell where GIT_DIR names another repository': [
      () => Promise.resolve({ folder: 'tree', env: { GIT_DIR: '/nowhere/.git', GIT_WORK_TREE: '/nowhere' } }),
      /^$/,
    ],
    'a machine without git': [
      async () => {
        await site.uninstall('git');
        return { folder: 'tree' };
      },
      /^build\.sh: git is not installed\. Install it, or use --source and --tag\n$/,
    ],
  };
  for (const [title, [prepare, words]] of Object.entries(places)) {
    it(`is the same for archc as for the build script alone: ${title}`, async () => {
      const { alone, withArchc } = await ask(await prepare());
      expect(alone).to.match(words);
      expect(withArchc.trim()).to.equal(alone.trim());
    });
  }
});
