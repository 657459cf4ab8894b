import type { Finding } from '../../diagnostics/diagnostic.ts';
import { isGiven } from '../../diagnostics/place.ts';
import { backendStackName } from '../../modules/stack-names.ts';
import type { SpecPath } from '../../spec/path.ts';
import { sectionOf } from '../../template/node.ts';
import { toPlain } from '../../template/plain.ts';
import { referencesIn } from '../../template/references.ts';
import type { DeployContext } from './deploy-context.ts';
import { listImporters } from './importers.ts';
import type { Look } from './importers.ts';
import { movesDatabase } from './network-order.ts';
import type { StackPlan } from './plan.ts';
import { wordLoneDeployment } from './way-out.ts';

/**
 * CloudFormation removes and changes no export that a stack imports. It says so at the end of an update, and rolls that back.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html
 */
export async function findImportedExports(
  plans: readonly StackPlan[],
  look: Look,
): Promise<readonly Finding[]> {
  const shared = plans.find(({ wanted, action }) => wanted.kind === 'shared' && action === 'update');
  if (!shared) return [];
  const removed = await byImporter(removedOutputs(shared), shared, look);
  // That the database would move is said already.
  const changed = movesDatabase(shared) ? [] : [...changedOutputs(shared), ...replacedOutputs(shared)];
  const from = changed[0]?.from ?? ['shared'];
  return [
    ...removed.map(([stack, outputs]) => findingFor(stack, outputs, look.context)),
    ...(await byImporter([...new Set(changed.map(({ output }) => output))], shared, look)).map(
      ([stack, outputs]) => changedFinding(stack, outputs, from),
    ),
  ];
}

async function byImporter(
  outputs: readonly string[],
  { wanted }: StackPlan,
  look: Look,
): Promise<readonly (readonly [stack: string, outputs: readonly string[]])[]> {
  const importers = new Map<string, string[]>();
  for (const output of outputs) {
    for (const stack of await listImporters(wanted.name, output, look))
      importers.set(stack, [...(importers.get(stack) ?? []), output]);
  }
  return [...importers];
}

interface ChangedOutput {
  readonly output: string;
  /** The setting that changes it. */
  readonly from: SpecPath;
}

/** Those with ids that the spec names, now or before: what a resource is called, only AWS knows. */
function changedOutputs({ outputs }: StackPlan): readonly ChangedOutput[] {
  return outputs.flatMap(({ path: [output = '', part], before, after, from = ['shared'] }) =>
    part === 'Value' &&
    before !== undefined &&
    after !== undefined &&
    (typeof before === 'string' || typeof after === 'string')
      ? [{ output, from }]
      : [],
  );
}

/** Those of a resource in whose place another one comes, with an id of its own. */
function replacedOutputs({ wanted, changes }: StackPlan): readonly ChangedOutput[] {
  const replaced = new Map(
    changes.flatMap(({ action, logicalId, properties: [first], from }) =>
      action === 'replace' ? [[logicalId, first?.from ?? from]] : [],
    ),
  );
  return sectionOf(wanted.template.root, 'Outputs').flatMap(({ key, value }) =>
    referencesIn(toPlain(value)).flatMap(({ name }) => {
      const from = replaced.get(name);
      return from ? [{ output: key, from }] : [];
    }),
  );
}

function changedFinding(stack: string, outputs: readonly string[], path: SpecPath): Finding {
  return {
    code: 'not-ready-to-deploy',
    path,
    ...(path.length === 1 && { at: 'key' }),
    message: `This would change ${outputs.join(', ')}, which stack "${stack}" imports: CloudFormation changes no value that another stack imports`,
    hint: 'Undo the change. To make it, delete the stacks that import them ("archc destroy SPEC --stack backend" with the spec of each), deploy this one, then deploy them again',
  };
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
