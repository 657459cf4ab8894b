import { basename, join } from 'node:path';
import { runProcess } from '../terminal/run-process.ts';
import { securityTools } from './security-tools.ts';
import type { FileFinding } from './security.ts';

interface Report {
  readonly summary?: { readonly parsing_errors: number; readonly resource_count: number };
  readonly results?: {
    readonly failed_checks: readonly {
      readonly check_id: string;
      readonly check_name: string;
      readonly file_path: string;
      readonly resource: string;
    }[];
  };
}

/** All failed checks of Checkov, without its service, in the templates. `options` are more of its own. */
export async function runCheckov(
  files: readonly string[],
  options: readonly string[] = [],
): Promise<readonly FileFinding[]> {
  const args = [
    '--framework',
    'cloudformation',
    '--output',
    'json',
    '--quiet',
    '--compact',
    '--skip-download',
  ];
  const { code, stdout, stderr } = await runProcess(join(securityTools, 'venv/bin/checkov'), [
    ...args,
    ...options,
    '--file',
    ...files,
  ]);
  if (code !== 0 && code !== 1) throw new Error(`Checkov failed (${code}): ${stderr}`);
  const { results, summary } = JSON.parse(stdout) as Report;
  if (summary?.parsing_errors !== 0) throw new Error(`Checkov can't read a template: ${stdout}`);
  return (results?.failed_checks ?? []).map(({ check_id, check_name, file_path, resource }) => ({
    file: basename(file_path),
    rule: check_id,
    // The type stands before the logical id.
    resource: resource.split('.').at(-1) ?? '',
    message: check_name,
  }));
}
