import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import { openRepository } from '../support/github/repository.ts';
import { makeRunner } from '../support/github/workflow-step.ts';
import type { Runner } from '../support/github/workflow-step.ts';

const tag = { GITHUB_REF_NAME: 'v0.11.0' };

describe('the steps of the release workflow', () => {
  let runner: Runner;

  beforeEach(async () => {
    runner = await makeRunner('.github/workflows/release.yml');
  });

  afterEach(async () => {
    await runner.remove();
  });

  describe('take as the release before', () => {
    const step = 'Download the release before';

    /** Each tag on its own commit; v0.12.0 is on a branch that main does not have. */
    async function tagCommits(): Promise<void> {
      const repository = openRepository(runner.workspace);
      await repository.git('init', '--quiet', '--initial-branch', 'main');
      for (const each of ['v0.2.0', 'v0.9.0', 'v0.10.0', 'v0.10.1', 'v0.11.0']) {
        await repository.commit({ version: each });
        await repository.git('tag', each);
      }
      await repository.git('switch', '--quiet', '--create', 'other', 'v0.9.0');
      await repository.commit({ version: 'v0.12.0' });
      await repository.git('tag', 'v0.12.0');
      await repository.git('switch', '--quiet', 'main');
    }

    async function downloads(released: readonly string[]): Promise<readonly string[]> {
      await tagCommits();
      const list = released.map((each) => `echo ${each}`).join('\n');
      await runner.install('gh', `if [[ "$2" == list ]]; then\n:\n${list}\nfi`);
      const { code, stderr } = await runner.run(step, tag);
      expect(code, stderr).to.equal(0);
      return (await runner.readCalls()).filter((call) => !call.startsWith('gh release list'));
    }

    it('the highest version that was published, of this commit or those before it', async () => {
      const calls = await downloads(['v0.12.0', 'v0.10.0', 'v0.9.0', 'v0.2.0']);
      expect(calls).to.deep.equal([`gh release download v0.10.0 --dir ${runner.temporary}/previous`]);
    });

    it('none when nothing was published', async () => {
      expect(await downloads([])).to.deep.equal([]);
    });

    it('none when nothing before it was published', async () => {
      expect(await downloads(['v0.12.0'])).to.deep.equal([]);
    });

    it('and stop when GitHub does not answer', async () => {
      await tagCommits();
      await runner.install('gh', 'exit 1');
      expect((await runner.run(step, tag)).code).to.equal(1);
    });
  });

  describe('make the files', () => {
    const step = 'Make the files of the release';
    const npm = 'mkdir "$RUNNER_TEMP/release" && echo sums > "$RUNNER_TEMP/release/SHA256SUMS"';

    it('compared with nothing when there is no release before', async () => {
      await runner.install('npm', npm);
      expect((await runner.run(step, tag)).code).to.equal(0);
      expect(await runner.readCalls()).to.deep.equal([
        `npm run release -- --tag v0.11.0 --output ${runner.temporary}/release`,
      ]);
    });

    it('compared with the release before, and hand over the checksum of the checksums', async () => {
      await runner.install('npm', npm);
      await mkdir(path.join(runner.temporary, 'previous'));
      expect((await runner.run(step, tag)).code).to.equal(0);
      expect((await runner.readCalls())[0]).to.match(/ --previous \S+\/temporary\/previous$/);
      expect(await runner.readOutput()).to.equal(`checksum=${sha256('sums\n')}  SHA256SUMS\n`);
    });

    it('and stop when the script refuses', async () => {
      await runner.install('npm', 'exit 1');
      expect((await runner.run(step, tag)).code).to.equal(1);
      expect(await runner.readOutput()).to.equal('');
    });
  });

  describe('draft', () => {
    const step = 'Draft the release';

    async function draft(view: string, env: NodeJS.ProcessEnv = tag) {
      await mkdir(path.join(runner.temporary, 'release'));
      for (const name of ['SHA256SUMS', 'todo-shared.yaml'])
        await writeFile(path.join(runner.temporary, 'release', name), '');
      await runner.install('gh', `[[ "$2" != view ]] || ${view}`);
      const { code, stdout } = await runner.run(step, env);
      const calls = (await runner.readCalls()).slice(1);
      return { code, stdout, calls: calls.map((call) => call.replaceAll(runner.temporary, '')) };
    }

    const create =
      '--title archc 0.11.0 --notes-file /release/release-notes.md /release/SHA256SUMS /release/todo-shared.yaml';

    it('the release with all its files', async () => {
      const { code, calls } = await draft('exit 1');
      expect(code).to.equal(0);
      expect(calls).to.deep.equal([`gh release create v0.11.0 --draft --verify-tag ${create}`]);
    });

    it('the release in place of the draft of an earlier run', async () => {
      const { calls } = await draft('echo true');
      expect(calls).to.deep.equal([
        'gh release delete v0.11.0 --yes',
        `gh release create v0.11.0 --draft --verify-tag ${create}`,
      ]);
    });

    it('nothing when the release is published already', async () => {
      const { code, stdout, calls } = await draft('echo false');
      expect(code).to.equal(1);
      expect(stdout).to.equal('::error::v0.11.0 is released already\n');
      expect(calls).to.deep.equal([]);
    });

    it('a version with a suffix as a pre-release', async () => {
      const { calls } = await draft('exit 1', { GITHUB_REF_NAME: 'v0.11.0-rc.1' });
      expect(calls[0]).to.match(
        /^gh release create v0\.11\.0-rc\.1 --draft --verify-tag --prerelease --title/,
      );
    });
  });

  describe('let be published', () => {
    const step = 'Download the draft';
    const sums = `${sha256('a')}  a.yaml\n`;

    async function download(content: string, checksum: string): Promise<number> {
      const write = `mkdir release && printf ${content} > release/a.yaml && printf '${sums.trim()}\\n' > release/SHA256SUMS`;
      await runner.install('gh', write);
      return (await runner.run(step, { ...tag, CHECKSUM: checksum })).code;
    }

    it('what was made', async () => {
      expect(await download('a', `${sha256(sums)}  SHA256SUMS`)).to.equal(0);
    });

    it('no file that was changed since', async () => {
      expect(await download('b', `${sha256(sums)}  SHA256SUMS`)).to.equal(1);
    });

    it('no other list of checksums', async () => {
      expect(await download('a', `${sha256('other')}  SHA256SUMS`)).to.equal(1);
    });

    it('nothing without a checksum', async () => {
      expect(await download('a', '')).to.equal(1);
    });
  });

  describe('publish the package', () => {
    const step = 'Publish the package';

    for (const [what, view, name, want] of [
      [
        'with its provenance',
        'exit 1',
        'v0.11.0',
        'npm publish ./release/archc-0.11.0.tgz --provenance --access public',
      ],
      ['once', 'echo 0.11.0', 'v0.11.0', undefined],
      [
        'of a pre-release beside the newest one',
        'exit 1',
        'v1.0.0-rc.1',
        'npm publish ./release/archc-1.0.0-rc.1.tgz --provenance --access public --tag next',
      ],
    ] as const) {
      it(what, async () => {
        await runner.install('npm', `[[ "$1" != view ]] || ${view}`);
        const { code, stderr } = await runner.run(step, { GITHUB_REF_NAME: name });
        expect(code, stderr).to.equal(0);
        expect((await runner.readCalls())[1]).to.equal(want);
      });
    }
  });
});

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
