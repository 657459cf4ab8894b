import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchmarkRow } from '../../compiler/build/performance/benchmark.ts';
import type { BenchContext } from './bench-context.ts';
import { allowed, hostileFiles } from './hostile-input.ts';

/** The worst of all files that someone could write to keep archc busy. */
export async function measureHostileInput({
  meter,
  scratch,
  archc,
  environment,
}: BenchContext): Promise<readonly BenchmarkRow[]> {
  const file = join(scratch, 'hostile.yaml');
  const worst = { milliseconds: { value: 0, what: '' }, mebibytes: { value: 0, what: '' } };
  for (const [what, text] of hostileFiles) {
    writeFileSync(file, text);
    const command = { command: [process.execPath, archc, 'validate', file], environment, code: 1 };
    // The fastest of three: another process may slow one down.
    const samples = [await meter.run(command), await meter.run(command), await meter.run(command)];
    for (const key of ['milliseconds', 'mebibytes'] as const) {
      const value = Math.min(...samples.map((sample) => sample[key]));
      if (value > worst[key].value) worst[key] = { value, what };
    }
  }
  const { milliseconds, mebibytes } = worst;
  return [
    {
      what: `The slowest of ${hostileFiles.length} files that are made to keep archc busy`,
      measured: milliseconds.value,
      unit: 'ms',
      must: allowed.milliseconds,
      beside: milliseconds.what,
    },
    {
      what: '... and the one that takes most memory',
      measured: mebibytes.value,
      unit: 'MiB',
      must: allowed.mebibytes,
      beside: mebibytes.what,
    },
  ];
}
