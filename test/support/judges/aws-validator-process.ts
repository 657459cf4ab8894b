import { RegoEngine, TemplateFile } from '@aws/cloudformation-validate';
import type { Finding } from './finding.ts';

const engine = new RegoEngine();
const findings = process.argv.slice(2).flatMap(judge);
process.stdout.write(JSON.stringify(findings));

/** By the severity of each finding: the report's own status can say OK beside a fatal one. */
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
