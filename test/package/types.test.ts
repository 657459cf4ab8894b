import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { needs } from '../support/needs.ts';
import { installPackage } from '../support/package/installed-package.ts';
import { runProcess } from '../support/terminal/run-process.ts';

const uses = `
const compilation: Compilation = compile(new Uint8Array(), { name: 'specs/todo.yaml' });
const texts: readonly string[] = compilation.artifacts.map((artifact: Artifact) => artifact.text);
const [first] = compilation.diagnostics;
const code: Code | undefined = first?.code;
const place: Place | undefined = first?.place ?? first?.related?.place;
const shown: string = formatDiagnostics(compilation.diagnostics, 'archc: 1', { colour: true });
export const all = [texts, code, place?.line.toFixed(), shown];

// @ts-expect-error: nothing is read from a file
compile('archc: 1', { file: 'specs/todo.yaml' });
// @ts-expect-error: a spec is text or bytes
compile({ archc: 1 });
// @ts-expect-error: a result is not changed
compilation.artifacts.length = 0;
// @ts-expect-error: codes are known
export const unknown: Code = 'no-such-code';
`;
const types = `import type { Artifact, Code, Compilation, Place } from 'archc';`;
const values = `import { compile, formatDiagnostics } from 'archc';`;
const required = `import archc = require('archc');\nconst { compile, formatDiagnostics } = archc;`;
const schema = `import schema from 'archc/schema.json' with { type: 'json' };\nexport const title: string = schema.title;`;

const settings: Readonly<Record<string, readonly string[]>> = {
  node16: ['--module', 'node16'],
  nodenext: ['--module', 'nodenext'],
  bundler: ['--module', 'preserve', '--moduleResolution', 'bundler'],
  node10: ['--module', 'commonjs', '--moduleResolution', 'node10', '--ignoreDeprecations', '6.0'],
};

describe('the types of the package', () => {
  for (const [name, flags] of Object.entries(settings)) {
    it(`are found with the module resolution ${name}`, async function () {
      const found = await installPackage();
      needs(this, typeof found === 'string' ? found : undefined);
      if (typeof found === 'string') return;
      const folder = mkdtempSync(join(found.folder, 'types-'));
      const files: Readonly<Record<string, string>> = {
        ...(name !== 'node10' && { 'module.mts': `${types}\n${values}${uses}` }),
        ...(/^(nodenext|bundler)$/.test(name) && { 'schema.mts': schema }),
        ...(name !== 'bundler' && { 'required.cts': `${types}\n${required}${uses}` }),
        'plain.ts': `${types}\n${values}${uses}`,
      };
      for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
      const strict = ['--strict', '--noEmit', '--noUncheckedIndexedAccess', '--resolveJsonModule'];
      const plain = ['--target', 'es2022', '--lib', 'es2022'];
      const tsc = join(process.cwd(), 'node_modules/typescript/bin/tsc');
      const args = [tsc, ...strict, ...plain, ...flags, ...Object.keys(files)];
      const { code, stdout } = await runProcess(process.execPath, args, { cwd: folder });
      expect(stdout).to.equal('');
      expect(code).to.equal(0);
    });
  }
});
