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

const largest = 3_500_000;

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
      'build/command.cache',
      'build/command.js',
      'build/library.cjs',
      'build/library.d.cts',
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

  it('takes at most 3.5 MB beside the AWS SDK', () => {
    expect(installed.packed.unpackedSize).to.be.below(largest);
    const others = Object.keys(manifest.dependencies).filter((name) => !/^@(aws-sdk|smithy)\//.test(name));
    expect(others).to.deep.equal([]);
  });

  it('has the figures of limits, and not where they are from', () => {
    const whats = Object.values(limits).map(({ what }) => what);
    for (const file of ['command.js', 'library.cjs']) {
      const text = readFileSync(join(installed.folder, 'node_modules/archc/build', file), 'utf8');
      expect(text).to.match(/"template-bytes": \{\s*most: 51200\b/);
      expect(whats.filter((what) => text.includes(what))).to.deep.equal([]);
    }
  });

  it('depends on what its command loads beside node itself, and on nothing else', () => {
    const command = readFileSync(join(installed.folder, 'node_modules/archc/build/command.js'), 'utf8');
    // What stands in quotes is the code of another program.
    const loaded = [...command.matchAll(/[^'\\]require\("([^"./][^"]*)"\)/g)].map(([, name = '']) => name);
    const foreign = loaded.filter((name) => !isBuiltin(name));
    const packages = new Set(foreign.map((name) => name.split('/').slice(0, 2).join('/')));
    expect([...packages]).to.have.members(Object.keys(manifest.dependencies));
  });

  it('passes on the licence of everything that is part of it', () => {
    const built = join(installed.folder, 'node_modules/archc/build');
    const licences = readFileSync(join(built, 'third-party-licenses.txt'), 'utf8');
    const bundles = ['command.js', 'library.cjs'].map((file) => readFileSync(join(built, file), 'utf8'));
    const parts = bundles.flatMap((text) => [...text.matchAll(/^\/\/ node_modules\/((?:@[^/]+\/)?[^/]+)/gm)]);
    const names = new Set(parts.map(([, name = '']) => name));
    expect(names).to.include('yaml');
    for (const name of names) {
      expect(licences).to.match(new RegExp(`^${name} \\d[^\\n]*\\n\\n {2}[^]*?(Permission|Licensed)`, 'm'));
    }
  });
});
