import { basename } from 'node:path';
import { build, transform } from 'esbuild';
import type { BuildOptions, Metafile } from 'esbuild';
import { namePackages } from './bundling.ts';

/** A bundle as the body of a function with the scope of a CommonJS module, and esbuild's list of the files in it. */
interface Bundled {
  readonly code: string;
  readonly metafile: Metafile;
}

/**
 * Bundles a file whose dynamic imports become parts of their own: what only one of them needs is evaluated when it is
 * imported. Without parts, esbuild would evaluate most of it at once, and could leave out nothing of what is imported
 * dynamically. It makes parts only as ES modules in files of their own; here they become functions in one file, because
 * each file that is loaded takes time.
 */
export async function bundleParts(entry: string, options: BuildOptions): Promise<Bundled> {
  const { metafile, outputFiles } = await build({
    ...options,
    entryPoints: [{ in: entry, out: 'entry' }],
    outdir: 'parts',
    format: 'esm',
    splitting: true,
    sourcemap: false,
    metafile: true,
    write: false,
  });
  const contents = new Map(
    Object.entries(metafile.outputs).map(([file, { inputs }]) => [basename(file), Object.keys(inputs)]),
  );
  const parts = await Promise.all(
    outputFiles.map(async ({ path, text }) => {
      const name = basename(path);
      const { code } = await transform(text, {
        format: 'cjs',
        target: options.target ?? 'esnext',
        charset: 'ascii',
        minifySyntax: true,
        // Nobody reads the AWS SDK here, and it is a quarter of the package.
        minifyWhitespace: true,
        supported: { 'dynamic-import': false },
      });
      return `${namePackages(contents.get(name) ?? [])}${JSON.stringify(`./${name}`)}(exports, require, module) {\n${code}}`;
    }),
  );
  return { code: `const parts = {\n${parts.join(',\n')}\n};\n${loader}`, metafile };
}

const loader = `const loaded = {};
function load(name) {
  if (!parts[name]) return require(name);
  if (loaded[name]) return loaded[name].exports;
  const part = loaded[name] = { exports: {} };
  parts[name](part.exports, load, part);
  return part.exports;
}
module.exports = load("./entry.js");
`;
