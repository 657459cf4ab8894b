import { fileURLToPath } from 'node:url';
import { uncounted } from '../../coverage/uncounted.ts';
import { runProcess } from '../terminal/run-process.ts';
import type { Finding } from './finding.ts';

const program = fileURLToPath(new URL('./aws-validator-process.ts', import.meta.url));

/**
 * The errors and warnings of AWS's own offline validator. Its remarks (INFO) are left out: they ask for tags on every
 * resource, and App Runner replaces a service when its tags change.
 *
 * Loading it takes two seconds and 500 MB, so pass all files in one call. It runs in its own process, which frees the
 * memory.
 */
export async function validateTemplates(files: readonly string[]): Promise<readonly Finding[]> {
  if (files.length === 0) return [];
  const args = ['--import', 'tsx', program, ...files];
  const { code, stdout, stderr } = await runProcess(process.execPath, args, {
    env: { ...process.env, ...uncounted },
  });
  if (code !== 0) throw new Error(`The validator failed (${code}): ${stderr}`);
  return JSON.parse(stdout) as readonly Finding[];
}
