import { createHash } from 'node:crypto';
import { chmod, cp, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { expect } from 'chai';
import type { Repository } from '../support/github/repository.ts';
import { leftOut, needs } from '../support/needs.ts';
import { copyProject, moveProject } from '../support/package/project-copy.ts';
import { runProcess } from '../support/terminal/run-process.ts';

const changelog = (version: string) => `# Changelog

## [Unreleased]

## [${version}] - 2026-01-02

### Added

- Something new.

## [0.0.1] - 2026-01-01

- Something old.

[Unreleased]: https://example.com
`;

describe('npm run release', () => {
  let project: Repository;
  let folder = '';
  let version: string;
  /** Every example's files, as a release names them. */
  let examples: readonly { readonly asset: string; readonly committed: string }[];

  const at = (...names: readonly string[]): string => path.join(folder, ...names);
  const inProject = (...names: readonly string[]): string => path.join(project.folder, ...names);

  before(async function () {
    // It copies this project with all packages, and builds the copies.
    needs(this, leftOut());
    folder = await mkdtemp(path.join(tmpdir(), 'archc-release-'));
    project = await copyProject();
    const manifest = JSON.parse(await readFile(inProject('package.json'), 'utf8')) as { version: string };
    version = manifest.version;
    const published = { ...manifest, repository: 'https://example.com/archc.git' };
    await project.commit({
      'package.json': `${JSON.stringify(published, null, 2)}\n`,
      'CHANGELOG.md': changelog(version),
    });
    await project.git('tag', `v${version}`);
    const names = await readdir(inProject('dist'), { recursive: true, withFileTypes: true });
    examples = names
      .filter((entry) => entry.isFile() && entry.name !== '.gitattributes')
      .map(({ name, parentPath }) => {
        const folder = path.relative(inProject('dist'), parentPath);
        return {
          asset: `${folder.split(path.sep).join('-')}-${name}`,
          committed: path.join('dist', folder, name),
        };
      });
    const flags = ['--output', at('release'), '--tag', `v${version}`];
    const { code, stderr } = await project.run('npm', ['run', '--silent', 'release', '--', ...flags]);
    expect(code, stderr).to.equal(0);
  });

  after(async () => {
    if (folder === '') return;
    await project.remove();
    await rm(folder, { recursive: true });
  });

  it('writes what a release carries, and nothing else', async () => {
    const pages = ['hardened', 'orders', 'todo', 'todo-fargate'].map((name) => `${name}-report.html`);
    const pictures = ['hardened', 'orders-dev', 'orders-prod', 'orders-staging', 'todo', 'todo-fargate'];
    expect(await readdir(at('release'))).to.have.members([
      ...examples.map(({ asset }) => asset),
      ...pages,
      ...pictures.map((name) => `${name}.svg`),
      'SHA256SUMS',
      `archc-${version}.tgz`,
      'archc.schema.json',
      'release-notes.md',
      'sbom.cdx.json',
    ]);
    expect(await readdir(folder)).to.deep.equal(['release']);
  });

  it('carries the templates, scripts and schema that are committed', async () => {
    expect(examples.map(({ asset }) => asset)).to.include.members(['todo-shared.yaml', 'todo-build.sh']);
    const schema = { asset: 'archc.schema.json', committed: 'schema/archc.schema.json' };
    for (const { asset, committed } of [...examples, schema])
      expect(await readFile(at('release', asset), 'utf8')).to.equal(
        await readFile(inProject(committed), 'utf8'),
      );
    expect((await stat(at('release/todo-build.sh'))).mode & 0o111).to.equal(0o111);
  });

  it('carries a page for reviewers and a picture of each example', async () => {
    expect(await readFile(at('release/orders-report.html'), 'utf8'))
      .to.match(/^<!doctype html>/i)
      .and.include('specs/todo-environments.yaml');
    expect(await readFile(at('release/orders-prod.svg'), 'utf8')).to.match(/^<svg [^]*<\/svg>\n$/);
  });

  it('carries checksums that sha256sum accepts, of every other file', async () => {
    const { code, stdout } = await runProcess('sha256sum', ['--check', '--strict', 'SHA256SUMS'], {
      cwd: at('release'),
    });
    expect(code).to.equal(0);
    const others = (await readdir(at('release'))).filter((name) => name !== 'SHA256SUMS');
    expect(stdout.trim().split('\n')).to.have.members(others.map((name) => `${name}: OK`));
  });

  it('carries the package, whose command compiles to the templates of the release', async () => {
    const unpacked = at('unpacked');
    await mkdir(unpacked);
    await runProcess('tar', ['-xzf', at('release', `archc-${version}.tgz`), '-C', unpacked]);
    const command = [path.join(unpacked, 'package/build/archc.cjs'), 'compile'];
    const args = [...command, '--output', at('compiled'), inProject('specs/todo.yaml')];
    const { code, stderr } = await runProcess(process.execPath, args);
    expect(code, stderr).to.equal(0);
    for (const part of ['shared.yaml', 'backend.yaml', 'build.sh'])
      expect(await readFile(at('compiled/todo', part), 'utf8')).to.equal(
        await readFile(at('release', `todo-${part}`), 'utf8'),
      );
    await rm(unpacked, { recursive: true });
    await rm(at('compiled'), { recursive: true });
  });

  describe('has a bill of materials', () => {
    it('that is valid CycloneDX', async () => {
      const judge = new Validation.JsonStrictValidator(Spec.Version.v1dot5);
      const text = await readFile(at('release/sbom.cdx.json'), 'utf8');
      expect(await judge.validate(text)).to.equal(null);
      expect(await judge.validate(text.replace('"required"', '"sometimes"'))).not.to.equal(null);
    });

    it('with everything that is bundled, and without what only development needs', async () => {
      const bill = JSON.parse(await readFile(at('release/sbom.cdx.json'), 'utf8')) as Bill;
      expect(bill.metadata.component).to.include({ name: 'archc', version });
      const bundled = bill.components.filter(isBundled).map(nameOf);
      expect(bundled).to.include.members(['ajv', 'ansi-regex', 'ipaddr.js', 'log-update', 'yaml']);
      expect(bundled).to.include.members(['@aws-sdk/client-cloudformation', '@smithy/core']);
      expect(bundled).not.to.include.members(['mocha']);
      expect(bill.components.map(nameOf)).to.have.members(bundled);
      expect(bill.components.map(({ scope }) => scope)).not.to.include('optional');
    });

    it('that says what needs what, among its own', async () => {
      const bill = JSON.parse(await readFile(at('release/sbom.cdx.json'), 'utf8')) as Bill;
      const refs = bill.components.map((component) => component['bom-ref']);
      expect(bill.dependencies.map(({ ref }) => ref)).to.have.members([`archc@${version}`, ...refs]);
      expect(refs).to.include.members(bill.dependencies.flatMap(({ dependsOn }) => dependsOn));
    });

    it('with the time of the commit', async () => {
      const bill = JSON.parse(await readFile(at('release/sbom.cdx.json'), 'utf8')) as Bill;
      expect(bill.metadata.timestamp).to.equal('2026-01-02T03:04:05.000Z');
    });
  });

  it('takes the notes from the changelog, and says of the first release that there is none before it', async () => {
    expect(await readFile(at('release/release-notes.md'), 'utf8')).to.equal(`### Added

- Something new.

## Templates

This is the first release: there are none before it to compare with.
`);
  });

  it('compares with the release before: what changes for running systems, and which examples are new or gone', async () => {
    await cp(at('release'), at('previous'), { recursive: true });
    const template = await readFile(at('previous/todo-shared.yaml'), 'utf8');
    const other = template.replace(/EngineVersion: .*/, 'EngineVersion: 8.0.mysql_aurora.3.08.0');
    expect(other).not.to.equal(template);
    await writeFile(at('previous/todo-shared.yaml'), other);
    await writeFile(at('previous/old-backend.yaml'), '');
    const others = examples.filter(({ asset }) => asset.startsWith('todo-fargate-'));
    for (const { asset } of others) await rm(at('previous', asset));
    const { code, stderr } = await release('--previous', at('previous'));
    expect(code, stderr).to.equal(0);
    const parts = (await readFile(at('next/release-notes.md'), 'utf8')).split(/^## Templates of /m).slice(1);
    const notes = new Map(
      parts.map((part): [string, string] => {
        const end = part.indexOf('\n\n');
        return [part.slice(0, end), part.slice(end).trim()];
      }),
    );
    await rm(at('previous'), { recursive: true });
    await rm(at('next'), { recursive: true });
    expect(notes.get(`todo, since ${version}`)).to.match(/`DatabaseCluster` .*interruption/);
    expect(notes.get(`todo, since ${version}`)).to.contain('8.0.mysql_aurora.3.08.0');
    expect(notes.get(`old, since ${version}`)).to.equal('This example is not there any more.');
    expect(notes.get(`todo-fargate, since ${version}`)).to.equal(
      'This example is new: there are none before it to compare with.',
    );
  });

  it('gives the same bytes in another folder, time zone and locale, and to another user', async () => {
    project = await moveProject(project, 'elsewhere');
    const flags = ['--output', at('again'), '--tag', `v${version}`];
    const home = await mkdtemp(path.join(tmpdir(), 'archc-home-'));
    const env = {
      ...{ TZ: 'Asia/Tokyo', LC_ALL: 'C', HOME: home, npm_config_cache: path.join(home, 'npm') },
      // git does not trust the folder of another user.
      ...{ GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'safe.directory', GIT_CONFIG_VALUE_0: '*' },
    };
    const [program, ...args] = await asAnotherUser('npm', 'run', '--silent', 'release', '--', ...flags);
    const { code, stderr } = await project.run(program, args, env);
    expect(code, stderr).to.equal(0);
    expect(await hashes(at('again'))).to.deep.equal(await hashes(at('release')));
    await Promise.all([at('again'), home].map((each) => rm(each, { recursive: true })));
  });

  /** Whose files nobody else may read. Only root can start programs as another user, who may write here all the same. */
  async function asAnotherUser(...command: readonly string[]): Promise<readonly [string, ...string[]]> {
    const withUmask = ['sh', '-c', 'umask 077 && exec "$@"', 'sh', ...command] as const;
    const user = ['--reuid=65534', '--regid=65534', '--clear-groups'];
    const rights = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
    await chmod(project.folder, 0o755);
    const reach = [...user, 'test', '-r', inProject('package.json')];
    const reached = await runProcess('setpriv', reach).catch(() => undefined);
    return reached?.code === 0 ? ['setpriv', ...user, ...rights, ...withUmask] : withUmask;
  }

  it('says all that speaks against a release, and makes none', async () => {
    await writeFile(inProject('CHANGELOG.md'), '');
    const { code, stdout, stderr } = await release('--tag', 'v9.9.9', '--previous', folder);
    await project.git('checkout', '--quiet', '--', '.');
    expect(code).to.equal(1);
    expect(stdout).to.equal('');
    expect(stderr).to.equal(`release: there are changes that are not committed:
 M CHANGELOG.md
release: the tag v9.9.9 does not fit version ${version} of package.json, whose tag is v${version}
release: CHANGELOG.md has no section "## [${version}] - YYYY-MM-DD"
release: ${folder} has no templates of an earlier release
`);
    expect(await readdir(folder)).to.deep.equal(['release']);
  });

  it('leaves nothing half-written when a step fails', async () => {
    const tools = at('tools');
    await mkdir(tools);
    await writeFile(path.join(tools, 'npm'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    const args = ['compiler/build/release/main.ts', '--output', at('next')];
    const { code } = await project.run('tsx', args, { PATH: `${tools}:${pathOfTools().PATH}` });
    await rm(tools, { recursive: true });
    expect(code).to.equal(1);
    expect(await readdir(folder)).to.deep.equal(['release']);
  });

  /** Without building again. */
  function release(...flags: readonly string[]) {
    const args = ['compiler/build/release/main.ts', '--output', at('next'), ...flags];
    return project.run('tsx', args, pathOfTools());
  }

  function pathOfTools() {
    return { PATH: `${inProject('node_modules/.bin')}:${process.env.PATH ?? ''}` };
  }
});

interface Bill {
  readonly metadata: { readonly timestamp: string; readonly component: object };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

interface Component {
  readonly 'bom-ref': string;
  readonly name: string;
  readonly scope: string;
  readonly properties: readonly { readonly name: string }[];
}

const isBundled = ({ properties }: Component): boolean =>
  properties.some(({ name }) => name === 'cdx:npm:package:bundled');

const nameOf = ({ name }: Component): string => name;

async function hashes(folder: string): Promise<Readonly<Record<string, string>>> {
  const names = (await readdir(folder)).sort();
  const entries = names.map(async (name): Promise<[string, string]> => {
    const content = await readFile(path.join(folder, name));
    return [name, createHash('sha256').update(content).digest('hex')];
  });
  return Object.fromEntries(await Promise.all(entries));
}
