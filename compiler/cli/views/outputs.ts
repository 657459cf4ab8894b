import type { StackOutput } from '../../aws/model.ts';
import { toJson } from '../../diagnostics/controls.ts';
import { quoteForShell } from '../../diagnostics/shell-quote.ts';
import { onOneLine } from '../terminal/clean.ts';

type Outputs = readonly StackOutput[];

export function renderOutputsText(outputs: Outputs): string {
  const width = Math.max(0, ...outputs.map(({ key }) => key.length));
  return outputs.map(({ key, value }) => `${key.padEnd(width)}  ${onOneLine(value)}\n`).join('');
}

export function renderOutputsJson(outputs: Outputs): string {
  const values = Object.fromEntries(outputs.map(({ key, value }) => [key, value]));
  return `${toJson(values, 2)}\n`;
}

/** Assignments that a shell can evaluate: `SHARED_REPOSITORY_URI='...'`. */
export function renderOutputsEnv(outputs: Outputs): string {
  return outputs.map(({ key, value }) => `${variableFor(key)}=${quoteForShell(value)}\n`).join('');
}

/** `RepositoryUri` is `SHARED_REPOSITORY_URI`. */
function variableFor(key: string): string {
  return `SHARED_${key.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toUpperCase()}`;
}
