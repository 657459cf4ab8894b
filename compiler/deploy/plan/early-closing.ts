import { outputValues } from '../../aws/model.ts';
import type { Finding } from '../../diagnostics/diagnostic.ts';
import { isGiven } from '../../diagnostics/place.ts';
import { runtimeOf } from '../../modules/choose.ts';
import type { Runtime } from '../../modules/module.ts';
import { usesCluster } from '../../modules/database-variables.ts';
import { backendStackName } from '../../modules/stack-names.ts';
import { runtimePath } from '../../spec/path.ts';
import type { SpecPath } from '../../spec/path.ts';
import type { Plain } from '../../template/plain.ts';
import type { DeployContext } from './deploy-context.ts';
import { isDenied, listImporters, readIfAllowed } from './importers.ts';
import type { Look } from './importers.ts';
import type { StackPlan } from './plan.ts';
import { serviceIn } from './runtime-move.ts';
import type { ServiceInTemplate } from './runtime-move.ts';
import { wordLoneDeployment } from './way-out.ts';

/**
 * The shared stack is deployed first, so closing its database would cut off every service that still connects from
 * outside the VPC, including this spec's own until it has moved in.
 */
export async function findEarlyClosing(plans: readonly StackPlan[], look: Look): Promise<readonly Finding[]> {
  const shared = plans.find((plan) => plan.wanted.kind === 'shared' && closesDatabase(plan));
  if (!shared) return [];
  const findings: Finding[] = [];
  for (const stack of await listImporters(shared.wanted.name, 'ClusterEndpoint', look)) {
    const service = await readService(stack, look);
    if (service?.connectsFrom === 'internet') findings.push(findingFor(stack, service, look));
    else if (service && (await isStillOutside(stack, service, look))) findings.push(leftBehind(stack, look));
  }
  return findings;
}

function closesDatabase({ changes }: StackPlan): boolean {
  return changes.some(
    ({ type, properties }) =>
      type === 'AWS::RDS::DBInstance' &&
      properties.some(
        ({ path, before, after }) => path[0] === 'PubliclyAccessible' && isTrue(before) && !isTrue(after),
      ),
  );
}

/** `true` in archc's template, or as text in AWS's answer. */
function isTrue(value: Plain | undefined): boolean {
  return value === true || value === 'true';
}

async function readService(stack: string, look: Look): Promise<ServiceInTemplate | undefined> {
  const unseen = `whether stack "${stack}" connects to the database from outside the VPC`;
  const template = await readIfAllowed(stack, unseen, look);
  return template && serviceIn(template, look.context.toolkit);
}

/** Whether AWS has kept the service as it was before, because its new instances did not become healthy. */
async function isStillOutside(
  stack: string,
  { runtime }: ServiceInTemplate,
  { aws, note }: Look,
): Promise<boolean> {
  const { connectsNow } = runtime.operations;
  if (!connectsNow) return false;
  try {
    const deployed = await aws.describeStack(stack);
    return (
      deployed !== undefined && (await connectsNow(aws.call, outputValues(deployed.outputs))) === 'internet'
    );
  } catch (error) {
    if (!isDenied(error)) throw error;
    note(`archc is not allowed to see whether the service of stack "${stack}" has moved into the VPC`);
    return false;
  }
}

const access: SpecPath = ['shared', 'database', 'access'];

function leftBehind(stack: string, { context: { resolved } }: Look): Finding {
  const path = isGiven(resolved.tree, access) ? access : ['shared', 'database'];
  return {
    code: 'closes-database-early',
    path,
    ...(path.length === 2 && { at: 'key' }),
    message: `This would close the database while the service of stack "${stack}" still connects from outside the VPC: AWS has taken back its move`,
    hint: 'Keep "access: public" under shared.database, mend why the new instances did not become healthy, and deploy the service once more',
  };
}

function findingFor(stack: string, { runtime }: ServiceInTemplate, { context }: Look): Finding {
  const { resolved, toolkit } = context;
  const isOwn = stack === backendStackName(resolved.spec);
  const wanted = runtimeOf(resolved.spec, toolkit);
  const written = isGiven(resolved.tree, access) ? access : ['shared', 'database'];
  const path = isOwn && wanted !== runtime ? runtimePath : written;
  return {
    code: 'closes-database-early',
    path,
    ...(path.length === 2 && { at: 'key' }),
    message: `This would close the database while stack "${stack}", which runs on ${runtime.name}, still connects from outside the VPC`,
    hint: isOwn
      ? stepsTo(wanted, context)
      : 'Write "access: public" under shared.database until that backend connects from inside the VPC too',
  };
}

/** The two deployments of a service that gives the database up, or moves into the VPC. */
function stepsTo({ databaseAccess, wayInside }: Runtime, { resolved }: DeployContext): string {
  const { spec } = resolved;
  if (!usesCluster(spec)) {
    const stack = { kind: 'backend', name: backendStackName(spec) } as const;
    return `The shared stack is deployed before the backend: ${wordLoneDeployment(stack, resolved)} first, so that the service no longer uses the database`;
  }
  const first = 'deploy, so that the service moves while the database is open';
  const open = 'Write "access: public" under shared.database';
  if (databaseAccess === 'vpc') return `${open} and ${first}; then remove it and deploy again`;
  const moves = wayInside ? `and ${wayInside.edit.words}, and` : 'and';
  return `${open} ${moves} ${first}; then write "access: vpc" and deploy again`;
}
