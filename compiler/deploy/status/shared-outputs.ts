import type { DeployedStack, StackOutput } from '../../aws/model.ts';
import { sharedStackName } from '../../modules/stack-names.ts';
import type { Compiled } from '../../phases/results.ts';
import { sectionOf, visit } from '../../template/node.ts';
import type { Template } from '../../template/template.ts';
import { isUnderWay } from '../plan/decide.ts';
import { wordDeployment } from '../plan/way-out.ts';

/** The outputs, or one line that says why they are missing and what to do. */
export type SharedOutputs =
  | { readonly ok: true; readonly outputs: readonly StackOutput[] }
  | { readonly ok: false; readonly message: string };

/**
 * The outputs of a spec's shared stack, if it is deployed and has all required ones. `place` says where it is missing.
 */
export function sharedOutputs(
  stack: DeployedStack | undefined,
  { resolved, templates }: Pick<Compiled, 'resolved' | 'templates'>,
  place: string,
): SharedOutputs {
  const name = sharedStackName(resolved.spec);
  const deployment = wordDeployment({ kind: 'shared', name }, resolved);
  if (!stack) return { ok: false, message: `stack "${name}" does not exist in ${place}: ${deployment}` };
  const { outputs, status } = stack;
  const missing = outputsWanted(templates).filter((each) => !outputs.some(({ key }) => key === each));
  if (missing.length === 0) return { ok: true, outputs };
  const lack = `stack "${name}" (${status}) has no output ${missing.join(', ')}`;
  const lacksCluster = !resolved.spec.shared && missing.includes('ClusterArn') && outputs.length > 0;
  const way = lacksCluster ? giveUpCluster : deployment;
  return { ok: false, message: `${lack}: ${isUnderWay(status) ? 'wait until its operation ends' : way}` };
}

const giveUpCluster =
  'it has no database cluster, so remove backend.database, or remove "database: none" from the spec that describes it and deploy that';

/**
 * The shared stack's outputs that a spec needs: all that its own templates define, or those that its backend imports.
 */
function outputsWanted(templates: readonly Template[]): readonly string[] {
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
