import { createHash } from 'node:crypto';
import { appendFileSync, chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { BuildOptions, Metafile, Plugin } from 'esbuild';
import manifest from '../../package.json' with { type: 'json' };
import { bundleParts, namePackages } from './bundle-parts.ts';
import { leaveOutSources } from './leave-out-sources.ts';
import { projectFolder } from './project-folder.ts';
import { pureSchemas } from './pure-schemas.ts';

const folder = join(projectFolder, 'build');

/**
 * esbuild's options for everything that users run. Names are kept; in command.js, which has nearly all of the code, so are
 * line breaks, and a comment names the file of each part.
 */
export const bundling = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20.19',
  minifySyntax: true,
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

/** The file that is loaded for `archc compile`, and so on. */
const bundles = { compile: 'compile.js', validate: 'compile.js', others: 'command.js' } as const;
const sdkBundle = 'aws-sdk.js';

/** Files that only few runs need, each in a bundle of its own: what scanners object to, the layout of pictures, reports. */
const laterBundles = {
  'scanners.js': 'scanners/suppress.ts',
  'diagram.js': 'diagram/draw.ts',
  'report.js': 'report/report.ts',
} as const;

/** Leaves a file to a bundle of its own. */
function apart(filter: RegExp, bundle: string): Plugin {
  return {
    name: `${bundle}-apart`,
    setup(build) {
      build.onResolve({ filter }, ({ kind }) =>
        kind === 'entry-point' ? undefined : { path: `./${bundle}`, external: true },
      );
    },
  };
}

/** Only commands that talk to AWS load the SDK. */
const bundlesApart = [
  apart(/^\.\/sdk\.ts$/, sdkBundle),
  ...Object.entries(laterBundles).map(([name, file]) => apart(endOf(file), name)),
];

/** Matches how other folders import a file of compiler/. */
function endOf(file: string): RegExp {
  return new RegExp(`/${file.replaceAll('.', '\\.')}$`);
}

/**
 * The command as a few files, with their launcher, build/archc.cjs. Resolves to esbuild's lists of the files in
 * them.
 */
export async function bundleCommand(): Promise<readonly Metafile[]> {
  const metafiles = [
    await bundle(bundles.others, ['cli', 'main.ts']),
    await bundle(bundles.compile, ['cli', 'main-compile.ts']),
    ...(await Promise.all(Object.entries(laterBundles).map(([name, file]) => bundle(name, [file])))),
    await bundleSdk(),
  ];
  const launcher = join(folder, 'archc.cjs');
  await build({
    ...bundling,
    entryPoints: [join(projectFolder, 'compiler', 'cli', 'launch.ts')],
    outfile: launcher,
    banner: { js: '#!/usr/bin/env node' },
    define: {
      version: JSON.stringify(manifest.version),
      bundles: JSON.stringify(bundles),
      hashes: JSON.stringify(
        Object.fromEntries([...Object.values(bundles), ...Object.keys(laterBundles), sdkBundle].map(hash)),
      ),
    },
  });
  chmodSync(launcher, 0o755);
  return metafiles;
}

/** Bundles a file of compiler/ as a function with the scope of a CommonJS module, for the launcher. */
async function bundle(name: string, entry: readonly string[]): Promise<Metafile> {
  const { metafile } = await build({
    ...bundling,
    // The package is installed often and read rarely; its source is in the repository.
    minifyWhitespace: true,
    entryPoints: [join(projectFolder, 'compiler', ...entry)],
    outfile: join(folder, name),
    plugins: [...bundling.plugins, ...bundlesApart],
    supported: { 'dynamic-import': false },
    banner: { js: scope.begin },
    footer: { js: scope.end },
  });
  const files = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs));
  appendFileSync(join(folder, name), namePackages(files));
  return metafile;
}

const scope = { begin: '(function (exports, require, module, __filename, __dirname) {', end: '})' };

/** With the packages' ES modules, so that the bundle gets only the calls that are used. */
async function bundleSdk(): Promise<Metafile> {
  const plugins = [...bundling.plugins, pureSchemas];
  const options = { ...bundling, plugins, mainFields: ['module', 'main'] };
  const { code, metafile } = await bundleParts(join(projectFolder, 'compiler', 'aws', 'sdk.ts'), options);
  writeFileSync(join(folder, sdkBundle), `${scope.begin}\n"use strict";\n${code}${scope.end}\n`);
  return metafile;
}

function hash(bundle: string): readonly [string, string] {
  const contents = readFileSync(join(folder, bundle));
  return [bundle, createHash('sha256').update(contents).digest('hex').slice(0, 16)];
}
