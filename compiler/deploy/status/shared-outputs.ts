import type { DeployedStack, StackOutput } from '../../aws/model.ts';
import { sectionOf, visit } from '../../template/node.ts';
import type { Template } from '../../template/template.ts';
import { isUnderWay } from '../plan/decide.ts';

/** The outputs, or one line that says why they are missing and what to do. */
export type SharedOutputs =
  | { readonly ok: true; readonly outputs: readonly StackOutput[] }
  | { readonly ok: false; readonly message: string };

export interface SharedStack {
  readonly name: string;
  readonly region: string;
  /** The names of the required outputs. */
  readonly wanted: readonly string[];
  /** How the stack is deployed, as the end of a message: a command, or another spec. */
  readonly deployment: string;
}

/** The outputs of the shared stack, if it is deployed and has all required ones. */
export function sharedOutputs(stack: DeployedStack | undefined, shared: SharedStack): SharedOutputs {
  const { name, region, wanted, deployment } = shared;
  if (!stack) return { ok: false, message: `stack "${name}" does not exist in ${region}: ${deployment}` };
  const { outputs, status } = stack;
  const missing = wanted.filter((each) => !outputs.some(({ key }) => key === each));
  if (missing.length === 0) return { ok: true, outputs };
  const lack = `stack "${name}" (${status}) has no output ${missing.join(', ')}`;
  return {
    ok: false,
    message: `${lack}: ${isUnderWay(status) ? 'wait until its operation ends' : deployment}`,
  };
}

/**
 * The shared stack's outputs that a spec needs: all that its own templates define, or those that its backend imports.
 */
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
