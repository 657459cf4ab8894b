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
  const { code, killed, output } = await run(build, [], 'inherit');
  if (code === 0) return output.trim();
  const end = killed ?? `exit code ${String(code)}`;
  throw new DeploymentError(
    `the image was not built (build.sh: ${end}); its lines above say why. Nothing was changed in the backend`,
  );
}

/** Lets the build script say all that it lacks: a text for each thing, with the words of other programs. */
export async function checkBuild(build: Build): Promise<readonly string[]> {
  const { code, errors } = await run(build, ['--check'], 'pipe');
  if (code === 0) return [];
  const problems = errors.split(/^build\.sh: /m).flatMap((each) => each.trim() || []);
  return problems.length > 0 ? problems : ['the build script could not check what it needs'];
}

interface Ended {
  readonly code: number | null;
  readonly killed: string | null;
  readonly output: string;
  readonly errors: string;
}

async function run(
  { script, spec, signal }: Build,
  flags: readonly string[],
  errors: 'inherit' | 'pipe',
): Promise<Ended> {
  // Loaded here because they would slow down the start of every other command.
  const { spawn } = await import('node:child_process');
  const { text } = await import('node:stream/consumers');
  // The script is an argument, so that its standard input stays the terminal.
  const child = spawn('bash', ['-c', script, 'build.sh', ...flags], {
    cwd: dirname(resolve(spec)),
    stdio: ['inherit', 'pipe', errors],
    signal,
  });
  const failed = once(child, 'error').then(([error]: unknown[]) => {
    if (signal.aborted) throw error;
    throw new DeploymentError(`the build script needs bash: ${String(error)}`);
  });
  const [output, words, [code, killed]] = (await Promise.race([
    Promise.all([
      child.stdout ? text(child.stdout) : '',
      child.stderr ? text(child.stderr) : '',
      once(child, 'close'),
    ]),
    failed,
  ])) as [string, string, [number | null, string | null]];
  return { code, killed, output, errors: words };
}
