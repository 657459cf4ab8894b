import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchmarkRow, MeasuredBulk } from '../../compiler/build/benchmark.ts';
import type { BenchContext } from './bench-context.ts';
import { median } from './meter.ts';

const rounds = 5;
const counts = [1, 250, 500, 1000] as const;
const most = 1000;
/** A file system in memory. */
const memory = '/dev/shm';

interface Place {
  readonly place: MeasuredBulk['place'];
  readonly folder: string;
}

/** Many specs in one process: new files, and files that are up to date. */
export async function measureBulk(
  context: BenchContext,
): Promise<{ readonly rows: readonly BenchmarkRow[]; readonly bulk: readonly MeasuredBulk[] }> {
  const places: Place[] = [{ place: 'disk', folder: mkdtempSync(join(context.scratch, 'bulk-')) }];
  if (existsSync(memory)) {
    places.unshift({ place: 'memory', folder: mkdtempSync(join(memory, 'archc-bench-')) });
  } else context.leaveOut('a file system in memory', `${memory} is missing`);
  try {
    for (const { folder } of places) writeSpecs(folder);
    const measured = await measurePlaces(places, context);
    return { rows: rowsOf(measured), bulk: measured.flatMap(({ bulk }) => bulk) };
  } finally {
    // Only now: ext4 makes new files slowly where many have just been removed.
    for (const { folder } of places) rmSync(folder, { recursive: true });
  }
}

function writeSpecs(folder: string): void {
  const text = readFileSync('specs/todo.yaml', 'utf8');
  mkdirSync(join(folder, 'specs'));
  for (let index = 0; index < most; index += 1) {
    writeFileSync(
      join(folder, specAt(index)),
      text.replace('name: todo\nregion', `name: todo-${index}\nregion`),
    );
  }
}

function specAt(index: number): string {
  return `specs/spec-${index}.yaml`;
}

interface MeasuredPlace extends Place {
  readonly bulk: readonly MeasuredBulk[];
  /** Milliseconds for all specs, whose files are up to date. */
  readonly again: number;
  readonly check: number;
}

/** The places take turns; every run writes to a new folder. */
async function measurePlaces(
  places: readonly Place[],
  context: BenchContext,
): Promise<readonly MeasuredPlace[]> {
  const samples = new Map<string, number[]>();
  for (let round = 0; round < rounds; round += 1) {
    for (const { place, folder } of places) {
      const add = async (name: string, args: readonly string[]) => {
        const command = [process.execPath, context.archc, 'compile', ...args];
        const { milliseconds } = await context.meter.run({
          command,
          folder,
          environment: context.environment,
        });
        samples.set(`${place} ${name}`, [...(samples.get(`${place} ${name}`) ?? []), milliseconds]);
      };
      for (const count of counts) {
        const specs = Array.from({ length: count }, (_, index) => specAt(index));
        await add(String(count), [...specs, '-o', `out-${round}-${count}`]);
      }
      await add('again', ['specs', '-o', `out-${round}-${most}`]);
      await add('check', ['--check', 'specs', '-o', `out-${round}-${most}`]);
    }
  }
  return places.map(({ place, folder }): MeasuredPlace => {
    const timeOf = (name: string) => median(samples.get(`${place} ${name}`) ?? []);
    return {
      place,
      folder,
      bulk: counts.map((specs) => ({ place, specs, milliseconds: timeOf(String(specs)) })),
      again: timeOf('again'),
      check: timeOf('check'),
    };
  });
}

const promised = { memory: { must: 1.5, aim: 1 }, disk: { must: 3, aim: 2 } } as const;
const names = { memory: 'memory file system', disk: 'this disk' } as const;

function rowsOf(measured: readonly MeasuredPlace[]): readonly BenchmarkRow[] {
  const each = (milliseconds: number) => ({ measured: milliseconds / most, unit: 'ms each' }) as const;
  return [
    ...measured.map(({ place, bulk }): BenchmarkRow => ({
      what: `1,000 specs in one process, ${names[place]}`,
      ...each(bulk.find(({ specs }) => specs === most)?.milliseconds ?? NaN),
      ...promised[place],
    })),
    ...measured.flatMap(({ place, again, check }): readonly BenchmarkRow[] => [
      { what: `... unchanged files, \`compile\` again, ${names[place]}`, ...each(again), must: 1 },
      { what: `... unchanged files, \`--check\`, ${names[place]}`, ...each(check), must: 1 },
    ]),
  ];
}
