import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { missingPythonTools, pythonTool } from '../python-tools.ts';
import { runProcess } from '../terminal/run-process.ts';
import type { Finding } from './finding.ts';
import { findActionlint } from './install-actionlint.ts';

interface Report {
  readonly message: string;
  readonly filepath: string;
  readonly line: number;
  readonly column: number;
  readonly kind: string;
}

/** Why workflows can't be linted here, for needs(); `undefined` when they can. */
export async function missingWorkflowLinter(): Promise<string | undefined> {
  const found = await findActionlint();
  return typeof found === 'string' ? found : missingPythonTools();
}

/**
 * All findings of actionlint about the workflows, and of ShellCheck about their scripts. `workflows` has the text by
 * file name.
 */
export async function lintWorkflows(
  workflows: Readonly<Record<string, string>>,
): Promise<readonly Finding[]> {
  const found = await findActionlint();
  if (typeof found === 'string') throw new Error(found);
  const folder = await mkdtemp(path.join(tmpdir(), 'archc-workflows-'));
  try {
    const files = Object.entries(workflows).map(([name, text]) => ({ path: path.join(folder, name), text }));
    for (const file of files) await writeFile(file.path, file.text, { flag: 'wx' });
    const judges = ['-shellcheck', pythonTool('shellcheck'), '-pyflakes', ''];
    const args = [...judges, '-format', '{{json .}}', ...files.map((file) => file.path)];
    const { code, stdout, stderr } = await runProcess(found.program, args);
    if (code !== 0 && code !== 1) throw new Error(`actionlint failed (${code}): ${stderr}`);
    return (JSON.parse(stdout) as readonly Report[]).map(({ filepath, line, column, kind, message }) => ({
      file: path.basename(filepath),
      line,
      column,
      rule: kind,
      message,
    }));
  } finally {
    await rm(folder, { recursive: true });
  }
}
