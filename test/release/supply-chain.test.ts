import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
  readonly inBundle?: boolean;
}

interface Update {
  readonly 'package-ecosystem': string;
  readonly directory?: string;
  readonly directories?: readonly string[];
}

/** Licences that ask for nothing but their text and a notice. docs/security.md lists them. */
const licences = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'];

const tracked = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { encoding: 'utf8' }).split(
  '\n',
);
const read = (file: string): string => readFileSync(file, 'utf8');
const filesNamed = (name: string): readonly string[] =>
  tracked.filter((file) => path.basename(file) === name);

const packagesOf = (file: string): readonly (readonly [string, LockedPackage])[] => {
  const { packages } = JSON.parse(read(file)) as { packages: Readonly<Record<string, LockedPackage>> };
  return Object.entries(packages).filter(([folder]) => folder !== '');
};

describe('the supply chain', () => {
  const locks = filesNamed('package-lock.json');

  it('has lock files, whose packages all have a checksum', () => {
    expect(locks).to.include.members(['package-lock.json', 'sample-api/package-lock.json']);
    for (const lock of locks)
      for (const [folder, { integrity, inBundle }] of packagesOf(lock))
        // One that is bundled comes in the tarball of another, which has a checksum.
        if (inBundle !== true) expect(integrity, `${lock}: ${folder}`).to.match(/^sha512-/);
  });

  it('has no package that runs a script when users install archc, and one when we do, which the set-up leaves out', () => {
    const scripts = locks.flatMap((lock) =>
      packagesOf(lock).filter(([, { hasInstallScript }]) => hasInstallScript),
    );
    expect(scripts.map(([folder, { dev }]) => [folder, dev])).to.deep.equal([['node_modules/esbuild', true]]);
    const { scripts: ours } = JSON.parse(read('package.json')) as {
      scripts: Readonly<Record<string, string>>;
    };
    expect(Object.keys(ours)).not.to.include.members(['preinstall', 'install', 'postinstall', 'prepare']);
  });

  it('installs packages without their scripts, everywhere', () => {
    const files = ['package.json', 'test/run.mjs', ...filesNamed('Dockerfile'), ...workflows()];
    const installs = files.flatMap((file) =>
      read(file)
        .split('\n')
        .filter((line) => /npm ci|npm .*\bci\b|'ci'/.test(line) && !/^\s*(#|const name)/.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );
    expect(installs.length).to.be.at.least(4);
    expect(installs.filter((line) => !line.includes('--ignore-scripts'))).to.deep.equal([]);
  });

  it('brings users only packages whose licences ask for their text and a notice', () => {
    const installed = packagesOf('package-lock.json').filter(([, { dev }]) => dev !== true);
    const bundled = [...read('build/third-party-licenses.txt').matchAll(/^(\S+) \d\S* \((.*)\)$/gm)];
    const named = [
      ...installed.map(([folder, { license }]) => [folder, license]),
      ...bundled.map(([, name, license]) => [name, license]),
    ];
    expect(named.length).to.be.above(20);
    const others = named.filter(([, license]) => !licences.includes(license ?? ''));
    expect(others).to.deep.equal([['elkjs', 'EPL-2.0 OR GPL-3.0-or-later']]);
    // The one whose licence also asks where its source is.
    expect(read('build/third-party-licenses.txt')).to.match(
      /^elkjs .*\nSource code: https:\/\/github\.com\/kieler\/elkjs\n/m,
    );
    const page = read('docs/security.md').replaceAll('\n', ' ');
    for (const licence of licences) expect(page).to.contain(licence);
  });

  it('fixes every Python tool at one version', () => {
    const lines = filesNamed('requirements.txt')
      .flatMap((file) => read(file).split('\n'))
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(lines.filter((line) => !/^[\w.-]+==\S+$/.test(line))).to.deep.equal([]);
  });

  it('hears of new versions of all that it fixes', () => {
    const { updates } = parse(read('.github/dependabot.yml')) as { updates: readonly Update[] };
    const watched = updates.flatMap(({ 'package-ecosystem': kind, directory, directories = [] }) =>
      [directory ?? [], directories].flat().map((folder) => `${kind} ${folder}`),
    );
    const folders = (name: string, kind: string): readonly string[] =>
      filesNamed(name).map((file) => `${kind} /${path.dirname(file).replace(/^\.$/, '')}`);
    expect(watched).to.have.members([
      ...folders('package-lock.json', 'npm'),
      ...folders('requirements.txt', 'pip'),
      ...folders('go.mod', 'gomod'),
      ...folders('Dockerfile', 'docker'),
      'github-actions /',
    ]);
  });

  function workflows(): readonly string[] {
    return tracked.filter((file) => file.startsWith('.github/workflows/'));
  }
});
