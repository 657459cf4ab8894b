/**
 * `npm run bench` measures the package as users install it, and prints each figure beside what it must be and what is hoped
 * for. `npm run bench -- bulk start` measures only these parts. Nothing fails on a time: other programs on the machine
 * slow archc down too. The run is kept in build/bench/benchmark.json.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { version } from '../../build/generated/version.ts';
import type { Benchmark } from '../../compiler/build/performance/benchmark.ts';
import { holds, showFigure } from '../../compiler/build/performance/benchmark.ts';
import { projectFolder } from '../../compiler/build/project-folder.ts';
import { inColumns } from '../../compiler/cli/views/columns.ts';
import type { BenchContext } from './bench-context.ts';
import { measureBulk } from './bulk.ts';
import { measureFirstDeployment } from './first-deployment.ts';
import { measureFirstRequests } from './first-request.ts';
import { measureHostileInput } from './hostile.ts';
import { installTarball } from './install-tarball.ts';
import { startMeter } from './meter.ts';
import { awsCli, installPeers, measurePeers } from './peers.ts';
import { measureReports } from './report-page.ts';
import { measureStart } from './start.ts';

type Part = Partial<Pick<Benchmark, 'rows' | 'processes' | 'bulk' | 'starts'>>;

/** What can be measured alone, in the order of the table. The package is installed in any case. */
const parts: Readonly<Record<string, (context: BenchContext) => Promise<Part>>> = {
  install: () => Promise.resolve({}),
  start: measureStart,
  request: async (context) => ({ rows: await measureFirstRequests(context, awsCli) }),
  bulk: measureBulk,
  deploy: async () => ({ rows: await measureFirstDeployment() }),
  peers: async (context) => ({ processes: await measurePeers(context) }),
  hostile: async (context) => ({ rows: await measureHostileInput(context) }),
  report: async (context) => ({ rows: await measureReports(context) }),
};

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !(name in parts));
if (unknown.length > 0) {
  process.stderr.write(
    `Nothing here is called ${unknown.join(', ')}. Parts: ${Object.keys(parts).join(', ')}\n`,
  );
  process.exitCode = 2;
} else await bench(chosen.length === 0 ? Object.keys(parts) : chosen);

async function bench(names: readonly string[]): Promise<void> {
  const folder = join(projectFolder, 'build/bench');
  mkdirSync(folder, { recursive: true });
  const [load = 0] = loadavg();
  const scratch = mkdtempSync(join(folder, 'run-'));
  const meter = startMeter(scratch);
  try {
    if (names.some((name) => name === 'peers' || name === 'request')) installPeers();
    const environment = { ...usersEnvironment(), XDG_CACHE_HOME: join(scratch, 'cache') };
    const { archc, rows } = await installTarball(meter, scratch, environment);
    const results: Part[] = names.includes('install') ? [{ rows }] : [];
    for (const [name, measure] of Object.entries(parts)) {
      if (!names.includes(name)) continue;
      process.stderr.write(`${name} ...\n`);
      results.push(await measure({ meter, scratch, archc, environment, leaveOut }));
    }
    const benchmark = benchmarkOf(results, load);
    writeFileSync(join(folder, 'benchmark.json'), `${JSON.stringify(benchmark, null, 2)}\n`);
    process.stdout.write(show(benchmark));
  } finally {
    meter.end();
    rmSync(scratch, { recursive: true });
  }
}

/** Without what node, npm and archc would read, and what adds 48 ms to every start of node 20. */
function usersEnvironment(): NodeJS.ProcessEnv {
  const left = /^(NODE_|npm_|AWS_|ARCHC_|CI$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !left.test(name)));
}

function leaveOut(what: string, why: string): void {
  process.stderr.write(`not measured: ${what}: ${why}\n`);
}

function benchmarkOf(results: readonly Part[], load: number): Benchmark {
  const processors = cpus();
  return {
    version,
    date: new Date().toISOString().slice(0, 10),
    machine: {
      processor: processors[0]?.model.trim() ?? 'unknown',
      cores: availableParallelism(),
      system: `${process.platform}, ${arch()}`,
      node: process.versions.node,
      load: Number(load.toFixed(2)),
    },
    rows: results.flatMap(({ rows = [] }) => rows),
    processes: results.flatMap(({ processes = [] }) => processes),
    bulk: results.flatMap(({ bulk = [] }) => bulk),
    starts: results.flatMap(({ starts = [] }) => starts),
  };
}

function show({ machine, rows, processes }: Benchmark): string {
  const table = rows.map((row) => {
    const { what, measured, unit, must, aim, beside = '' } = row;
    const held = holds(row);
    return [
      what.replaceAll('`', ''),
      showFigure(measured, unit),
      must === undefined ? '' : `must ${must}`,
      aim === undefined ? '' : `aim ${aim}`,
      held === undefined ? '' : held ? 'holds' : "doesn't hold",
      beside,
    ];
  });
  const others = processes.map(({ name, milliseconds, mebibytes }) => [
    name.replaceAll('`', ''),
    showFigure(milliseconds, 'ms'),
    showFigure(mebibytes, 'MiB'),
  ]);
  const about = `${machine.processor}, ${machine.cores} cores, node ${machine.node}, load ${machine.load} before the run`;
  return [...inColumns(table), '', ...inColumns(others), '', about, ''].join('\n');
}
