import { fileURLToPath } from 'node:url';
import { uncounted } from '../../coverage/uncounted.ts';
import { runProcess } from '../terminal/run-process.ts';
import { securityTools } from './security-tools.ts';
import type { FileFinding } from './security.ts';

const program = fileURLToPath(new URL('./cdk-judges.cjs', import.meta.url));

/** What three packs of cdk-nag find in the templates, which CDK includes as JSON. */
export async function runCdkNag(files: readonly string[]): Promise<readonly FileFinding[]> {
  const { code, stdout, stderr } = await runProcess(process.execPath, [program, securityTools, ...files], {
    env: { ...process.env, ...uncounted },
  });
  if (code !== 0) throw new Error(`cdk-nag failed (${code}): ${stderr}`);
  return JSON.parse(stdout) as readonly FileFinding[];
}
