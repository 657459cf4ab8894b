import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { projectFolder } from '../../compiler/build/project-folder.ts';

const tools = join(projectFolder, 'build/tools/mutation');
const own = join(projectFolder, 'test/mutation');

interface Work {
  /** The area's. */
  readonly name: string;
  readonly mutate: readonly string[];
  readonly tests: readonly string[];
  readonly concurrency: number;
}

/** The part of Stryker's report that is read here. */
export interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: string }[] }>>;
}

export function runStryker({ name, mutate, tests, concurrency }: Work): Report {
  install();
  process.stdout.write(`\n${name}\n`);
  const report = `build/mutation/${name}.json`;
  const configuration = {
    packageManager: 'npm',
    testRunner: 'mocha',
    plugins: [join(tools, 'node_modules/@stryker-mutator/mocha-runner/dist/src/index.js')],
    testRunnerNodeArgs: ['--import', 'tsx'],
    mochaOptions: { spec: tests, config: 'test/mutation/mocharc.json' },
    mutate,
    coverageAnalysis: 'perTest',
    // What runs once, when a module loads: the tables that tests of another kind compare with their sources.
    ignoreStatic: true,
    concurrency,
    disableTypeChecks: false,
    allowConsoleColors: false,
    tempDirName: 'build/mutation',
    ignorePatterns: ['build/tools', 'build/mutation', '/coverage', 'sample-api/node_modules'],
    reporters: ['clear-text', 'json', 'progress-append-only'],
    clearTextReporter: { allowColor: false, reportTests: false, skipFull: true },
    jsonReporter: { fileName: report },
  };
  const file = join(tools, 'stryker.config.json');
  writeFileSync(file, JSON.stringify(configuration));
  rmSync(join(projectFolder, report), { force: true });
  if (run(join(tools, 'node_modules/.bin/stryker'), ['run', file]) !== 0)
    throw new Error(`${name} can't be tested`);
  return JSON.parse(readFileSync(join(projectFolder, report), 'utf8')) as Report;
}

/** Stryker has a lock file of its own, so that nobody else installs it. */
function install(): void {
  const names = ['package.json', 'package-lock.json'];
  const isSame = (name: string): boolean =>
    existsSync(join(tools, name)) &&
    readFileSync(join(tools, name), 'utf8') === readFileSync(join(own, name), 'utf8');
  if (names.every(isSame) && existsSync(join(tools, 'node_modules/.package-lock.json'))) return;
  mkdirSync(tools, { recursive: true });
  for (const name of names) copyFileSync(join(own, name), join(tools, name));
  const code = run('npm', ['--prefix', tools, 'ci', '--ignore-scripts', '--no-audit', '--no-fund']);
  if (code !== 0) throw new Error('The packages for mutation testing cannot be installed.');
}

function run(program: string, args: readonly string[]): number {
  const { status, error } = spawnSync(program, args, {
    cwd: projectFolder,
    stdio: 'inherit',
    env: {
      ...process.env,
      ARCHC_TEST_FAST: '1',
      ARCHC_TEST_MUTATION: '1',
      PATH: `${resolve(projectFolder, 'node_modules/.bin')}:${process.env.PATH ?? ''}`,
    },
  });
  if (error) throw error;
  return status ?? 1;
}
