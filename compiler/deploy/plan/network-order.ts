import type { Finding } from '../../diagnostics/diagnostic.ts';
import { isGiven } from '../../diagnostics/place.ts';
import { backendStackName, sharedStackName } from '../../modules/stack-names.ts';
import type { SpecPath } from '../../spec/path.ts';
import { resourceIn, visit } from '../../template/node.ts';
import type { TemplateNode } from '../../template/node.ts';
import { listImporters, readIfAllowed } from './importers.ts';
import type { Look } from './importers.ts';
import type { StackPlan } from './plan.ts';
import { wordLoneDeployment } from './way-out.ts';

const network: SpecPath = ['shared', 'network'];
const routes = ['DefaultRoute', 'DefaultRouteIpv6'];
const privateRoutes = ['PrivateDefaultRoute1', 'PrivateDefaultRoute2'];

/**
 * The shared stack is deployed first, so what it takes away must not be in use by a backend that has not moved yet, and what
 * a backend needs must be there.
 */
export async function findNetworkObstacles(
  plans: readonly StackPlan[],
  look: Look,
): Promise<readonly Finding[]> {
  const shared = plans.find(({ wanted }) => wanted.kind === 'shared');
  if (shared) {
    return [
      ...movedDatabase(shared),
      ...(await findLostRoute(shared, look)),
      ...(await findLostWays(plans, shared, look)),
    ];
  }
  const backend = plans.find(({ wanted, action }) => wanted.kind === 'backend' && action !== 'none');
  return backend ? findMissingSubnets(backend, look) : [];
}

function isDeleted(ids: readonly string[], { changes }: StackPlan): boolean {
  return changes.some(({ logicalId, action }) => action === 'delete' && ids.includes(logicalId));
}

/**
 * RDS changes neither the VPC of a subnet group nor takes out a subnet in which an instance stands.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBSubnetGroup.html
 */
function movedDatabase(shared: StackPlan): readonly Finding[] {
  if (!movesDatabase(shared)) return [];
  return [
    {
      code: 'not-ready-to-deploy',
      path: network,
      at: 'key',
      message: `The database of stack "${shared.wanted.name}" stands in other subnets, and AWS moves no cluster to another network`,
      hint: 'Keep the network of the deployed stack. For another one, deploy a spec with another name, and restore a snapshot of the database there',
    },
  ];
}

/** Whether the subnets of the database's group would change. */
export function movesDatabase({ changes }: StackPlan): boolean {
  return changes.some(
    ({ type, action, properties }) =>
      type === 'AWS::RDS::DBSubnetGroup' &&
      action !== 'create' &&
      properties.some(({ path }) => path[0] === 'SubnetIds'),
  );
}

/** Load balancers and tasks that stand in the database's subnets need their route to the internet. */
async function findLostRoute(shared: StackPlan, look: Look): Promise<readonly Finding[]> {
  if (!isDeleted(routes, shared)) return [];
  const stacks = await listImporters(shared.wanted.name, 'SubnetIds', look);
  const { resolved } = look.context;
  const route: SpecPath = [...network, 'databaseRoute'];
  return stacks.map((stack): Finding => {
    const until =
      stack === backendStackName(resolved.spec)
        ? 'and deploy, so that load balancer and tasks move to the other subnets while the route is there; then remove it and deploy again'
        : 'until "subnets" under backend.service in the spec of that backend is deployed';
    return {
      code: 'removes-route-early',
      path: isGiven(resolved.tree, route) ? route : network,
      ...(!isGiven(resolved.tree, route) && { at: 'key' }),
      message: `This would take the route to the internet from the database's subnets while the load balancer and the tasks of stack "${stack}" still stand in them`,
      hint: `Write "databaseRoute: internet" under shared.network ${until}`,
    };
  });
}

/**
 * What stands in the private subnets may need what leads out of them. With NAT, no endpoint is needed. The spec's own
 * backend is refused only while it has not left them yet: checks judge a spec whose backend stays.
 */
async function findLostWays(
  plans: readonly StackPlan[],
  shared: StackPlan,
  look: Look,
): Promise<readonly Finding[]> {
  const lost = lostWays(shared);
  if (lost === '') return [];
  const { resolved, templates } = look.context;
  const own = backendStackName(resolved.spec);
  const wanted =
    plans.find((plan) => plan.wanted.kind === 'backend')?.wanted.template ??
    templates.find(({ stack }) => stack === 'backend');
  const stays = wanted === undefined || subnetImports(wanted.root).has('PrivateSubnetIds');
  const stacks = await listImporters(shared.wanted.name, 'PrivateSubnetIds', look);
  for (const stack of stacks.filter((each) => each !== own)) {
    look.note(
      `Stack "${stack}" stands in the private subnets, which lose ${lost}: what it calls must be in the VPC or have a VPC endpoint`,
    );
  }
  if (stays || !stacks.includes(own)) return [];
  return [
    {
      code: 'not-ready-to-deploy',
      path: network,
      at: 'key',
      message: `This would take ${lost} from the private subnets while stack "${own}" still stands in them`,
      hint: `The shared stack is deployed before the backend: ${wordLoneDeployment({ kind: 'backend', name: own }, resolved)} first, so that it leaves those subnets`,
    },
  ];
}

/** `NAT, EcrApiEndpoint`; empty when the private subnets keep their ways out, or go with them. */
function lostWays(shared: StackPlan): string {
  const has = (id: string) => resourceIn(shared.wanted.template.root, id) !== undefined;
  if (!has('PrivateSubnet1')) return '';
  const hasNat = has('PrivateDefaultRoute1');
  const endpoints = shared.changes
    .filter(({ type, action }) => type === 'AWS::EC2::VPCEndpoint' && action === 'delete')
    .map(({ logicalId }) => logicalId)
    .sort();
  return [...(isDeleted(privateRoutes, shared) ? ['NAT'] : []), ...(hasNat ? [] : endpoints)].join(', ');
}

/** What a backend lacks in a shared stack that is not deployed with it. */
async function findMissingSubnets({ wanted }: StackPlan, look: Look): Promise<readonly Finding[]> {
  const {
    aws,
    context: { resolved },
  } = look;
  const imports = subnetImports(wanted.template.root);
  if (imports.size === 0) return [];
  const name = sharedStackName(resolved.spec);
  const exported = new Set((await aws.describeStack(name))?.outputs.map(({ key }) => key));
  for (const [key, path] of imports) {
    if (key === 'SubnetIds' || exported.has(key)) continue;
    const where = resolved.spec.shared ? '' : ' in the spec of that stack';
    return [lackingSubnets(name, exported.has('PrivateSubnetIds'), path, where)];
  }
  const path = imports.get('SubnetIds');
  if (path === undefined || !exported.has('PrivateSubnetIds')) return [];
  const shared = await readIfAllowed(name, `the subnets of stack "${name}"`, look);
  if (!shared || resourceIn(shared, 'DefaultRoute')) return [];
  return [
    {
      code: 'not-ready-to-deploy',
      path,
      message: `The load balancer and the tasks would stand in the database's subnets, which have no route to the internet in shared stack "${name}"`,
      hint: 'Write "subnets: public" or "subnets: private" under backend.service, or "databaseRoute: internet" under shared.network of that stack, and deploy it first',
    },
  ];
}

function lackingSubnets(stack: string, hasPrivate: boolean, path: SpecPath, where: string): Finding {
  const code = 'not-ready-to-deploy';
  if (!hasPrivate) {
    const message = `Shared stack "${stack}" has no public and private subnets`;
    return { code, path, message, hint: `Add "network" under shared${where} and deploy it first` };
  }
  // Only an existing VPC may have private subnets alone.
  const inside = 'write "subnets: private" and "visibility: internal" under backend.service';
  return {
    code,
    path,
    message: `Shared stack "${stack}" has no public subnets`,
    hint: `Add "publicSubnetIds" under shared.network${where} and deploy it first, or ${inside}`,
  };
}

/** The exports with subnets that a backend's template imports, each with the setting that decides it. */
export function subnetImports(root: TemplateNode): ReadonlyMap<string, SpecPath> {
  const found = new Map<string, SpecPath>();
  visit(root, (node) => {
    const [, key] =
      node.kind === 'scalar' && node.tag === 'Sub'
        ? (/^\$\{SharedStackName\}-(\w*SubnetIds)$/.exec(String(node.value)) ?? [])
        : [];
    if (key !== undefined) found.set(key, node.from ?? ['backend', 'service']);
  });
  return found;
}
