import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { BuildOptions, Metafile } from 'esbuild';
import { leaveOutSources } from './leave-out-sources.ts';
import { projectFolder } from './project-folder.ts';

const folder = join(projectFolder, 'build');

/**
 * esbuild's options for everything that users run. The code stays readable: names and line breaks are kept, and a
 * comment names the file of each part.
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

/**
 * The command as one readable file, build/command.js, with its launcher and V8's compiled form beside it. Only the
 * AWS SDK stays outside; it is loaded when a command talks to AWS. Resolves to esbuild's list of the files in it.
 */
export async function bundleCommand(): Promise<Metafile> {
  const bundle = join(folder, 'command.js');
  const launcher = join(folder, 'archc.cjs');
  const { metafile } = await build({
    ...bundling,
    entryPoints: [join(projectFolder, 'compiler', 'cli', 'main.ts')],
    outfile: bundle,
    external: ['@aws-sdk/*', '@smithy/*'],
    supported: { 'dynamic-import': false },
    banner: { js: '(function (exports, require, module, __filename, __dirname) {' },
    footer: { js: '})' },
  });
  await build({
    ...bundling,
    entryPoints: [join(projectFolder, 'compiler', 'cli', 'launch.ts')],
    outfile: launcher,
    banner: { js: '#!/usr/bin/env node' },
    define: { builtFor: JSON.stringify(`${process.platform} ${process.arch} ${process.versions.v8}`) },
  });
  chmodSync(launcher, 0o755);
  makeCodeCache(bundle);
  return metafile;
}

function makeCodeCache(bundle: string): void {
  const output = mkdtempSync(join(tmpdir(), 'archc-'));
  const program = join(projectFolder, 'compiler', 'build', 'make-code-cache.cjs');
  const spec = join(projectFolder, 'specs', 'todo.yaml');
  try {
    execFileSync(
      process.execPath,
      // With a fixed seed, the same command gives the same cache: V8 otherwise seeds its hash tables at random.
      [
        '--random-seed=1',
        program,
        bundle,
        join(folder, 'command.cache'),
        'compile',
        spec,
        '--output',
        output,
      ],
      // The example's warnings don't concern the build. The text of an error is part of the exception.
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
  } finally {
    rmSync(output, { recursive: true });
  }
}
