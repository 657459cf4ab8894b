import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchmarkRow, MeasuredBulk } from '../../compiler/build/performance/benchmark.ts';
import type { BenchContext } from './bench-context.ts';
import { median } from './meter.ts';
import type { Sample } from './meter.ts';

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
    const timesOf = await measurePlaces(places, context);
    const bulk = places.flatMap(({ place }) =>
      counts.map((specs) => ({ place, specs, milliseconds: timesOf(place, specs).milliseconds })),
    );
    return { rows: rowsOf(places, timesOf), bulk };
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

/** What is measured of a place: some specs whose files are new, or all whose files are up to date. */
type Kind = (typeof counts)[number] | 'again' | 'check';

/** Medians, in milliseconds. */
interface Times {
  readonly milliseconds: number;
  readonly processor: number;
}

type TimesOf = (place: Place['place'], kind: Kind) => Times;

/** The places take turns; every run writes to a new folder. */
async function measurePlaces(places: readonly Place[], context: BenchContext): Promise<TimesOf> {
  const { archc, meter, environment } = context;
  const samples = new Map<string, Sample[]>();
  for (let round = 0; round < rounds; round += 1) {
    for (const { place, folder } of places) {
      const add = async (kind: Kind, args: readonly string[]) => {
        const sample = await meter.run({
          command: [process.execPath, archc, 'compile', ...args],
          folder,
          environment,
        });
        samples.set(`${place} ${kind}`, [...(samples.get(`${place} ${kind}`) ?? []), sample]);
      };
      for (const count of counts) {
        const specs = Array.from({ length: count }, (_, index) => specAt(index));
        await add(count, [...specs, '-o', `out-${round}-${count}`]);
      }
      await add('again', ['specs', '-o', `out-${round}-${most}`]);
      await add('check', ['--check', 'specs', '-o', `out-${round}-${most}`]);
    }
  }
  return (place, kind) => {
    const taken = samples.get(`${place} ${kind}`) ?? [];
    return {
      milliseconds: median(taken.map(({ milliseconds }) => milliseconds)),
      processor: median(taken.map(({ processor }) => processor)),
    };
  };
}

const promised = { memory: { must: 1.5, aim: 1 }, disk: { must: 3, aim: 2 } } as const;
const names = { memory: 'memory file system', disk: 'this disk' } as const;

function rowsOf(places: readonly Place[], timesOf: TimesOf): readonly BenchmarkRow[] {
  const each = ({ milliseconds, processor }: Times) =>
    ({
      measured: milliseconds / most,
      unit: 'ms each',
      beside: `${(processor / most).toFixed(2)} ms of processor time`,
    }) as const;
  return [
    ...places.map(({ place }): BenchmarkRow => ({
      what: `1,000 specs in one process, ${names[place]}`,
      ...each(timesOf(place, most)),
      ...promised[place],
    })),
    ...places.flatMap(({ place }): readonly BenchmarkRow[] => [
      {
        what: `... unchanged files, \`compile\` again, ${names[place]}`,
        ...each(timesOf(place, 'again')),
        must: 1,
      },
      {
        what: `... unchanged files, \`--check\`, ${names[place]}`,
        ...each(timesOf(place, 'check')),
        must: 1,
      },
    ]),
  ];
}
