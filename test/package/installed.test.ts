import { cpSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { expect } from 'chai';
import { version } from '../../build/generated/version.ts';
import { uncounted } from '../coverage/uncounted.ts';
import { blocksOf } from '../docs/pages.ts';
import { needs } from '../support/needs.ts';
import { installPackage } from '../support/package/installed-package.ts';
import type { InstalledPackage } from '../support/package/installed-package.ts';
import { findNode } from '../support/package/node-version.ts';
import { runProcess } from '../support/terminal/run-process.ts';
import type { ProcessResult } from '../support/terminal/run-process.ts';

const page = { file: 'docs/library.md', text: readFileSync('docs/library.md', 'utf8') };
const [imports = '', requires = '', importsSchema = ''] = blocksOf(page, 'js');
const compiled = {
  // Only the command writes the attributes for git.
  files: namesIn('dist/todo'),
  folder: 'dist/todo',
};

for (const major of [20, 22, 24]) {
  describe(`the package, installed, with node ${major}`, () => {
    let installed: InstalledPackage;
    let node = '';
    let project = '';

    before(async function () {
      const [found, other] = await Promise.all([installPackage(), findNode(major)]);
      needs(
        this,
        [found, other].find((each) => typeof each === 'string'),
      );
      if (typeof found === 'string' || typeof other === 'string') return;
      [installed, node] = [found, other.program];
    });

    beforeEach(() => {
      project = mkdtempSync(join(installed.folder, 'project-'));
    });

    const addExample = () => {
      cpSync('specs/todo.yaml', join(project, 'specs/todo.yaml'));
    };

    const run = (program: string, args: readonly string[], more: NodeJS.ProcessEnv = {}) => {
      const path = [dirname(node), join(installed.folder, 'node_modules/.bin'), process.env['PATH']];
      return runProcess(program, args, {
        cwd: project,
        env: { ...uncounted, PATH: path.join(delimiter), ...more },
      });
    };
    const archc = (line: string) => run('archc', line.split(' '));

    it("does the README's path", async () => {
      const start = 'init specs/my-api.yaml --name my-api --region eu-west-1';
      expect(await archc(start), start).to.include({ code: 0 });
      addExample();
      for (const line of [
        'validate specs/todo.yaml specs/my-api.yaml',
        'compile specs/todo.yaml specs/my-api.yaml',
        'compile --check specs/todo.yaml specs/my-api.yaml',
        'explain unknown-property',
        'explain shared.database.capacity',
        'explain DatabaseCluster specs/todo.yaml',
        'policy specs/todo.yaml',
        'options',
        'options ipRestriction',
        'schema',
        'completion bash',
      ]) {
        expect(await archc(line), line).to.include({ code: 0 });
      }
      expect((await archc('--version')).stdout).to.equal(`archc ${version}\n`);
      expectCompiled(join(project, 'dist/todo'));
    });

    it('says nothing about the compiled form of its command', async () => {
      expect(await archc('options')).to.include({ code: 0, stderr: '' });
    });

    it('loads the AWS SDK when a command needs it', async () => {
      addExample();
      const nowhere = {
        AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
        AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
        AWS_SECRET_ACCESS_KEY: 'none',
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_MAX_ATTEMPTS: '1',
      };
      const { code, stderr } = await run('archc', ['outputs', 'specs/todo.yaml'], nowhere);
      expect(stderr).to.match(/^archc: .*(127\.0\.0\.1|ECONNREFUSED)/);
      expect(code).to.equal(1);
    });

    it('is imported, as docs/library.md shows', async () => {
      addExample();
      writeFileSync(join(project, 'example.mjs'), imports);
      expectQuiet(await run('node', ['example.mjs']));
      expectCompiled(join(project, 'out'));
    });

    it('is required, as docs/library.md shows', async () => {
      writeFileSync(join(project, 'example.cjs'), requires);
      const { stdout } = expectQuiet(await run('node', ['example.cjs']));
      expect(stdout).to.match(/^1:1 missing-property: /m);
    });

    it('has the schema, as docs/library.md shows', async () => {
      writeFileSync(join(project, 'example.mjs'), importsSchema);
      const { code, stdout } = await run('node', ['example.mjs']);
      expect(code).to.equal(0);
      expect(stdout).to.include("'backend'");
    });
  });
}

describe('the package, installed', () => {
  it('is one package', async function () {
    const found = await installPackage();
    needs(this, typeof found === 'string' ? found : undefined);
    const folder = typeof found === 'string' ? '' : found.folder;
    expect(readdirSync(join(folder, 'node_modules')).sort()).to.deep.equal([
      '.bin',
      '.package-lock.json',
      'archc',
    ]);
  });

  it('is run by npx', async function () {
    const found = await installPackage();
    needs(this, typeof found === 'string' ? found : undefined);
    const folder = typeof found === 'string' ? '' : found.folder;
    const { code, stdout } = await runProcess('npx', ['--no', '--', 'archc', '--version'], { cwd: folder });
    expect({ code, stdout }).to.deep.equal({ code: 0, stdout: `archc ${version}\n` });
  });
});

function namesIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name !== '.gitattributes')
    .sort();
}

function expectCompiled(folder: string): void {
  expect(namesIn(folder)).to.deep.equal(compiled.files);
  for (const file of compiled.files) {
    expect(readFileSync(join(folder, file), 'utf8')).to.equal(
      readFileSync(join(compiled.folder, file), 'utf8'),
    );
  }
}

function expectQuiet(result: ProcessResult): ProcessResult {
  expect(result.code, result.stderr).to.equal(0);
  expect(result.stderr).to.not.match(/\(node:\d+\)/);
  return result;
}
