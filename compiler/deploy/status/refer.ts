import type { DeployedStack, StackOutput } from '../../aws/model.ts';
import { quoteForShell } from '../../phases/shell-quote.ts';
import { sectionOf, visit } from '../../template/node.ts';
import type { Template } from '../../template/template.ts';
import { isUnderWay } from '../plan/decide.ts';

/** Outputs, or one line that says why there are none and what to do. */
export type Referred =
  | { readonly ok: true; readonly outputs: readonly StackOutput[] }
  | { readonly ok: false; readonly message: string };

export interface SharedStack {
  readonly name: string;
  readonly region: string;
  /** The outputs that must be there. */
  readonly wanted: readonly string[];
  /** How the stack is deployed: a command, or who does it. */
  readonly deployment: string;
}

/** The outputs of the shared stack, as far as it is deployed. */
export function refer(stack: DeployedStack | undefined, shared: SharedStack): Referred {
  const { name, region, wanted, deployment } = shared;
  if (!stack) return { ok: false, message: `there is no stack "${name}" in ${region}: ${deployment}` };
  const { outputs, status } = stack;
  const missing = wanted.filter((each) => !outputs.some(({ key }) => key === each));
  if (missing.length === 0) return { ok: true, outputs };
  const lack = `stack "${name}" (${status}) has no output ${missing.join(', ')}`;
  return { ok: false, message: `${lack}: ${isUnderWay(status) ? 'wait until it is done' : deployment}` };
}

/** The shared stack's outputs that a spec counts on: all of its own, or those that its backend imports. */
export function outputsWanted(templates: readonly Template[]): readonly string[] {
  const shared = templates.find(({ stack }) => stack === 'shared');
  if (shared) return sectionOf(shared.root, 'Outputs').map(({ key }) => key);
  // The build script needs the repository.
  const names = new Set(['RepositoryUri']);
  for (const { root } of templates) {
    visit(root, (node, path) => {
      if (path.at(-1) !== 'Fn::ImportValue' || node.kind !== 'scalar') return;
      names.add(String(node.value).replace('${SharedStackName}-', ''));
    });
  }
  return [...names];
}

export type ReferFormat = 'text' | 'json' | 'env';

export function renderOutputs(outputs: readonly StackOutput[], format: ReferFormat): string {
  const values = outputs.map(({ key, value }): [string, string] => [key, value]);
  if (format === 'json') return `${JSON.stringify(Object.fromEntries(values), null, 2)}\n`;
  if (format === 'env') {
    return values.map(([key, value]) => `${variableFor(key)}=${quoteForShell(value)}\n`).join('');
  }
  const width = Math.max(0, ...values.map(([key]) => key.length));
  return values.map(([key, value]) => `${key.padEnd(width)}  ${value}\n`).join('');
}

/** `RepositoryUri` is `SHARED_REPOSITORY_URI`. */
function variableFor(key: string): string {
  return `SHARED_${key.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toUpperCase()}`;
}
