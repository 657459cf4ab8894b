import type { DeployedStack, StackOutput } from '../../aws/model.ts';
import { stackName } from '../../modules/stack-names.ts';
import type { Compiled } from '../../phases/results.ts';
import { sectionOf, visit } from '../../template/node.ts';
import type { StackKind, Template } from '../../template/template.ts';
import { otherOwner, wordOtherOwner } from '../plan/other-owner.ts';
import { isUnderWay } from '../plan/decide.ts';
import { wordDeployment } from '../plan/way-out.ts';

/** The outputs, or one line that says why they are missing and what to do. */
export type Outputs =
  | { readonly ok: true; readonly outputs: readonly StackOutput[] }
  | { readonly ok: false; readonly message: string };

/**
 * The outputs of one of a spec's stacks, if it is deployed and has all required ones. `place` says where it is missing.
 */
export function stackOutputs(
  kind: StackKind,
  stack: DeployedStack | undefined,
  { resolved, templates }: Pick<Compiled, 'resolved' | 'templates'>,
  place: string,
): Outputs {
  const name = stackName(kind, resolved.spec);
  const deployment = wordDeployment({ kind, name }, resolved);
  if (!stack) return { ok: false, message: `stack "${name}" does not exist in ${place}: ${deployment}` };
  const owner = otherOwner(stack, kind, resolved);
  if (owner !== undefined) return { ok: false, message: wordOtherOwner({ kind, name, owner }, resolved) };
  const { outputs, status } = stack;
  const missing = outputsWanted(kind, templates).filter((each) => !outputs.some(({ key }) => key === each));
  if (missing.length === 0) return { ok: true, outputs };
  const lack = `stack "${name}" (${status}) has no output ${missing.join(', ')}`;
  const lacksCluster =
    kind === 'shared' && !resolved.spec.shared && missing.includes('ClusterArn') && outputs.length > 0;
  const way = lacksCluster ? giveUpCluster : deployment;
  return { ok: false, message: `${lack}: ${isUnderWay(status) ? 'wait until its operation ends' : way}` };
}

const giveUpCluster =
  'it has no database cluster, so remove backend.database, or remove "database: none" from the spec that describes it and deploy that';

/** A stack's outputs that a spec needs: all that its own template defines, or those that its backend imports. */
function outputsWanted(kind: StackKind, templates: readonly Template[]): readonly string[] {
  const own = templates.find(({ stack }) => stack === kind);
  if (own) return sectionOf(own.root, 'Outputs').map(({ key }) => key);
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
