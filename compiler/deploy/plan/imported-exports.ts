import type { Finding } from '../../diagnostics/diagnostic.ts';
import { isGiven } from '../../diagnostics/place.ts';
import { backendStackName } from '../../modules/stack-names.ts';
import type { SpecPath } from '../../spec/path.ts';
import type { DeployContext } from './deploy-context.ts';
import { listImporters } from './importers.ts';
import type { Look } from './importers.ts';
import type { StackPlan } from './plan.ts';
import { wordLoneDeployment } from './way-out.ts';

/**
 * CloudFormation removes no export that a stack imports. It says so at the end of an update, and rolls that back.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html
 */
export async function findImportedExports(
  plans: readonly StackPlan[],
  look: Look,
): Promise<readonly Finding[]> {
  const shared = plans.find(({ wanted, action }) => wanted.kind === 'shared' && action === 'update');
  if (!shared) return [];
  const importers = new Map<string, string[]>();
  for (const output of removedOutputs(shared)) {
    for (const stack of await listImporters(shared.wanted.name, output, look))
      importers.set(stack, [...(importers.get(stack) ?? []), output]);
  }
  return [...importers].map(([stack, outputs]) => findingFor(stack, outputs, look.context));
}

function removedOutputs({ outputs }: StackPlan): readonly string[] {
  return outputs.flatMap(({ path: [output, ...inside], after }) =>
    output !== undefined && inside.length === 0 && after === undefined ? [output] : [],
  );
}

function findingFor(stack: string, outputs: readonly string[], { resolved }: DeployContext): Finding {
  const database: SpecPath = ['shared', 'database'];
  const isOwn = stack === backendStackName(resolved.spec);
  const backend = wordLoneDeployment({ kind: 'backend', name: stack }, resolved);
  return {
    code: 'removes-imported-export',
    path: isGiven(resolved.tree, database) && !outputs.some(isOfNetwork) ? database : ['shared'],
    at: 'key',
    message: `This would remove ${outputs.join(', ')}, which stack "${stack}" still imports`,
    hint: isOwn
      ? `The shared stack is deployed before the backend: ${backend} first, so that the backend no longer imports them`
      : 'First remove what imports them from the spec of that backend, and deploy it',
  };
}

function isOfNetwork(output: string): boolean {
  return output.endsWith('SubnetIds');
}
