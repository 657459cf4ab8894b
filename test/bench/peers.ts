import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MeasuredProcess } from '../../compiler/build/performance/benchmark.ts';
import { projectFolder } from '../../compiler/build/project-folder.ts';
import { compile } from '../../compiler/compile.ts';
import { toPlain } from '../../compiler/template/plain.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import type { BenchContext } from './bench-context.ts';
import { median, takeTurns } from './meter.ts';
import type { Command } from './meter.ts';

const own = join(projectFolder, 'test/bench');
const tools = join(projectFolder, 'build/tools/bench');
const app = join(tools, 'app.cjs');
const rounds = 7;

/** The AWS CLI among the peers. */
export const awsCli = join(tools, 'venv/bin/aws');

/** Installs AWS's tools, which only the benchmark uses, at the versions of their own lock files. */
export function installPeers(): void {
  const names = ['package.json', 'package-lock.json', 'requirements.txt'];
  const isSame = (name: string): boolean =>
    existsSync(join(tools, name)) &&
    readFileSync(join(tools, name), 'utf8') === readFileSync(join(own, name), 'utf8');
  if (names.every(isSame) && existsSync(awsCli)) return;
  mkdirSync(tools, { recursive: true });
  copyFileSync(join(own, 'package.json'), join(tools, 'package.json'));
  copyFileSync(join(own, 'package-lock.json'), join(tools, 'package-lock.json'));
  install('npm', ['--prefix', tools, 'ci', '--ignore-scripts', '--no-audit', '--no-fund']);
  install('python3', ['-m', 'venv', '--clear', join(tools, 'venv')]);
  install(join(tools, 'venv/bin/pip'), [
    'install',
    '--quiet',
    '--requirement',
    join(own, 'requirements.txt'),
  ]);
  copyFileSync(join(own, 'requirements.txt'), join(tools, 'requirements.txt'));
}

function install(program: string, args: readonly string[]): void {
  const { status } = spawnSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`The peers can't be installed: ${program} ${args.join(' ')}`);
}

/** Whole processes of archc, of the floor and of the peers, in turns. */
export async function measurePeers({
  meter,
  scratch,
  archc,
  environment,
}: BenchContext): Promise<readonly MeasuredProcess[]> {
  writeCdkApp();
  // As `cdk synth --no-validation` does for its app: archc compile doesn't run AWS's validator either.
  const quiet = { ...environment, CDK_VALIDATION: 'false', CDK_DISABLE_CLI_TELEMETRY: 'true' };
  const cdk = join(tools, 'node_modules/aws-cdk/bin/cdk');
  const synth = ['synth', '--no-validation', '--no-notices', '--quiet', '--output', join(scratch, 'cdk.out')];
  const contestants: readonly (readonly [string, Command])[] = [
    ['`node -e 0`', { command: [process.execPath, '-e', '0'], environment }],
    [
      '`archc compile specs/todo.yaml`',
      {
        command: [process.execPath, archc, 'compile', 'specs/todo.yaml', '-o', join(scratch, 'peers')],
        environment,
      },
    ],
    ['`archc --version`', { command: [process.execPath, archc, '--version'], environment }],
    ['a CDK app with the same resources', { command: [process.execPath, app], environment: quiet }],
    [
      '`cdk synth` of that app',
      {
        command: [process.execPath, cdk, ...synth, '--app', `${process.execPath} ${app}`],
        environment: quiet,
      },
    ],
    ['`cdk --version`', { command: [process.execPath, cdk, '--version'], environment: quiet }],
    ['`aws --version`', { command: [awsCli, '--version'], environment }],
  ];
  const commands = contestants.map(([, command]) => command);
  for (const command of commands) await meter.run(command);
  const samples = await takeTurns(meter, rounds, commands);
  return contestants.map(([name], index) => ({
    name,
    milliseconds: median((samples[index] ?? []).map(({ milliseconds }) => milliseconds)),
    mebibytes: median((samples[index] ?? []).map(({ mebibytes }) => mebibytes)),
  }));
}

/** The same resources as CDK's typed constructs, which it makes of the templates itself. */
function writeCdkApp(): void {
  const outcome = compile({ name: 'specs/todo.yaml', bytes: readFileSync('specs/todo.yaml') }, toolkit);
  if (!outcome.ok) throw new Error('the example spec has errors');
  for (const { stack, root } of outcome.value.templates) {
    writeFileSync(join(tools, `${stack}.json`), JSON.stringify(toPlain(root)));
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
