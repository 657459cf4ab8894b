import type { Finding } from '../diagnostics/diagnostic.ts';
import type { SpecPath } from '../spec/path.ts';
import { isVariable } from './validate-characters.ts';

/** The rules for every text in a spec: what CloudFormation would evaluate, and AWS refuse, is an error. */
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
  const encode = `encode the value (for example with base64)${isVariable(path) ? ', or put it into a secret' : ''}`;
  if (/[\r\n]/.test(text)) {
    const message = 'The value contains a line break';
    const hint = `Write the value on one line; if it needs line breaks, ${encode}`;
    findings.push({ code: 'control-character', path, message, hint });
  } else if (/[\u0000-\u001f\u007f]/.test(text)) {
    const message = 'The value contains a control character';
    const hint = `Remove the character; if the value needs it, ${encode}`;
    findings.push({ code: 'control-character', path, message, hint });
  }
  if (text.includes('{{resolve:')) {
    findings.push({
      code: 'dynamic-reference',
      path,
      message: 'CloudFormation would replace "{{resolve:...}}" with the value of a secret or parameter',
      hint: isVariable(path)
        ? 'Put the ARN of the secret or parameter under backend.service.secrets instead'
        : 'Write the value itself, without "{{resolve:"',
    });
  }
  return findings;
}
