import type { ChildProcess, SpawnOptions, StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { dirname, resolve } from 'node:path';
import { DeploymentError } from '../../deploy/plan/deployment-error.ts';

/** The compiled build script, and the spec in whose folder it runs. */
export interface Build {
  readonly script: string;
  readonly spec: string;
  readonly signal: AbortSignal;
}

/**
 * Runs the compiled build script, and resolves to the URI of the image that it pushed. Its progress goes to standard
 * error. It finds the build context as it does without archc, from the spec's folder.
 */
export async function runBuild(build: Build): Promise<string> {
  return imageOf(await run(build, []), 'built');
}

/** Pushes an image that was built ahead; resolves to its URI. */
export async function pushBuilt(build: Build, name: string): Promise<string> {
  return imageOf(await run(build, ['--push', name]), 'pushed');
}

/** Lets the build script say all that it lacks: a text for each thing, with the words of other programs. */
export async function checkBuild(build: Build): Promise<readonly string[]> {
  const lines: string[] = [];
  const { code } = await run(build, ['--check'], (line) => lines.push(line));
  if (code === 0) return [];
  const problems = lines
    .join('\n')
    .split(/^build\.sh: /m)
    .flatMap((each) => each.trim() || []);
  return problems.length > 0 ? problems : ['the build script could not check what it needs'];
}

interface Ahead {
  /** Ends the build without further words, unless the user has ended it. */
  readonly stop: AbortSignal;
  readonly report: (line: string) => void;
  /** How long a build that is ended may take until it is killed, in milliseconds. */
  readonly grace?: number;
}

/**
 * Builds for a later push beside other work, and reports each line; resolves to the image's name on this machine. No
 * Ctrl-C reaches the build from the terminal, since there it may mean the other work.
 */
export async function buildAhead(build: Build, { stop, report, grace = 10_000 }: Ahead): Promise<string> {
  const options: SpawnOptions = { stdio: ['ignore', 'pipe', 'pipe'], detached: true };
  const { child, ended } = start(build, ['--no-push'], options, (line) => {
    if (!stop.aborted || build.signal.aborted) report(line);
  });
  const either = AbortSignal.any([build.signal, stop]);
  const stopAll = () => {
    endGroup(child, grace);
  };
  either.addEventListener('abort', stopAll, { once: true });
  if (either.aborted) stopAll();
  try {
    const end = await ended.catch((error: unknown) => {
      either.throwIfAborted();
      throw error;
    });
    either.throwIfAborted();
    return imageOf(end, 'built');
  } finally {
    either.removeEventListener('abort', stopAll);
  }
}

/** Ends the program and all that it has started. */
function endGroup(child: ChildProcess, grace: number): void {
  const { pid, stdout, stderr } = child;
  if (pid === undefined) return;
  const send = (signal: NodeJS.Signals) => {
    try {
      process.kill(-pid, signal);
    } catch {
      // It has ended, or the system knows no groups.
      child.kill(signal);
    }
  };
  send('SIGTERM');
  const timer = setTimeout(() => {
    send('SIGKILL');
    // Whoever else holds them is not waited for.
    stdout?.destroy();
    stderr?.destroy();
  }, grace);
  child.once('close', () => {
    clearTimeout(timer);
  });
}

interface Ended {
  readonly code: number | null;
  readonly killed: string | null;
  readonly output: string;
}

function imageOf({ code, killed, output }: Ended, what: 'built' | 'pushed'): string {
  if (code === 0) return output.trim();
  const end = killed ?? `exit code ${String(code)}`;
  throw new DeploymentError(
    `the image was not ${what} (build.sh: ${end}); its lines above say why. Nothing was changed in the backend`,
  );
}

/** Its standard input stays the terminal. */
function run(build: Build, flags: readonly string[], report?: (line: string) => void): Promise<Ended> {
  const stdio: StdioOptions = ['inherit', 'pipe', report ? 'pipe' : 'inherit'];
  return start(build, flags, { stdio, signal: build.signal }, report).ended;
}

interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** `report` gets each line of standard error, if that is a pipe. */
function start(
  { script, spec, signal }: Build,
  flags: readonly string[],
  options: SpawnOptions,
  report?: (line: string) => void,
): Started {
  // Loaded here because they would slow down the start of every other command, and at once: the build begins now.
  const { spawn } = process.getBuiltinModule('node:child_process');
  const { createInterface } = process.getBuiltinModule('node:readline');
  const { text } = process.getBuiltinModule('node:stream/consumers');
  const { stripVTControlCharacters } = process.getBuiltinModule('node:util');
  // The script is an argument, because standard input is the terminal.
  const child = spawn('bash', ['-c', script, 'build.sh', ...flags], {
    cwd: dirname(resolve(spec)),
    ...options,
  });
  if (child.stderr && report) {
    createInterface({ input: child.stderr, crlfDelay: Infinity }).on('line', (line) => {
      report(stripVTControlCharacters(line));
    });
  }
  const failed = once(child, 'error').then(([error]: unknown[]) => {
    if (signal.aborted) throw error;
    throw new DeploymentError(`the build script needs bash: ${String(error)}`);
  });
  const closed = Promise.all([child.stdout ? text(child.stdout) : '', once(child, 'close')]);
  const ended = Promise.race([closed, failed]).then(([output, [code, killed]]) => ({
    code: code as number | null,
    killed: killed as string | null,
    output,
  }));
  return { child, ended };
}
