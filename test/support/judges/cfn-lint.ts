import { pythonTool } from '../python-tools.ts';
import { runProcess } from '../terminal/run-process.ts';
import type { Finding } from './finding.ts';

interface Match {
  readonly Filename: string;
  readonly Location: { readonly Start: { readonly LineNumber: number; readonly ColumnNumber: number } };
  readonly Message: string;
  readonly Rule: { readonly Id: string };
}

/** The bits of the exit code for errors, warnings and remarks. Any other bit means that cfn-lint itself failed. */
const verdictBits = 2 | 4 | 8;

/** cfn-lint's errors and warnings, with all its rules, for a deployment to any of the regions. */
export async function lintTemplates(
  files: readonly string[],
  regions: readonly string[],
): Promise<readonly Finding[]> {
  if (files.length === 0) return [];
  const args = ['--format', 'json', '--regions', ...regions, '--', ...files];
  const { code, stdout, stderr } = await runProcess(pythonTool('cfn-lint'), args);
  if (code < 0 || (code & ~verdictBits) !== 0) throw new Error(`cfn-lint failed (${code}): ${stderr}`);
  return (JSON.parse(stdout) as readonly Match[]).map((match) => ({
    file: match.Filename,
    line: match.Location.Start.LineNumber,
    column: match.Location.Start.ColumnNumber,
    rule: match.Rule.Id,
    message: match.Message,
  }));
}
