import { spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Imports only node's own modules, because this script runs before anything is installed.

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const venv = join(root, 'build/tools/venv');
const goYaml = 'test/support/yaml/go-yaml';
const stepLimit = 3 * 60 * 60_000;
const everyTest = 'test/**/*.test.ts';
/** Folders whose tests run beside the others, by what they mostly do. All four lanes take about as long. */
const lanes = {
  rehearsals: ['rehearsal'],
  'with other programs': ['build-script', 'pipeline', 'release'],
  'with servers and judges': ['aws', 'deploy', 'handlers', 'report', 'sample-api', 'security', 'templates'],
};
const isFast = process.argv[2] === '--fast';
const countsCoverage = process.argv[2] === '--coverage';
const mochaArguments = process.argv.slice(isFast || countsCoverage ? 3 : 2);

process.chdir(root);
process.env.PATH = [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter);

const tally = { passed: 0, failed: 0, skipped: 0 };
await main();

async function main() {
  const missing = missingPrerequisite();
  if (missing !== undefined) {
    console.error(missing);
    process.exit(1);
  }
  await (isFast ? runFast() : runAll());
  const { passed, failed, skipped } = tally;
  const left = skipped > 0 ? `, ${skipped} ${isFast ? 'left out: "npm test" runs them' : 'skipped'}` : '';
  console.log(`${passed} passed, ${failed} failed${left}`);
  process.exitCode = failed > 0 ? 1 : 0;
}

/** Runs the tests that need no tool and no service, on every core. */
async function runFast() {
  await prepareModules('.');
  await prepare('build', true, ['tsx', 'compiler/build/main.ts', '--if-stale']);
  process.env.ARCHC_TEST_FAST = '1';
  const parallel = ['--parallel', '--jobs', String(availableParallelism())];
  await Promise.all([
    ...(mochaArguments.length === 0 ? [checkCode(['--ignore-pattern', 'sample-api'])] : []),
    runLane('mocha', [...parallel, '--reporter', 'dot', ...withFiles(mochaArguments)]),
  ]);
}

async function runAll() {
  // These wait for the network, so they run while the packages are installed.
  const system = prepareDebian();
  const python = prepareVenv();
  await prepareModules('.');
  const scanners = prepare('scanners', true, ['tsx', 'test/security/install-tools.ts']);
  await prepareModules('sample-api');
  await prepare('build', true, ['npm', 'run', '--silent', 'build']);
  if (await system) await prepare('mysql', true, ['tsx', 'test/support/mysql/install-mysql.ts']);
  await prepareGoYaml();
  await python;
  await scanners;
  // The tests mostly wait for servers, so these compute in between. They start first: coverage is for the tests alone.
  const checks = mochaArguments.length === 0 ? checkSources() : undefined;
  await runMocha();
  await checks;
}

function missingPrerequisite() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    return `The tests need node 20.19 or newer; this is ${process.versions.node}.`;
  }
  const tools = ['git', 'python3'].filter((tool) => !isInstalled(tool));
  return tools.length > 0 ? `The tests need ${tools.join(' and ')} on the PATH.` : undefined;
}

/** @param {string} tool */
function isInstalled(tool) {
  return spawnSync(tool, ['--version'], { stdio: 'ignore' }).error === undefined;
}

/** @param {string} folder */
function prepareModules(folder) {
  const installed = join(folder, 'node_modules/.package-lock.json');
  const isStale =
    !existsSync(installed) ||
    statSync(installed).mtimeMs < statSync(join(folder, 'package-lock.json')).mtimeMs;
  const name = folder === '.' ? 'npm ci' : `npm ci of ${folder}`;
  return prepare(name, isStale, ['npm', '--prefix', folder, 'ci', '--ignore-scripts', '--no-progress']);
}

/** Installs the Python tools. They are kept until test/requirements.txt changes. */
async function prepareVenv() {
  const wanted = readFileSync('test/requirements.txt', 'utf8');
  const stamp = join(venv, 'requirements.txt');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  rmSync(venv, { recursive: true, force: true });
  mkdirSync(dirname(venv), { recursive: true });
  const made = await prepare('venv', true, ['python3', '-m', 'venv', venv]);
  const pip = [join(venv, 'bin/pip'), 'install', '--quiet', '--disable-pip-version-check'];
  if (made && (await prepare('pip install', true, [...pip, '-r', 'test/requirements.txt']))) {
    writeFileSync(stamp, wanted);
  }
}

/** Builds the reader of the tests that is written in Go. Go itself knows when it is up to date. */
function prepareGoYaml() {
  const program = join(root, 'build/tools/read-yaml');
  const build = 'cd "$0" && go build -buildvcs=false -o "$1" .';
  return prepare('go-yaml', isInstalled('go'), ['sh', '-c', build, goYaml, program]);
}

/**
 * Installs servers and builders that only Debian's archive has. On other systems, or without root, tests that need a
 * missing tool are skipped.
 */
async function prepareDebian() {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return false;
  const packages = [
    'buildah',
    'chromium',
    'docker-registry',
    'fish',
    'gh',
    'mmdebstrap',
    'openssl',
    'skopeo',
    'zsh',
  ].filter((tool) => !isInstalled(tool));
  if (!isInstalled('go')) packages.push('golang-go');
  // Without a font, a browser shows no text.
  if (packages.includes('chromium')) packages.push('fonts-dejavu-core');
  if (packages.length > 0) {
    process.env.DEBIAN_FRONTEND = 'noninteractive';
    await prepare('apt-get update', true, ['apt-get', 'update', '-qq']);
    const install = ['apt-get', 'install', '-qq', '--no-install-recommends'];
    await prepare('apt-get install', true, [...install, ...packages]);
  }
  return true;
}

/**
 * Types and rules, of the sample API too where its packages are installed.
 *
 * @param {readonly string[]} flags
 */
function checkCode(flags = []) {
  return check('oxlint', ['oxlint', ...flags]);
}

function checkSources() {
  return Promise.all([checkCode(), check('prettier', ['prettier', '--check', '--log-level', 'warn', '.'])]);
}

/**
 * Runs a step of the set-up. It is counted only when it fails, since the tests afterwards show what works.
 *
 * @param {string} name
 * @param {boolean} due
 * @param {readonly string[]} command
 */
async function prepare(name, due, command) {
  if (!due) return true;
  const { ok } = await report(name, command);
  if (!ok) tally.failed += 1;
  return ok;
}

/**
 * @param {string} name
 * @param {readonly string[]} command
 */
async function check(name, command) {
  const { ok } = await report(name, command);
  tally[ok ? 'passed' : 'failed'] += 1;
}

/** @param {readonly string[]} args */
function withFiles(args) {
  return args.some((each) => existsSync(each)) ? args : [...args, everyTest];
}

/**
 * Many tests wait for servers and other programs, so four lanes run side by side. Each runs its files one after
 * another.
 */
async function runMocha() {
  if (mochaArguments.length > 0) {
    await runLane('mocha', withFiles(mochaArguments));
    return;
  }
  if (countsCoverage) beginCoverage();
  const own = Object.entries(lanes).map(([name, folders]) => ({
    name,
    files: folders.map((folder) => `test/${folder}/**/*.test.ts`),
  }));
  const elsewhere = own.flatMap(({ files }) => files.flatMap((each) => ['--ignore', each]));
  await Promise.all([
    ...own.map(({ name, files }) => runLane(`mocha, ${name}`, ['--reporter', 'dot', ...files])),
    runLane('mocha, the others', ['--reporter', 'dot', ...elsewhere, everyTest]),
  ]);
  delete process.env.NODE_V8_COVERAGE;
  if (countsCoverage) await report('coverage', ['tsx', 'test/coverage/report.ts'], { live: true });
}

/** From now on, every process that the tests start records which of its code runs. */
function beginCoverage() {
  rmSync('coverage', { recursive: true, force: true });
  process.env.NODE_V8_COVERAGE = join(root, 'coverage/tmp');
  // With V8's compiled form of the command, coverage would count only whole functions.
  process.env.NODE_DISABLE_COMPILE_CACHE = '1';
  for (const file of readdirSync('build').filter((name) => /\.c?js$/.test(name) && name !== 'library.cjs')) {
    cpSync(join('build', file), join('coverage/command', file));
  }
  process.env.ARCHC_TEST_COMMAND = join(root, 'coverage/command/archc.cjs');
}

/**
 * @param {string} name
 * @param {readonly string[]} args
 */
async function runLane(name, args) {
  const { ok, output } = await report(name, ['mocha', ...args], { live: true });
  const count = (/** @type {string} */ word) =>
    Number(new RegExp(`^\\s+(\\d+) ${word}\\b`, 'm').exec(output)?.[1] ?? 0);
  const [passed, failed] = [count('passing'), count('failing')];
  tally.passed += passed;
  tally.skipped += count('pending');
  tally.failed += ok && passed > 0 ? failed : Math.max(failed, 1);
}

/**
 * Runs the command and prints one line for it; its output is shown when it fails, or at once when it is live.
 *
 * @param {string} name
 * @param {readonly string[]} command
 */
async function report(name, command, { live = false } = {}) {
  const start = performance.now();
  const { ok, output, end } = await run(command, live);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (!ok && !live) process.stdout.write(output);
  console.log(ok ? `ok   ${name} (${seconds} s)` : `FAIL ${name} (${seconds} s, ${end})`);
  return { ok, output };
}

/**
 * @param {readonly string[]} command
 * @param {boolean} live
 * @returns {Promise<{ ok: boolean, output: string, end: string }>}
 */
function run([program = '', ...rest], live) {
  return new Promise((resolve) => {
    const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'], timeout: stepLimit });
    let output = '';
    const collect = (
      /** @type {import('node:stream').Readable} */ from,
      /** @type {NodeJS.WriteStream} */ to,
    ) => {
      from.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
        output += text;
        if (live) to.write(text);
      });
    };
    collect(child.stdout, process.stdout);
    collect(child.stderr, process.stderr);
    child.on('error', (error) => {
      resolve({ ok: false, output: `${output}${error.message}\n`, end: 'not started' });
    });
    child.on('close', (code, signal) => {
      resolve({ ok: code === 0, output, end: signal ?? `exit code ${code}` });
    });
  });
}
