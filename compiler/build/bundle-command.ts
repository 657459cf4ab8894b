import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { projectFolder } from './generate.ts';

/** The command as one readable file, build/archc.cjs. Only what talks to AWS stays outside, and is loaded when used. */
export async function bundleCommand(): Promise<void> {
  const outfile = join(projectFolder, 'build', 'archc.cjs');
  await build({
    entryPoints: [join(projectFolder, 'compiler', 'cli', 'main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20.19',
    external: ['@aws-sdk/*'],
    banner: { js: '#!/usr/bin/env node' },
    charset: 'ascii',
    logLevel: 'warning',
  });
  chmodSync(outfile, 0o755);
}
