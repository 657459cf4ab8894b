import { spawn, spawnSync } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

// Runs the API with a database of its own, which is removed afterwards. It imports only node's own modules, because
// it runs before anything is installed.

const image = 'mysql:8.4';
const password = randomBytes(12).toString('hex');
const port = process.env.PORT ?? '8080';

process.chdir(import.meta.dirname);
process.exitCode = await main();

async function main() {
  prepare();
  const databasePort = await findFreePort();
  const database = startProgram(databasePort) ?? startContainer(databasePort);
  if (database === undefined) {
    console.error(
      `The demo needs MySQL 8 or newer: a "mysqld" on the PATH, or Docker to run the image ${image}.`,
    );
    return 1;
  }
  try {
    const isThere = await awaitServer(database, databasePort);
    return isThere ? await runApi(databasePort) : 1;
  } finally {
    database.stop();
  }
}

function prepare() {
  const installed = 'node_modules/.package-lock.json';
  const isStale =
    !existsSync(installed) || statSync(installed).mtimeMs < statSync('package-lock.json').mtimeMs;
  if (isStale) npm('ci', '--no-progress');
  npm('run', 'build', '--silent');
}

/** @param {readonly string[]} args */
function npm(...args) {
  const { status } = spawnSync('npm', args, { stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (status !== 0) throw new Error(`npm ${args.join(' ')} failed`);
}

/** Below those that the system gives to whoever asks for any, and to connections that go out meanwhile. */
async function findFreePort() {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    const server = createServer().listen(port, '127.0.0.1');
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}

/** @typedef {{ stop: () => void, isRunning: () => boolean }} Database */

/**
 * Starts a server in a temporary folder; undefined when no suitable mysqld is installed.
 *
 * @param {number} port
 * @returns {Database | undefined}
 */
function startProgram(port) {
  const version = spawnSync('mysqld', ['--version'], { encoding: 'utf8' });
  if (version.error || !/Ver (8|9|\d\d)\./.test(version.stdout) || version.stdout.includes('MariaDB'))
    return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'todo-demo-'));
  const remove = () => {
    rmSync(folder, { recursive: true, force: true });
  };
  const at = (/** @type {string} */ name) => join(folder, name);
  const asRoot = userInfo().uid === 0 ? ['--user=root'] : [];
  const options = [
    '--no-defaults',
    ...asRoot,
    '--secure-file-priv=NULL',
    '--loose-innodb-redo-log-capacity=8M',
    `--datadir=${at('data')}`,
    `--log-error=${at('log.err')}`,
  ];
  writeFileSync(
    at('init.sql'),
    [
      'CREATE DATABASE todo CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_ai_ci;',
      `CREATE USER 'todo'@'%' IDENTIFIED BY '${password}';`,
      "GRANT ALL ON todo.* TO 'todo'@'%';",
    ].join('\n'),
  );
  if (spawnSync('mysqld', [...options, '--initialize-insecure']).status !== 0) {
    console.error(readIfThere(at('log.err')));
    remove();
    return undefined;
  }
  const network = ['--bind-address=127.0.0.1', `--port=${port}`, '--mysqlx=OFF'];
  const files = [`--init-file=${at('init.sql')}`, `--socket=${at('socket')}`, `--pid-file=${at('pid')}`];
  // Detached, so that Ctrl-C reaches the API first, and not the server.
  const server = spawn('mysqld', [...options, ...network, ...files], { stdio: 'ignore', detached: true });
  server.once('exit', (_, signal) => {
    if (signal !== 'SIGKILL') console.error(readIfThere(at('log.err')));
    remove();
  });
  return { stop: () => server.kill('SIGKILL'), isRunning: () => server.exitCode === null };
}

/**
 * @param {number} port
 * @returns {Database | undefined}
 */
function startContainer(port) {
  const name = `todo-demo-${process.pid}`;
  const variables = [
    'MYSQL_RANDOM_ROOT_PASSWORD=yes',
    'MYSQL_DATABASE=todo',
    'MYSQL_USER=todo',
    `MYSQL_PASSWORD=${password}`,
  ].flatMap((variable) => ['--env', variable]);
  const options = ['--rm', '--detach', '--name', name, '--publish', `127.0.0.1:${port}:3306`, ...variables];
  const { status } = spawnSync('docker', ['run', ...options, image], { stdio: ['ignore', 2, 2] });
  if (status !== 0) return undefined;
  const stop = () => spawnSync('docker', ['rm', '--force', '--volumes', name], { stdio: 'ignore' });
  const isRunning = () => spawnSync('docker', ['inspect', name], { stdio: 'ignore' }).status === 0;
  return { stop, isRunning };
}

/** @param {string} file */
function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : 'mysqld said nothing';
}

/**
 * Waits until the server answers. The API could do that too, but would write warnings to its log.
 *
 * @param {Database} database
 * @param {number} port
 * @returns {Promise<boolean>} false when the server ended
 */
async function awaitServer(database, port) {
  while (database.isRunning()) {
    const socket = connect(port, '127.0.0.1');
    const isThere = await once(socket, 'data').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isThere) return true;
    await pause(100);
  }
  return false;
}

/**
 * Runs the API until it is interrupted.
 *
 * @param {number} databasePort
 * @returns {Promise<number>} its exit code
 */
function runApi(databasePort) {
  console.error(
    `\nThe API's page will be http://localhost:${port}/docs. Ctrl-C ends it and removes its data.\n`,
  );
  const database = { DB_HOST: '127.0.0.1', DB_PORT: String(databasePort), DB_NAME: 'todo', DB_USER: 'todo' };
  const env = { ...process.env, PORT: port, ...database, DB_PASS: password, DB_TLS: 'off' };
  const api = spawn(process.execPath, ['build/main.js'], { stdio: 'inherit', env });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    // The terminal sends SIGINT to the API as well, but SIGTERM comes to this process alone and is passed on.
    process.on(signal, () => signal === 'SIGTERM' && api.kill(signal));
  }
  return new Promise((resolve) => {
    api.once('exit', (code) => {
      resolve(code ?? 1);
    });
  });
}
