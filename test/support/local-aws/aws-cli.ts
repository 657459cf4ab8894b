import { pythonTool } from '../python-tools.ts';
import { runProcess } from '../terminal/run-process.ts';
import type { ProcessResult } from '../terminal/run-process.ts';
import type { MiniStack } from './mini-stack.ts';

/** Runs the real AWS CLI with a local AWS. Rejects only when its process can't be started. */
export function runAws({ endpoint, env }: MiniStack, ...args: readonly string[]): Promise<ProcessResult> {
  // As an argument too, because version 1 ignores the environment's endpoint for some services.
  return runProcess(pythonTool('aws'), ['--endpoint-url', endpoint, '--output', 'json', ...args], { env });
}

/** Resolves to the JSON that the AWS CLI prints; rejects with its message when it fails. */
export async function askAws(miniStack: MiniStack, ...args: readonly string[]): Promise<unknown> {
  const { code, stdout, stderr } = await runAws(miniStack, ...args);
  if (code !== 0) throw new Error(`aws ${args.join(' ')} failed (${code}): ${stderr}`);
  return stdout.trim() === '' ? undefined : JSON.parse(stdout);
}
