import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { BuildOptions, Metafile } from 'esbuild';
import { projectFolder } from './project-folder.ts';

const folder = join(projectFolder, 'build');

/** How everything that users run is bundled: readable, and with a comment that names the file of each part. */
export const bundling = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20.19',
  charset: 'ascii',
  metafile: true,
  logLevel: 'warning',
  // Beside the bundle, which has no trace of it: coverage is told by source files.
  sourcemap: 'external',
  // The form for browsers is made of ES modules, of which only the used parts get into the bundle.
  alias: { yaml: join(projectFolder, 'node_modules', 'yaml', 'browser', 'dist', 'index.js') },
} as const satisfies BuildOptions;

/**
 * The command as one readable file, build/command.js, with its launcher and V8's compiled form beside it. Only
 * the AWS SDK stays outside; it is loaded when a command talks to AWS. Resolves to what went into it.
 */
export async function bundleCommand(): Promise<Metafile> {
  const bundle = join(folder, 'command.js');
  const launcher = join(folder, 'archc.cjs');
  const { metafile } = await build({
    ...bundling,
    entryPoints: [join(projectFolder, 'compiler', 'cli', 'main.ts')],
    outfile: bundle,
    external: ['@aws-sdk/*'],
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
      // V8 seeds its tables of names by chance; the same command gets the same cache.
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
      // The example's warning is not the build's; an error's text comes with the exception.
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
  } finally {
    rmSync(output, { recursive: true });
  }
}
