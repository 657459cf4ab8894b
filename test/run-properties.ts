/**
 * Tries every property with much more random input than the suite does, by `npm run properties`, from a seed that
 * changes every day: `PROPERTY_RUNS` times as much (40, or what is set), from `PROPERTY_SEED`. Both are printed, so that
 * a failure can be repeated.
 */
import { spawnSync } from 'node:child_process';
import { projectFolder } from '../compiler/build/project-folder.ts';

const day = Math.floor(Date.now() / 86_400_000);
const { PROPERTY_RUNS = '40', PROPERTY_SEED = String(day) } = process.env;
process.stdout.write(`PROPERTY_RUNS=${PROPERTY_RUNS} PROPERTY_SEED=${PROPERTY_SEED}\n`);
const { status, error } = spawnSync('mocha', ['--timeout', '6h', 'test/properties/*.test.ts'], {
  cwd: projectFolder,
  stdio: 'inherit',
  env: { ...process.env, PROPERTY_RUNS, PROPERTY_SEED },
});
if (error) throw error;
process.exitCode = status ?? 1;
