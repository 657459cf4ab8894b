import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile } from '../../compiler/compile.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { allowed, hostileFiles } from './hostile-input.ts';
import { toJson } from './template-json.ts';

// Prints the figures of ARCHITECTURE.md's budgets, floor and peers beside archc in one run. Nothing fails on a time.
const peers = { 'aws-cdk-lib': '2.276.0', constructs: '10.8.1', 'aws-cdk': '2.1148.0' };
const peerFolder = 'build/tools/bench';
const app = join(peerFolder, 'app.cjs');
const scratch = mkdtempSync(join(tmpdir(), 'archc-bench-'));
// It adds 48 ms to every start of node 20.
const { NODE_EXTRA_CA_CERTS: _, ...inherited } = process.env;
// As `cdk synth --no-validation` does for its app: archc compile doesn't run AWS's validator either.
const environment = { ...inherited, CDK_VALIDATION: 'false' };

interface Contestant {
  readonly name: string;
  readonly command: readonly string[];
  readonly runs: number;
}

installPeers();
writeCdkApp();
const floor: Contestant = { name: 'node -e 0', command: ['node', '-e', '0'], runs: 41 };
const archc: Contestant = {
  name: 'archc compile specs/todo.yaml',
  command: ['node', 'build/archc.cjs', 'compile', 'specs/todo.yaml', '-o', scratch],
  runs: 41,
};
const cdkApp: Contestant = { name: 'CDK app, same resources', command: ['node', app], runs: 7 };
const cdkSynth: Contestant = {
  name: 'cdk synth --no-validation',
  command: [
    join(peerFolder, 'node_modules/.bin/cdk'),
    'synth',
    '--no-validation',
    '--output',
    join(scratch, 'cdk.out'),
    '--quiet',
    '--app',
    `node ${app}`,
  ],
  runs: 5,
};
const times = measure([floor, archc, cdkApp, cdkSynth]);
const [floorTime = 1, archcTime = 1] = times;
[floor, archc, cdkApp, cdkSynth].forEach(({ name, command }, index) => {
  const time = times[index] ?? 0;
  const ratio = `${(time / floorTime).toFixed(2)} x floor, ${(time / archcTime).toFixed(1)} x archc`;
  print(name, `${time.toFixed(1)} ms`, `${peakMemory(command).toFixed(0)} MB`, ratio);
});
measureManySpecs();
measureHostileInput();
measurePackage();
rmSync(scratch, { recursive: true });

/** Median times in ms; the contestants take turns, so that a busy moment hits all of them. */
function measure(contestants: readonly Contestant[]): number[] {
  const samples = contestants.map((): number[] => []);
  for (let round = 0; round < Math.max(...contestants.map(({ runs }) => runs)); round++) {
    contestants.forEach(({ command, runs }, index) => {
      if (round < runs) samples[index]?.push(timeOf(command));
    });
  }
  return samples.map((each) => each.sort((a, b) => a - b)[Math.floor(each.length / 2)] ?? 0);
}

function timeOf([program = '', ...args]: readonly string[], expected = 0): number {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(program, args, { env: environment, encoding: 'utf8' });
  if (status !== expected) throw new Error(`${program} ${args.join(' ')} failed: ${stderr}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

/** Of the process and its children, in MB. */
function peakMemory(command: readonly string[], expected = 0): number {
  const program =
    `import resource,subprocess,sys;assert subprocess.run(sys.argv[1:],stdout=subprocess.DEVNULL).returncode==${expected};` +
    'print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)';
  const unit = process.platform === 'darwin' ? 1e6 : 1e3;
  return (
    Number(
      execFileSync('python3', ['-c', program, ...command], {
        env: environment,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    ) / unit
  );
}

function measureManySpecs(): void {
  const text = readFileSync('specs/todo.yaml', 'utf8');
  const files = Array.from({ length: 1000 }, (_each, index) => {
    const file = join(scratch, `spec-${index}.yaml`);
    writeFileSync(file, text.replace('name: todo\nregion', `name: todo-${index}\nregion`));
    return file;
  });
  for (const count of [1, 250, 500, 1000]) {
    const out = join(scratch, `out-${count}`);
    const command = ['node', 'build/archc.cjs', 'compile', ...files.slice(0, count), '-o', out];
    const time = timeOf(command);
    rmSync(out, { recursive: true });
    print(
      `${count} specs in one process`,
      `${time.toFixed(0)} ms`,
      `${peakMemory(command).toFixed(0)} MB`,
      `${(time / count).toFixed(2)} ms each`,
    );
    rmSync(out, { recursive: true });
  }
}

/** In ms, of a command that refuses; three times, since another process may slow one down. */
function fastest(command: readonly string[]): number {
  return Math.min(...[1, 2, 3].map(() => timeOf(command, 1)));
}

/** The worst of them, and each that takes more than it may. */
function measureHostileInput(): void {
  const rows = hostileFiles.map(([what, text]) => {
    const file = join(scratch, 'hostile.yaml');
    writeFileSync(file, text);
    const command = ['node', 'build/archc.cjs', 'validate', file];
    return { what, time: fastest(command), memory: peakMemory(command, 1) };
  });
  const most = {
    time: Math.max(...rows.map(({ time }) => time)),
    memory: Math.max(...rows.map(({ memory }) => memory)),
  };
  const shown = (time: number, memory: number) =>
    [`${time.toFixed(0)} ms`, `${memory.toFixed(0)} MB`] as const;
  print(
    `the worst of ${rows.length} hostile files`,
    ...shown(most.time, most.memory),
    `may take ${allowed.milliseconds} ms, ${allowed.megabytes} MB`,
  );
  for (const { what, time, memory } of rows) {
    if (
      time === most.time ||
      memory === most.memory ||
      time > allowed.milliseconds ||
      memory > allowed.megabytes
    ) {
      print(`- ${what}`, ...shown(time, memory));
    }
  }
}

function measurePackage(): void {
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', '--dry-run', '--ignore-scripts', '--json'], { encoding: 'utf8' }),
  ) as [{ size: number; unpackedSize: number }];
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: object };
  const sizes = `${(packed.size / 1e6).toFixed(2)} MB packed, ${(packed.unpackedSize / 1e6).toFixed(2)} MB unpacked`;
  print('package', sizes, '', `direct dependencies: ${Object.keys(dependencies).join(', ')}`);
}

function print(...cells: readonly string[]): void {
  const widths = [32, 10, 8];
  process.stdout.write(
    `${cells
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd()}\n`,
  );
}

function installPeers(): void {
  mkdirSync(peerFolder, { recursive: true });
  const manifest = JSON.stringify({ private: true, dependencies: peers }, null, 2);
  const file = join(peerFolder, 'package.json');
  if (
    existsSync(file) &&
    readFileSync(file, 'utf8') === manifest &&
    existsSync(join(peerFolder, 'node_modules'))
  )
    return;
  writeFileSync(file, manifest);
  execFileSync('npm', ['install', '--no-audit', '--no-fund'], {
    cwd: peerFolder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** The same resources as CDK's typed constructs, which it makes of the templates itself. */
function writeCdkApp(): void {
  const outcome = compile({ name: 'specs/todo.yaml', bytes: readFileSync('specs/todo.yaml') }, toolkit);
  if (!outcome.ok) throw new Error('the example spec has errors');
  for (const { stack, root } of outcome.value.templates) {
    writeFileSync(join(peerFolder, `${stack}.json`), JSON.stringify(toJson(root)));
  }
  writeFileSync(
    app,
    `const { join } = require('node:path');
const { App, Stack } = require('aws-cdk-lib');
const { CfnInclude } = require('aws-cdk-lib/cloudformation-include');
const app = new App({ analyticsReporting: false });
for (const name of ['shared', 'backend']) {
  new CfnInclude(new Stack(app, name), 'Template', { templateFile: join(__dirname, name + '.json') });
}
app.synth();
`,
  );
}
