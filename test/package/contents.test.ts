import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { expect } from 'chai';
import { limits } from '../../compiler/facts/limits.ts';
import manifest from '../../package.json' with { type: 'json' };
import { options } from '../../templates/options/registry.ts';
import { runtimes } from '../../templates/runtimes/registry.ts';
import { needs } from '../support/needs.ts';
import { installPackage } from '../support/package/installed-package.ts';
import type { InstalledPackage } from '../support/package/installed-package.ts';

const programs = [
  'archc.cjs',
  'aws-sdk.js',
  'command.js',
  'compile.js',
  'core.cjs',
  'diagram.js',
  'library.cjs',
  'report.js',
  'scanners.js',
];
/** For requests to several regions at once, of which archc makes none: without it, the SDK refuses these. */
const optional = '@aws-sdk/signature-v4-crt';

const largest = 6_000_000;

describe('the package', () => {
  let installed: InstalledPackage;

  before(async function () {
    const found = await installPackage();
    needs(this, typeof found === 'string' ? found : undefined);
    if (typeof found !== 'string') installed = found;
  });

  it('has the command, the library, the schema and the pages of the modules, and nothing else', () => {
    const pages = [
      ...options.map(({ name }) => `templates/options/${name}/README.md`),
      ...runtimes.map(({ name }) => `templates/runtimes/${name}/README.md`),
    ];
    const paths = installed.packed.files.map(({ path }) => path);
    expect(paths.filter((path) => path !== 'README.ja.md')).to.have.members([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'build/archc.cjs',
      'build/aws-sdk.js',
      'build/command.js',
      'build/compile.js',
      'build/core.cjs',
      'build/diagram.js',
      'build/library.cjs',
      'build/library.d.cts',
      'build/report.js',
      'build/scanners.js',
      'build/third-party-licenses.txt',
      'package.json',
      'schema/archc.schema.json',
      ...pages,
    ]);
  });

  it('has a command that can be executed', () => {
    const { mode = 0 } = installed.packed.files.find(({ path }) => path === 'build/archc.cjs') ?? {};
    expect(mode & 0o111).to.equal(0o111);
  });

  it('takes at most 6 MB', () => {
    expect(installed.packed.unpackedSize).to.be.below(largest);
  });

  it('has the figures of limits, and not where they are from', () => {
    const whats = Object.values(limits).map(({ what }) => what);
    const [core, ...others] = ['core.cjs', 'command.js', 'compile.js'].map((file) =>
      readFileSync(join(installed.folder, 'node_modules/archc/build', file), 'utf8'),
    );
    expect(core).to.match(/"template-bytes":\s*\{\s*most:\s*51200\b/);
    for (const text of [core, ...others])
      expect(whats.filter((what) => text?.includes(what))).to.deep.equal([]);
  });

  it('depends on no other package, and loads none beside node itself', () => {
    expect(manifest).not.to.have.any.keys('dependencies', 'optionalDependencies', 'peerDependencies');
    for (const file of programs) {
      const program = readFileSync(join(installed.folder, 'node_modules/archc/build', file), 'utf8');
      // What stands in quotes is the code of another program.
      const loaded = [...program.matchAll(/[^'\\]require\("([^"./][^"]*)"\)/g)].map(([, name = '']) => name);
      // These read and write nothing.
      const pure = ['diagram.js', 'library.cjs', 'scanners.js'];
      if (!pure.includes(file)) expect(loaded, file).not.to.have.length(0);
      const foreign = loaded.filter((name) => !isBuiltin(name) && name !== optional);
      expect(foreign, file).to.deep.equal([]);
    }
  });

  it('passes on the licence of everything that is part of it', () => {
    const built = join(installed.folder, 'node_modules/archc/build');
    const licences = readFileSync(join(built, 'third-party-licenses.txt'), 'utf8');
    const bundles = programs.map((file) => readFileSync(join(built, file), 'utf8'));
    const parts = bundles.flatMap((text) => [...text.matchAll(/^\/\/ node_modules\/((?:@[^/]+\/)?[^/]+)/gm)]);
    const names = new Set(parts.map(([, name = '']) => name));
    expect(names).to.include.members(['yaml', '@aws-sdk/client-sts', 'elkjs']);
    for (const name of names) {
      // Packages with the same licence stand together, above its text.
      expect(licences).to.match(
        new RegExp(
          `^${name} \\d[^\\n]*\\n([@\\w][^\\n]*\\n)*\\n {2}[^]*?(Permission|Licensed|Eclipse Public License)`,
          'm',
        ),
      );
    }
  });
});
