import type { Finding } from '../../diagnostics/diagnostic.ts';
import { eitherOf } from '../../modules/edits.ts';
import { sharedStackName } from '../../modules/stack-names.ts';
import { runtimePath } from '../../spec/path.ts';
import { entryOf, resourcesOf, textAt, textOf, typeOf, visit } from '../../template/node.ts';
import type { TemplateNode } from '../../template/node.ts';
import { readIfAllowed } from './importers.ts';
import type { Look } from './importers.ts';
import type { StackPlan } from './plan.ts';
import { serviceIn } from './runtime-move.ts';

/** A backend knows of its database only what is deployed, when its shared stack is not deployed with it. */
export async function findClosedDatabase(
  plans: readonly StackPlan[],
  look: Look,
): Promise<readonly Finding[]> {
  const [plan, ...others] = plans;
  if (plan?.wanted.kind !== 'backend' || plan.action === 'none' || others.length > 0) return [];
  const { resolved, toolkit } = look.context;
  const { root } = plan.wanted.template;
  const service = serviceIn(root, toolkit);
  if (service?.connectsFrom !== 'internet' || !importsCluster(root)) return [];
  const name = sharedStackName(resolved.spec);
  const shared = await readIfAllowed(
    name,
    `whether the database of stack "${name}" admits the service`,
    look,
  );
  if (!shared || !isClosed(shared)) return [];
  const { wayInside } = service.runtime;
  return [
    {
      code: 'unreachable-database',
      path: wayInside?.edit.path ?? runtimePath,
      message: `The database of shared stack "${name}" admits only connections from inside the VPC, and the service connects from outside`,
      ...eitherOf('Write', [
        ...(wayInside ? [wayInside.edit] : []),
        {
          path: ['shared', 'database', 'access'],
          value: 'public',
          words: '"access: public" under shared.database in the spec of that stack, and deploy it first',
        },
      ]),
    },
  ];
}

function importsCluster(root: TemplateNode): boolean {
  let found = false;
  visit(root, (node) => {
    found ||= textOf(node)?.endsWith('-ClusterEndpoint') ?? false;
  });
  return found;
}

function isClosed(shared: TemplateNode): boolean {
  return resourcesOf(shared).some(
    ({ value }) =>
      typeOf(value) === 'AWS::RDS::DBInstance' &&
      textAt(entryOf(value, 'Properties'), 'PubliclyAccessible') === 'false',
  );
}
