import type { Finding } from '../diagnostics/diagnostic.ts';
import type { SpecPath } from '../spec/path.ts';

/** Rules for all text of a spec, whatever it is for: what CloudFormation would evaluate or garble is refused. */
export function textFindings(data: unknown): readonly Finding[] {
  const findings: Finding[] = [];
  collect(data, [], findings);
  return findings;
}

function collect(data: unknown, path: SpecPath, findings: Finding[]): void {
  if (typeof data === 'string') findings.push(...findingsIn(data, path));
  if (typeof data !== 'object' || data === null) return;
  if (Array.isArray(data))
    data.forEach((item, index) => {
      collect(item, [...path, index], findings);
    });
  else for (const [key, value] of Object.entries(data)) collect(value, [...path, key], findings);
}

function findingsIn(text: string, path: SpecPath): Finding[] {
  const findings: Finding[] = [];
  if (/[\u0000-\u001f\u007f]/.test(text)) {
    const message = /[\r\n]/.test(text)
      ? 'A line break inside a value'
      : 'A control character inside a value';
    const hint = 'Write the value on one line; encode it or make it a secret if it needs more';
    findings.push({ code: 'control-character', path, message, hint });
  }
  const beyond = /[^\u0000-\u007f]/u.exec(text);
  if (beyond) {
    findings.push({
      code: 'non-ascii',
      path,
      message: `The character "${beyond[0]}" is outside ASCII, and CloudFormation may garble it`,
      hint: 'Encode the value (for example with base64), or put it into a secret',
    });
  }
  if (text.includes('{{resolve:')) {
    findings.push({
      code: 'dynamic-reference',
      path,
      message: 'CloudFormation would replace "{{resolve:" by the value of a secret or parameter',
      hint: 'Put its ARN under backend.service.secrets',
    });
  }
  return findings;
}
