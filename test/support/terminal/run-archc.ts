import { spawnSync } from 'node:child_process';
import type { SpawnSyncOptionsWithStringEncoding } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { archcCommand as command, builtFolder } from '../built.ts';
import { longestWait } from '../until.ts';

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Surroundings {
  readonly cwd?: string;
  readonly input?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs the built command as a user does. */
export function runArchc(args: readonly string[], surroundings: Surroundings = {}): Run {
  return run([process.execPath, command, ...args], surroundings);
}

/** Runs a line of bash in which `archc` is the built command. */
export function runLine(line: string, surroundings: Surroundings = {}): Run {
  const archc = `archc() { '${process.execPath}' '${command}' "$@"; }`;
  return run(['bash', '-c', `${archc}\n${line}`], surroundings);
}

/** Runs the command in a terminal, which shows standard output and standard error together. */
export function runInTerminal(args: readonly string[], surroundings: Surroundings = {}): string {
  const program = 'import pty, sys; pty.spawn(sys.argv[1:])';
  return run(['python3', '-c', program, process.execPath, command, ...args], surroundings).stdout;
}

/** Runs the command and measures its peak memory, as the system reports it. */
export function measureArchc(args: readonly string[]): Run & { readonly mebibytes: number } {
  const program =
    'import resource, subprocess, sys\n' +
    'code = subprocess.run(sys.argv[1:]).returncode\n' +
    'print(code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)';
  const { stdout, stderr } = run(['python3', '-c', program, process.execPath, command, ...args]);
  const [code, kibibytes] = (stdout.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return { code: code ?? null, stdout, stderr, mebibytes: (kibibytes ?? Infinity) / 1024 };
}

/** Copies the built command to another folder, edited. */
export function copyArchc(folder: string, edit: (code: string) => string = (code) => code): string {
  chmodSync(folder, 0o755);
  for (const file of ['archc.cjs', 'aws-sdk.js', 'diagram.js', 'report.js', 'scanners.js'])
    copyFileSync(join(builtFolder, file), join(folder, file));
  for (const file of ['command.js', 'compile.js', 'core.cjs']) {
    writeFileSync(join(folder, file), edit(readFileSync(join(builtFolder, file), 'utf8')));
  }
  return join(folder, 'archc.cjs');
}

export function run(
  [program = '', ...args]: readonly string[],
  surroundings: Surroundings & { readonly uid?: number } = {},
): Run {
  const options: SpawnSyncOptionsWithStringEncoding = {
    encoding: 'utf8',
    timeout: longestWait,
    maxBuffer: 64 * 1024 * 1024,
    ...surroundings,
  };
  const { status, stdout, stderr } = spawnSync(program, args, options);
  return { code: status, stdout, stderr };
}

/** A new folder for each test of a suite, which is removed afterwards. */
export function useFolder(): { readonly path: string } {
  const folder = { path: '' };
  beforeEach(() => {
    folder.path = mkdtempSync(join(tmpdir(), 'archc-cli-'));
  });
  afterEach(() => {
    rmSync(folder.path, { recursive: true, force: true });
  });
  return folder;
}
