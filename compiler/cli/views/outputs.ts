import { outputValues } from '../../aws/model.ts';
import type { StackOutput } from '../../aws/model.ts';
import { toJson } from '../../diagnostics/controls.ts';
import { quoteForShell } from '../../diagnostics/shell-quote.ts';
import type { StackKind } from '../../template/template.ts';
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
export function renderOutputsEnv(outputs: Outputs, kind: StackKind): string {
  return outputs.map(({ key, value }) => `${variableFor(kind, key)}=${quoteForShell(value)}\n`).join('');
}

/** `RepositoryUri` is `SHARED_REPOSITORY_URI`. */
function variableFor(kind: StackKind, key: string): string {
  return `${kind.toUpperCase()}_${key.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toUpperCase()}`;
}
