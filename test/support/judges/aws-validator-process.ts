import { RegoEngine, TemplateFile } from '@aws/cloudformation-validate';
import type { Finding } from './finding.ts';

const engine = new RegoEngine();
const findings = process.argv.slice(2).flatMap(judge);
process.stdout.write(JSON.stringify(findings));

/** Reads the findings, not the report's status, which can be OK despite a fatal finding. */
function judge(file: string): Finding[] {
  const { diagnostics } = engine.validateStandard(new TemplateFile(file), { severityLevel: 'WARN' });
  return diagnostics.map(({ startLine = 1, startColumn = 1, ruleId, message }) => ({
    file,
    line: startLine,
    column: startColumn,
    rule: ruleId,
    message,
  }));
}
