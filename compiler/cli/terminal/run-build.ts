import { once } from 'node:events';
import { dirname, resolve } from 'node:path';
import { DeploymentError } from '../../deploy/plan/deployment-error.ts';

/**
 * Runs the compiled build script, and resolves to the URI of the image that it pushed. Its progress goes to standard
 * error. The build context is looked for in the spec's git work tree, or without one in the spec's folder.
 */
export async function runBuild(script: string, spec: string, signal: AbortSignal): Promise<string> {
  // Loaded here because they would slow down the start of every other command.
  const { spawn, spawnSync } = await import('node:child_process');
  const { text } = await import('node:stream/consumers');
  const folder = dirname(resolve(spec));
  const git = spawnSync('git', ['-C', folder, 'rev-parse', '--show-toplevel'], { encoding: 'utf8' });
  const source = git.status === 0 ? git.stdout.trimEnd() : folder;
  // The script is an argument, so that its standard input stays the terminal.
  const child = spawn('bash', ['-c', script, 'build.sh', '--source', source], {
    stdio: ['inherit', 'pipe', 'inherit'],
    signal,
  });
  const failed = once(child, 'error').then(([error]: unknown[]) => {
    if (signal.aborted) throw error;
    throw new DeploymentError(`the build script needs bash: ${String(error)}`);
  });
  const [output, [code, killed]] = (await Promise.race([
    Promise.all([text(child.stdout), once(child, 'close')]),
    failed,
  ])) as [string, [number | null, string | null]];
  if (code !== 0) {
    const end = killed ?? `exit code ${String(code)}`;
    throw new DeploymentError(
      `the image was not built (build.sh: ${end}); its lines above say why. Nothing was changed in the backend`,
    );
  }
  return output.trim();
}
