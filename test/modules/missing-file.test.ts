import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { runProcess } from '../support/terminal/run-process.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

describe('the build', () => {
  let folder: string;

  // In build/, so that packages are found as from everywhere in the project.
  before(async () => {
    await mkdir(path.join(root, 'build'), { recursive: true });
    folder = await mkdtemp(path.join(root, 'build', 'project-'));
    for (const part of [
      'package.json',
      'package-lock.json',
      'tsconfig.json',
      'compiler',
      'docs/adr',
      'schema',
      'templates',
    ])
      await cp(path.join(root, part), path.join(folder, part), { recursive: true });
  });
  after(() => rm(folder, { recursive: true }));

  for (const { file, needed } of [
    {
      file: 'templates/options/ipRestriction/README.md',
      needed: 'every runtime and option needs a page that says what it does and costs, with an example',
    },
    { file: 'templates/runtimes/fargate/schema.json', needed: 'it describes the settings' },
  ]) {
    it(`says in one line that a module has no ${path.basename(file)}`, async () => {
      await rm(path.join(folder, file));
      const command = ['--import', 'tsx', 'compiler/build/main.ts'];
      const { code, stderr } = await runProcess(process.execPath, command, { cwd: folder });
      expect(stderr).to.equal(`${file} is missing: ${needed}\n`);
      expect(code).to.equal(1);
      await cp(path.join(root, file), path.join(folder, file));
    });
  }
});
