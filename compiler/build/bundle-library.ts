import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import { catalogue } from '../diagnostics/catalogue.ts';
import { coreBundle, libraryFile } from './bundle-core.ts';
import { projectFolder } from './project-folder.ts';

const entry = join(projectFolder, libraryFile);
const output = join(projectFolder, 'build', 'library');

/** What `import` and `require` of the package load: the library as the core has it, and its types. */
export async function bundleLibrary(): Promise<void> {
  writeFileSync(`${output}.cjs`, library);
  writeFileSync(`${output}.d.cts`, listCodes(await rollUpTypes()));
}

/** Node finds the names for `import` without running it. What the library exports stands first in the core's list. */
const library = `"use strict";
const core = { exports: {} };
require("./${coreBundle}")(core.exports, require, core);
const [compile, formatDiagnostics] = core.exports;
exports.compile = compile;
exports.formatDiagnostics = formatDiagnostics;
`;

async function rollUpTypes(): Promise<string> {
  const bundle = await rollup({
    input: entry,
    external: /^node:/,
    plugins: [dts({ tsconfig: join(projectFolder, 'tsconfig.json') })],
    onwarn: ({ message }) => {
      throw new Error(message);
    },
  });
  const { output: files } = await bundle.generate({ format: 'cjs' });
  await bundle.close();
  return files[0].code;
}

/** Puts the union of the codes in place of the whole catalogue with its explanations. */
function listCodes(types: string): string {
  const derived = /\/\*\*[^/]*\*\/\ndeclare const catalogue: \{[\s\S]*?\ntype Code = keyof typeof catalogue;/;
  if (!derived.test(types)) throw new Error('The types of the library have no catalogue any more');
  const words = Object.keys(catalogue).map((code) => `\n    | '${code}'`);
  return types.replace(
    derived,
    `/** Public: none is renamed or used again. */\ntype Code =${words.join('')};`,
  );
}
