import { pythonTool } from '../python-tools.ts';
import { runProcess } from '../terminal/run-process.ts';
import type { ProcessResult } from '../terminal/run-process.ts';
import type { MiniStack } from './mini-stack.ts';

/** The real AWS CLI, led to a local AWS. Fails only when its process can't be run. */
export function runAws({ endpoint, env }: MiniStack, ...args: readonly string[]): Promise<ProcessResult> {
  // In the environment alone, version 1 overlooks the endpoint of some services.
  return runProcess(pythonTool('aws'), ['--endpoint-url', endpoint, '--output', 'json', ...args], { env });
}

/** What the AWS CLI prints as JSON; rejects with its message when it fails. */
export async function askAws(miniStack: MiniStack, ...args: readonly string[]): Promise<unknown> {
  const { code, stdout, stderr } = await runAws(miniStack, ...args);
  if (code !== 0) throw new Error(`aws ${args.join(' ')} failed (${code}): ${stderr}`);
  return stdout.trim() === '' ? undefined : JSON.parse(stdout);
}
