import { fileURLToPath } from 'node:url';
import { runProcess } from '../terminal/run-process.ts';
import type { Finding } from './finding.ts';

const program = fileURLToPath(new URL('./aws-validator-process.ts', import.meta.url));

/**
 * What AWS's own offline validator warns of or refuses. Its remarks (INFO) are left out: they ask for tags on every
 * resource, which App Runner replaces a service for.
 *
 * It takes two seconds and 500 MB to load, so give it all files in one call; a process of its own frees the memory.
 */
export async function validateTemplates(files: readonly string[]): Promise<readonly Finding[]> {
  if (files.length === 0) return [];
  const { code, stdout, stderr } = await runProcess(process.execPath, ['--import', 'tsx', program, ...files]);
  if (code !== 0) throw new Error(`The validator failed (${code}): ${stderr}`);
  return JSON.parse(stdout) as readonly Finding[];
}
