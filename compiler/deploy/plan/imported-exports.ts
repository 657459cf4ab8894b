import type { Aws } from '../../aws/aws.ts';
import { AwsFailure } from '../../aws/failure.ts';
import type { Finding } from '../../diagnostics/diagnostic.ts';
import { isGiven } from '../../diagnostics/place.ts';
import { backendStackName } from '../../modules/stack-names.ts';
import type { SpecPath } from '../../spec/path.ts';
import type { DeployContext } from './deploy-context.ts';
import type { StackPlan } from './plan.ts';
import { wordDeployment } from './way-out.ts';

interface Look {
  readonly aws: Aws;
  readonly context: DeployContext;
  /** Takes one line about something that could not be read. */
  readonly note: (line: string) => void;
}

/**
 * CloudFormation removes no export that a stack imports, and tells that at the end of an update, which it then rolls back.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html
 */
export async function findImportedExports(
  plans: readonly StackPlan[],
  { aws, context, note }: Look,
): Promise<readonly Finding[]> {
  const shared = plans.find(({ wanted, action }) => wanted.kind === 'shared' && action === 'update');
  if (!shared) return [];
  const importers = new Map<string, string[]>();
  for (const output of removedOutputs(shared)) {
    for (const stack of await listImports(`${shared.wanted.name}-${output}`, aws, note))
      importers.set(stack, [...(importers.get(stack) ?? []), output]);
  }
  return [...importers].map(([stack, outputs]) => findingFor(stack, outputs, context));
}

function removedOutputs({ outputs }: StackPlan): readonly string[] {
  return outputs.flatMap(({ path: [output, ...inside], after }) =>
    output !== undefined && inside.length === 0 && after === undefined ? [output] : [],
  );
}

async function listImports(name: string, aws: Aws, note: Look['note']): Promise<readonly string[]> {
  try {
    return await aws.listImports(name);
  } catch (error) {
    if (!(error instanceof AwsFailure) || error.kind !== 'denied') throw error;
    note(`archc is not allowed to see which stacks import ${name}`);
    return [];
  }
}

function findingFor(stack: string, outputs: readonly string[], { resolved }: DeployContext): Finding {
  const database: SpecPath = ['shared', 'database'];
  const isOwn = stack === backendStackName(resolved.spec);
  const backend = wordDeployment({ kind: 'backend', name: stack }, resolved).replace(
    /"$/,
    ' --stack backend"',
  );
  return {
    code: 'removes-imported-export',
    path: isGiven(resolved.tree, database) ? database : ['shared'],
    at: 'key',
    message: `This would remove ${outputs.join(', ')}, which stack "${stack}" still imports`,
    hint: isOwn
      ? `The shared stack is deployed before the backend: ${backend} first, so that the backend no longer imports them`
      : 'First remove what imports them from the spec of that backend, and deploy it',
  };
}
