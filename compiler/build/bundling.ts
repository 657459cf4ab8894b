import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildOptions, Metafile } from 'esbuild';
import { leaveOutSources } from './leave-out-sources.ts';
import { projectFolder } from './project-folder.ts';

/** esbuild's options for everything that users run. Names are kept, for the stack traces in reports of bugs. */
export const bundling = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20.19',
  minifySyntax: true,
  // The package is installed often and read rarely; its source is in the repository.
  minifyWhitespace: true,
  charset: 'ascii',
  metafile: true,
  logLevel: 'warning',
  // A separate file, which the bundle does not mention: the tests report coverage by source files.
  sourcemap: 'external',
  // The package's files for browsers are ES modules, so that the bundle gets only the parts that are used.
  alias: {
    yaml: join(projectFolder, 'node_modules', 'yaml', 'browser', 'dist', 'index.js'),
    // The ES modules of these ask where they stand, which a bundle does not know.
    tinyglobby: join(projectFolder, 'node_modules', 'tinyglobby', 'dist', 'index.cjs'),
    fdir: join(projectFolder, 'node_modules', 'fdir', 'dist', 'index.cjs'),
    debug: join(projectFolder, 'compiler', 'build', 'no-debug.cjs'),
  },
  plugins: [leaveOutSources],
} satisfies BuildOptions;

/** Around a bundle: a function with the scope of a CommonJS module, which the launcher calls. */
export const scope = {
  begin: '(function (exports, require, module, __filename, __dirname) {',
  end: '})',
} as const;

/** Ends a bundle with a comment for each package that is part of it, from which licences and the bill of materials are made. */
export function addPackages(file: string, { outputs }: Metafile): void {
  appendFileSync(file, namePackages(Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs))));
}

/** The comments for packages whose files these are. */
export function namePackages(files: readonly string[]): string {
  const folders = files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+\//.exec(file)?.[0] ?? []);
  return [...new Set(folders)]
    .sort()
    .map((folder) => `// ${folder}\n`)
    .join('');
}
