import { createHash } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Metafile, Plugin } from 'esbuild';
import manifest from '../../package.json' with { type: 'json' };
import { bundleCore, coreBundle } from './bundle-core.ts';
import { bundleParts } from './bundle-parts.ts';
import { addPackages, bundling, scope } from './bundling.ts';
import { projectFolder } from './project-folder.ts';
import { pureSchemas } from './pure-schemas.ts';

const folder = join(projectFolder, 'build');

/** The file that is loaded for `archc compile`, and so on. */
const bundles = { compile: 'compile.js', validate: 'compile.js', others: 'command.js' } as const;
const sdkBundle = 'aws-sdk.js';

/** Files that only few runs need, each in a bundle of its own: what scanners object to, the layout of pictures, reports. */
const laterBundles = {
  'scanners.js': 'compiler/scanners/suppress.ts',
  'diagram.js': 'compiler/diagram/draw.ts',
  'report.js': 'compiler/report/report.ts',
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
  return new RegExp(`${file.replace('compiler', '').replaceAll('.', '\\.')}$`);
}

/**
 * The core and the command as a few files, with their launcher, build/archc.cjs. Resolves to esbuild's lists of the files
 * in them.
 */
export async function bundleCommand(): Promise<readonly Metafile[]> {
  const entries = {
    [bundles.others]: 'compiler/cli/main.ts',
    [bundles.compile]: 'compiler/cli/main-compile.ts',
    ...laterBundles,
  };
  const { metafile, fromCore } = await bundleCore(Object.values(entries));
  const metafiles = [
    metafile,
    ...(await Promise.all(Object.entries(entries).map(([name, file]) => bundle(name, file, fromCore)))),
    await bundleSdk(),
  ];
  const launcher = join(folder, 'archc.cjs');
  await build({
    ...bundling,
    // Who wonders what the package does begins to read here.
    minifyWhitespace: false,
    entryPoints: [join(projectFolder, 'compiler', 'cli', 'launch.ts')],
    outfile: launcher,
    banner: { js: '#!/usr/bin/env node' },
    define: {
      version: JSON.stringify(manifest.version),
      bundles: JSON.stringify(bundles),
      hashes: JSON.stringify(Object.fromEntries([coreBundle, ...Object.keys(entries), sdkBundle].map(hash))),
    },
  });
  chmodSync(launcher, 0o755);
  return metafiles;
}

/** Bundles a file of compiler/ as a function with the scope of a CommonJS module, for the launcher. */
async function bundle(name: string, file: string, fromCore: Plugin): Promise<Metafile> {
  const { metafile } = await build({
    ...bundling,
    entryPoints: [join(projectFolder, file)],
    outfile: join(folder, name),
    plugins: [...bundling.plugins, ...bundlesApart, fromCore],
    supported: { 'dynamic-import': false },
    banner: { js: scope.begin },
    footer: { js: scope.end },
  });
  addPackages(join(folder, name), metafile);
  return metafile;
}

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
