import { outputValues } from '../../aws/model.ts';
import type { StackOutput } from '../../aws/model.ts';
import { toJson } from '../../diagnostics/controls.ts';
import { quoteForShell } from '../../diagnostics/shell-quote.ts';
import { inColumns } from './columns.ts';

type Outputs = readonly StackOutput[];

export function renderOutputsText(outputs: Outputs): string {
  return inColumns(outputs.map(({ key, value }) => [key, value]))
    .map((line) => `${line}\n`)
    .join('');
}

export function renderOutputsJson(outputs: Outputs): string {
  return `${toJson(outputValues(outputs), 2)}\n`;
}

/** Assignments that a shell can evaluate: `SHARED_REPOSITORY_URI='...'`. */
export function renderOutputsEnv(outputs: Outputs): string {
  return outputs.map(({ key, value }) => `${variableFor(key)}=${quoteForShell(value)}\n`).join('');
}

/** `RepositoryUri` is `SHARED_REPOSITORY_URI`. */
function variableFor(key: string): string {
  return `SHARED_${key.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toUpperCase()}`;
}
