import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const command = join(import.meta.dirname, '../../build/archc.cjs');

/** The built command, as a user runs it. */
export function runArchc(
  args: readonly string[],
  options: { readonly cwd?: string; readonly input?: string } = {},
): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], {
    encoding: 'utf8',
    timeout: 20_000,
    maxBuffer: 64 * 1024 * 1024,
    ...options,
  });
  return { code: status, stdout, stderr };
}

/** The command with the most memory that it took, as the system counts it. */
export function measureArchc(args: readonly string[]): Run & { readonly mebibytes: number } {
  const program =
    'import resource, subprocess, sys\n' +
    'code = subprocess.run(sys.argv[1:]).returncode\n' +
    'print(code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)';
  const { stdout, stderr } = spawnSync('python3', ['-c', program, process.execPath, command, ...args], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  const [code, kibibytes] = (stdout.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return { code: code ?? null, stdout, stderr, mebibytes: (kibibytes ?? Infinity) / 1024 };
}

/** A folder for each test of a suite, removed afterwards. */
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
