import { join, relative, sep } from 'node:path';
import { build } from 'esbuild';
import type { Metafile, Plugin } from 'esbuild';
import { addPackages, bundling, scope } from './bundling.ts';
import { projectFolder } from './project-folder.ts';

/** The file with all code that compiles: the commands and the library have it in common. */
export const coreBundle = 'core.cjs';
/** What the package exports. The core has exactly what it needs. */
export const libraryFile = 'compiler/library.ts';

export interface Core {
  readonly metafile: Metafile;
  /** Takes from the core what it has, so that another bundle has no second copy of it. */
  readonly fromCore: Plugin;
}

/** Makes the core of the files that the library is made of. It exports what the entries of the other bundles import. */
export async function bundleCore(entries: readonly string[]): Promise<Core> {
  const core = new Set(Object.keys(await inputsOf([libraryFile])));
  const imported = Object.entries(await inputsOf(entries))
    .filter(([file]) => !core.has(file))
    .flatMap(([, { imports }]) => imports.map(({ path }) => path))
    .filter((path) => core.has(path) && path.endsWith('.ts'));
  const names = await exportsOf([...new Set([libraryFile, ...imported])]);
  const outfile = join(projectFolder, 'build', coreBundle);
  const { metafile } = await build({
    ...bundling,
    stdin: { contents: entryOf(names), resolveDir: projectFolder, sourcefile: 'core.mjs' },
    outfile,
    // Node loads it as a module that exports this function; for the launcher, the function is what the text evaluates to.
    banner: { js: `(typeof module === "object" ? module : {}).exports = ${scope.begin}` },
    footer: { js: scope.end },
    // The entry is an ES module, but says what it exports as CommonJS: esbuild would define a getter for each name.
    logOverride: { 'commonjs-variable-in-esm': 'silent' },
  });
  addPackages(outfile, metafile);
  return { metafile, fromCore: fromCore(names) };
}

/** The files that entries are bundled from, by their path in the project. */
async function inputsOf(entries: readonly string[]): Promise<Metafile['inputs']> {
  const { metafile } = await build({
    ...bundling,
    absWorkingDir: projectFolder,
    entryPoints: [...entries],
    outdir: 'build',
    write: false,
  });
  return metafile.inputs;
}

type Names = ReadonlyMap<string, readonly string[]>;

/** What each file exports at run time. */
async function exportsOf(files: readonly string[]): Promise<Names> {
  const { metafile } = await build({
    absWorkingDir: projectFolder,
    entryPoints: [...files],
    outdir: 'build',
    format: 'esm',
    write: false,
    metafile: true,
  });
  const found = Object.values(metafile.outputs).map(
    ({ entryPoint = '', exports }) => [entryPoint, exports] as const,
  );
  return new Map(found.filter(([, exports]) => exports.length > 0));
}

/** Exports a list with the exports of all files, in their order. An object with 150 names would take V8 0.4 ms more. */
function entryOf(names: Names): string {
  const files = [...names].map(([file, exports], index) => {
    const own = exports.map((name) => ({ name, here: `${name}_${index}` }));
    return {
      line: `import { ${own.map(({ name, here }) => `${name} as ${here}`).join(', ')} } from './${file}';`,
      here: own.map(({ here }) => here),
    };
  });
  return [
    ...files.map(({ line }) => line),
    `module.exports = [${files.flatMap(({ here }) => here).join(', ')}];`,
  ].join('\n');
}

/** Puts names of the core in place of each file that is in it. A bundle requires the core once, by a module of its own. */
function fromCore(names: Names): Plugin {
  const imported = 'archc:core';
  const all = [...names].flatMap(([file, exports]) => exports.map((name) => `${file} ${name}`));
  return {
    name: 'from-core',
    setup(build) {
      build.onResolve({ filter: new RegExp(`^${imported}$`) }, () => ({
        path: imported,
        namespace: imported,
      }));
      build.onResolve({ filter: /^/, namespace: imported }, ({ path }) => ({ path, external: true }));
      build.onLoad({ filter: /^/, namespace: imported }, () => ({
        contents: `export default require('./${coreBundle}');`,
      }));
      build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const file = relative(projectFolder, path).replaceAll(sep, '/');
        const taken = names
          .get(file)
          ?.map((name) => `export const ${name} = core[${all.indexOf(`${file} ${name}`)}];`);
        return taken && { contents: [`import core from '${imported}';`, ...taken].join('\n') };
      });
    },
  };
}
