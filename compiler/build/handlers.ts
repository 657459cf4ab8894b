import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { format } from 'prettier';
import { rollup } from 'rollup';
import type { OutputChunk, Plugin } from 'rollup';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';

/**
 * The source of a function as a template contains it: one CommonJS module with its comments, which requires only what
 * Lambda's runtime has. Printable ASCII, so that it can stand in a YAML block.
 */
export async function bundleHandler(file: string): Promise<string> {
  const bundle = await rollUpHandler(file);
  const code = await format(restoreBlankLines(bundle.code), {
    parser: 'babel',
    singleQuote: true,
    printWidth: 110,
  });
  if (/[^\n\x20-\x7e]| \n/.test(code)) throw new Error(`${file} can't stand in a YAML block`);
  return code;
}

/** The function's source before it is formatted, because its source map fits only then. */
export async function rollUpHandler(file: string): Promise<OutputChunk> {
  const bundle = await rollup({
    input: file,
    external: /^(node:|@aws-sdk\/)/,
    plugins: [typescript],
    onwarn: ({ message }) => {
      throw new Error(message);
    },
  });
  const { output } = await bundle.generate({ format: 'cjs', strict: false, sourcemap: 'hidden' });
  await bundle.close();
  return output[0];
}

const typescript: Plugin = {
  name: 'typescript',
  resolveId: (source, importer) =>
    importer && source.startsWith('.') ? path.resolve(path.dirname(importer), source) : null,
  load: async (id) => {
    const { outputText, sourceMapText = '' } = transpileModule(markBlankLines(await readFile(id, 'utf8')), {
      fileName: id,
      compilerOptions: { module: ModuleKind.ESNext, target: ScriptTarget.ES2022, sourceMap: true },
    });
    return { code: outputText.replace(/^\/\/# sourceMappingURL=.*/m, ''), map: sourceMapText };
  },
};

const blank = '//blank';

/** The TypeScript compiler keeps comments, but not blank lines. */
function markBlankLines(code: string): string {
  return code.replace(/^$/gm, blank);
}

function restoreBlankLines(code: string): string {
  return code.replaceAll(new RegExp(`^\\s*${blank}$`, 'gm'), '');
}
