import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Metafile } from 'esbuild';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import { catalogue } from '../diagnostics/catalogue.ts';
import { bundling } from './bundle-command.ts';
import { projectFolder } from './project-folder.ts';

const entry = join(projectFolder, 'compiler', 'library.ts');
const output = join(projectFolder, 'build', 'library');

/**
 * Bundles what `import` and `require` of the package load: one CommonJS file and its types. Resolves to esbuild's
 * list of the files in it.
 */
export async function bundleLibrary(): Promise<Metafile> {
  const { metafile } = await build({
    ...bundling,
    minifyWhitespace: true,
    entryPoints: [entry],
    outfile: `${output}.cjs`,
  });
  writeFileSync(`${output}.d.cts`, listCodes(await rollUpTypes()));
  return metafile;
}

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
