/**
 * Mutation testing, by `npm run mutation`: changes the code in thousands of places, one at a time, and runs the quick
 * tests that reach the place. A mutant that no test notices is a behaviour that no test holds to.
 *
 * `npm run mutation -- --mutate compiler/diff/*.ts` changes only these files. It takes an hour or more. The report
 * is build/mutation/report.json.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { projectFolder } from '../../compiler/build/project-folder.ts';

const tools = join(projectFolder, 'build/tools/mutation');
const own = join(projectFolder, 'test/mutation');

/** How many of a hundred mutants that a test could notice must be noticed. */
const least = 85;

/** They are quick, and run in one process. */
const tests = [
  'test/change/*.test.ts',
  'test/compiler/!(bad-input*|compare-files|followed-hints|look-alikes|mutated-specs|print|stale*).test.ts',
  'test/deploy/{plan,decide,describe,plan-destroy}.test.ts',
  'test/diff/!(deployed).test.ts',
  'test/facts/tags.test.ts',
  'test/modules/!(missing-file).test.ts',
  'test/policy/!(bootstrap-command).test.ts',
  'test/templates/*.test.ts',
];

const mutated = [
  'compiler/{change,diff,phases,policy}/**/*.ts',
  'templates/{base,options}/**/*.ts',
  'templates/runtimes/*/{runtime,rights,sizes,regions,subnets}.ts',
  '!templates/**/handlers/**',
];

const configuration = {
  packageManager: 'npm',
  testRunner: 'mocha',
  plugins: [join(tools, 'node_modules/@stryker-mutator/mocha-runner/dist/src/index.js')],
  testRunnerNodeArgs: ['--import', 'tsx'],
  mochaOptions: { spec: tests, config: 'test/mutation/mocharc.json' },
  mutate: mutated,
  coverageAnalysis: 'perTest',
  // What runs once, when a module loads: the tables that tests of another kind compare with their sources.
  ignoreStatic: true,
  concurrency: 1,
  disableTypeChecks: false,
  tempDirName: 'build/mutation',
  ignorePatterns: ['build/tools', 'build/mutation', '/coverage', 'sample-api/node_modules'],
  reporters: ['clear-text', 'json', 'progress-append-only'],
  clearTextReporter: { allowColor: false, reportTests: false, skipFull: true },
  jsonReporter: { fileName: 'build/mutation/report.json' },
  thresholds: { high: 95, low: least, break: least },
};

install();
const file = join(tools, 'stryker.config.json');
writeFileSync(file, JSON.stringify(configuration));
const stryker = join(tools, 'node_modules/.bin/stryker');
process.exitCode = run(stryker, ['run', file, ...process.argv.slice(2)]);

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
