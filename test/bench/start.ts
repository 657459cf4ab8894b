import { join } from 'node:path';
import type { BenchmarkRow, MeasuredStart } from '../../compiler/build/performance/benchmark.ts';
import { findNode } from '../support/package/node-version.ts';
import type { BenchContext } from './bench-context.ts';
import { median, medianRatio, takeTurns } from './meter.ts';

const rounds = 31;

/** `archc compile` of one spec beside a node that does nothing, on every version of node that is supported. */
export async function measureStart({ meter, scratch, archc, environment, leaveOut }: BenchContext): Promise<{
  readonly rows: readonly BenchmarkRow[];
  readonly starts: readonly MeasuredStart[];
}> {
  const rows: BenchmarkRow[] = [];
  const starts: MeasuredStart[] = [];
  for (const major of [20, 22, 24]) {
    const found = await findNode(major);
    if (typeof found === 'string') {
      leaveOut(`node ${major}`, found);
      continue;
    }
    const floor = { command: [found.program, '-e', '0'], environment };
    const compile = {
      command: [found.program, archc, 'compile', 'specs/todo.yaml', '-o', join(scratch, `start-${major}`)],
      environment,
    };
    // The first run makes what later runs use.
    await meter.run(compile);
    const [floors = [], samples = []] = await takeTurns(meter, rounds, [floor, compile]);
    const times = samples.map(({ milliseconds }) => milliseconds);
    const floorTimes = floors.map(({ milliseconds }) => milliseconds);
    const start = { node: String(major), floor: median(floorTimes), archc: median(times) };
    starts.push(start);
    rows.push(
      {
        what: `\`archc compile\` beside \`node -e 0\`, node ${major}, second run`,
        measured: medianRatio(times, floorTimes),
        unit: 'x',
        must: 1.9,
        aim: 1.7,
        beside: `${start.archc.toFixed(0)} ms, and node ${start.floor.toFixed(0)} ms`,
      },
      {
        what: '... its memory',
        measured: median(samples.map(({ mebibytes }) => mebibytes)),
        unit: 'MiB',
        // The promise is about the node with which archc is built.
        ...(major === 20 && { must: 48, aim: 44 }),
        beside: `node ${median(floors.map(({ mebibytes }) => mebibytes)).toFixed(1)} MiB`,
      },
    );
  }
  return { rows, starts };
}
