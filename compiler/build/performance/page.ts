import type { Benchmark, BenchmarkRow } from './benchmark.ts';
import { holds, showFigure } from './benchmark.ts';
import { performancePlot } from './plot.ts';

/** docs/performance.md and its plot, from a run of the benchmark. */
export function performanceFiles(benchmark: Benchmark): Readonly<Record<string, string>> {
  return {
    'docs/performance.md': performancePage(benchmark),
    'docs/performance.svg': performancePlot(benchmark),
  };
}

export function performancePage({ version, date, machine, rows, processes }: Benchmark): string {
  return [
    '# Performance',
    '',
    'Generated from docs/performance.json (`npm run update`), which is one run of `npm run bench`: archc',
    `${version} on ${date}. The machine: ${machine.processor}, ${machine.cores} cores, ${machine.system}, node ${machine.node};`,
    `${machine.load} processes wanted to run before the benchmark began.`,
    '',
    '| what | measured | at most | aim | | beside |',
    '|---|---|---|---|---|---|',
    ...rows.map(rowOf),
    '',
    'A figure in ms is of this machine, and of how busy it was. The others compare two figures of one run.',
    '',
    '![Time over the number of specs, and the start by version of node](performance.svg)',
    '',
    '## Beside others',
    '',
    "Whole processes of the same run. CDK gets the same resources as its typed constructs, without AWS's validator, which",
    '`archc compile` does not run either.',
    '',
    '| process | time | most memory |',
    '|---|---|---|',
    ...processes.map(
      ({ name, milliseconds, mebibytes }) =>
        `| ${name} | ${showFigure(milliseconds, 'ms')} | ${showFigure(mebibytes, 'MiB')} |`,
    ),
    '',
    '## How it is measured',
    '',
    '- The package is packed and installed from its tarball into an empty folder, with an empty cache of npm.',
    "- Every figure is the median of several runs. What is compared takes turns, in both orders; a ratio is the median of the rounds'",
    '  ratios, so that a busy moment is in both of its figures.',
    '- Times are of whole processes, from their start to their end. Processor time is on all cores together.',
    '- *Second run*: archc has run once before, and has kept the compiled form of its code.',
    '- *Until its first request leaves*: a local server takes the place of AWS, and the process is measured when its request',
    '  arrives.',
    '- *Unchanged files*: the files of all specs exist and are up to date.',
    '- The disk: ext4 makes a file slowly where many have been removed in the last minutes, so the benchmark removes nothing',
    '  before it ends. It can still be slowed down by what other programs removed.',
    '- Variables such as `NODE_OPTIONS` and `NODE_EXTRA_CA_CERTS` are not set: the latter adds 48 ms to each start of node 20.',
    '',
    'No test depends on a time. CI runs the benchmark every week and keeps its figures.',
    '',
    '## Measure it yourself',
    '',
    '```bash',
    'npm run bench                # everything, in some minutes',
    'npm run bench -- start bulk  # some parts',
    'cp build/bench/benchmark.json docs/performance.json && npm run update  # this page, for a release',
    '```',
    '',
    'The figures stand in build/bench/benchmark.json. The benchmark needs Python 3, on Linux or macOS, and installs what it compares',
    'archc with into build/tools/bench.',
    '',
  ].join('\n');
}

function rowOf(row: BenchmarkRow): string {
  const { what, measured, unit, must, aim, beside = '' } = row;
  const held = holds(row);
  const verdict = held === undefined ? '' : held ? 'holds' : '**does not hold**';
  const cells = [what, showFigure(measured, unit), must ?? '', aim ?? '', verdict, beside];
  return `| ${cells.join(' | ')} |`;
}
