import { readExamples } from '../../build/generated/examples.ts';
import { catalogue } from '../diagnostics/catalogue.ts';
import type { Code } from '../diagnostics/catalogue.ts';
import { introduce } from './example.ts';

/** What a message means and why, and a spec that gets it beside one that doesn't. */
export function explainCode(code: Code): string {
  const { severity, summary, explanation } = catalogue[code];
  const parts = [`${code} (${severity})`, summary, explanation];
  const example = readExamples()[code];
  if (example) {
    const { wrong, right } = introduce(severity);
    parts.push(wrong, indent(example.wrong), right, indent(example.right));
  }
  return `${parts.join('\n\n')}\n`;
}

function indent(yaml: string): string {
  return yaml.trimEnd().replaceAll(/^/gm, '  ');
}
