import { pythonTool } from '../python-tools.ts';
import { runProcess } from '../terminal/run-process.ts';
import type { Finding } from './finding.ts';

interface Report {
  readonly comments: readonly {
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly code: number;
    readonly message: string;
  }[];
}

/** All findings of ShellCheck about the scripts, including its remarks on style. */
export async function checkScripts(files: readonly string[]): Promise<readonly Finding[]> {
  if (files.length === 0) return [];
  const args = ['--norc', '--format', 'json1', ...files];
  const { code, stdout, stderr } = await runProcess(pythonTool('shellcheck'), args);
  if (code !== 0 && code !== 1) throw new Error(`ShellCheck failed (${code}): ${stderr}`);
  return (JSON.parse(stdout) as Report).comments.map((comment) => ({
    file: comment.file,
    line: comment.line,
    column: comment.column,
    rule: `SC${comment.code}`,
    message: comment.message,
  }));
}
