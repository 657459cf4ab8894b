import type { DeployedStack, StackResource } from '../../aws/model.ts';
import { deletionPolicyOf } from '../../change/data-at-stake.ts';
import { dataBearing } from '../../change/data-bearing.ts';
import { chargesOf } from '../../template/charges.ts';
import { entryOf, resourceIn, textAt } from '../../template/node.ts';
import type { TemplateNode } from '../../template/node.ts';
import type { StackKind } from '../../template/template.ts';
import { wordMeasure } from '../../modules/measures.ts';
import { isUnderWay } from '../plan/decide.ts';
import { protectedIn } from '../protected.ts';
import type { Protected } from '../protected.ts';
import type { DatabaseState } from '../status/database.ts';

/** A stack to delete, in its current state. */
export interface StackToDelete {
  readonly kind: StackKind;
  readonly name: string;
  readonly stack: DeployedStack | undefined;
  readonly resources: readonly StackResource[];
  /** The deployed template. */
  readonly template: TemplateNode | undefined;
  /** The outputs that other stacks import, by the name of the importing stack. */
  readonly imports: Readonly<Record<string, readonly string[]>>;
  readonly database: DatabaseState | undefined;
}

export interface DestroyPlan {
  /** In the order in which the stacks are deleted. */
  readonly steps: readonly DestroyStep[];
  /** What is lost for good. */
  readonly dataLoss: readonly DeletionEffect[];
  readonly remains: readonly DeletionEffect[];
  /** Reasons not to delete. With at least one, nothing is deleted. */
  readonly blockers: readonly Blocker[];
}

export interface DestroyStep {
  readonly name: string;
  readonly id: string;
  readonly isDeleting: boolean;
  readonly resources: number;
  /** Protections to lift before the stack is deleted. */
  readonly protections: readonly ProtectionToLift[];
}

export type ProtectionToLift = { readonly of: 'stack' } | Protected;

export interface DeletionEffect {
  readonly logicalId: string;
  readonly what: string;
}

export interface Blocker {
  readonly stack: string;
  readonly because: string;
  readonly wayOut: string;
}

/** What deleting the stacks in this order would do. Stacks that don't exist are left out. */
export function planDestroy(
  toDelete: readonly StackToDelete[],
  { unprotects }: { readonly unprotects: boolean },
): DestroyPlan {
  const existing = toDelete.filter(exists);
  const names = existing.map(({ name }) => name);
  const losesCluster = existing.some(({ resources }) => resources.some(isCluster));
  return {
    steps: existing.map((each) => stepFor(each, unprotects)),
    dataLoss: [
      ...existing.flatMap(effectsOf).filter(({ isDataLoss }) => isDataLoss),
      ...existing.filter(isPreview).flatMap(droppedDatabases),
    ],
    remains: [
      ...existing.flatMap((each) => effectsOf(each).filter(({ isDataLoss }) => !isDataLoss)),
      ...existing
        .filter((each) => !isPreview(each))
        .flatMap(({ resources }) => keptDatabases(resources, losesCluster)),
    ],
    blockers: existing.flatMap((each) => blockersOf(each, names, unprotects)),
  };
}

type PresentStack = StackToDelete & { readonly stack: DeployedStack };

function exists(each: StackToDelete): each is PresentStack {
  return each.stack !== undefined && each.stack.status !== 'DELETE_COMPLETE';
}

function stepFor(each: PresentStack, unprotects: boolean): DestroyStep {
  const { name, stack, resources, database } = each;
  const protections: ProtectionToLift[] = [];
  if (unprotects && stack.isProtected) protections.push({ of: 'stack' });
  if (unprotects && database?.isProtected === true) protections.push({ of: 'cluster', id: database.cluster });
  if (unprotects) protections.push(...balancersOf(each));
  return {
    name,
    id: stack.id,
    isDeleting: isDeleting(stack),
    resources: resources.length,
    protections,
  };
}

function isDeleting({ status }: DeployedStack): boolean {
  return status === 'DELETE_IN_PROGRESS';
}

/** What its template says, because only archc's templates protect load balancers. */
function balancersOf({ template, resources }: PresentStack): readonly Protected[] {
  return protectedIn(template, resources).filter(({ of }) => of === 'load balancer');
}

function blockersOf(each: PresentStack, toDelete: readonly string[], unprotects: boolean): Blocker[] {
  const { name, stack, imports, database } = each;
  if (isDeleting(stack)) return [];
  const blockers: Omit<Blocker, 'stack'>[] = [];
  if (isUnderWay(stack.status)) {
    blockers.push({
      because: `an operation is in progress (${stack.status})`,
      wayOut: 'wait until it ends ("archc status" shows that)',
    });
  }
  if (stack.isProtected && !unprotects) {
    blockers.push({ because: 'it has termination protection', wayOut: 'turn it off with --unprotect' });
  }
  if (database?.isProtected === true && !unprotects) {
    blockers.push({
      because: `its cluster ${database.cluster} has deletion protection`,
      wayOut:
        'turn it off with --unprotect, or write "deletionProtection: false" under shared.database and deploy',
    });
  }
  if (balancersOf(each).length > 0 && !unprotects) {
    blockers.push({
      because: 'its load balancer has deletion protection',
      wayOut: `turn it off with --unprotect, or write ${wordMeasure('loadBalancerProtection', false)} and deploy`,
    });
  }
  for (const [importer, outputs] of Object.entries(imports)) {
    if (toDelete.includes(importer)) continue;
    blockers.push({
      because: `stack "${importer}" imports ${outputs.join(', ')} from it`,
      wayOut: `delete "${importer}" first`,
    });
  }
  return blockers.map((blocker) => ({ stack: name, ...blocker }));
}

/** What CloudFormation creates for a resource and does not delete with it, by the resource's type. */
const leftBehind: Readonly<Record<string, string>> = {
  'AWS::CertificateManager::Certificate':
    'the record in the hosted zone that proves to AWS that the domain is yours',
};

/** What happens to the resources' data, according to the deployed deletion policies. */
function effectsOf({
  name,
  resources,
  template,
}: PresentStack): (DeletionEffect & { readonly isDataLoss: boolean })[] {
  return resources.flatMap(({ logicalId, type, physicalId = '' }) => {
    const deployed = resourceIn(template, logicalId);
    const policy = deletionPolicyOf(type, deployed);
    const effect = (what: string, isDataLoss = false) => ({ logicalId, what, isDataLoss });
    if (policy === 'Retain') {
      const costs = chargesOf(type, deployed).length > 0 ? '; it costs until someone deletes it' : '';
      return [effect(`${physicalId}, with everything in it${costs}`)];
    }
    const { deleted } = dataBearing[type] ?? {};
    const lost = deleted === undefined ? [] : [effect(deleted, true)];
    const left = leftBehind[type];
    if (left !== undefined) return [...lost, effect(left)];
    if (type !== 'AWS::RDS::DBCluster') return lost;
    const keepsBackups = textAt(entryOf(deployed, 'Properties'), 'DeleteAutomatedBackups') === 'false';
    return [
      ...lost,
      ...(policy === 'Snapshot' ? [effect(`a snapshot, whose name begins with ${name}-snapshot-`)] : []),
      ...(keepsBackups ? [effect('automated backups, until their retention period ends')] : []),
      effect(`the log groups /aws/rds/cluster/${physicalId}/*, which RDS has created`),
    ];
  });
}

function keptDatabases(resources: readonly StackResource[], losesCluster: boolean): DeletionEffect[] {
  return databasesIn(resources).map(({ logicalId, database }) => {
    const where = losesCluster ? 'in the snapshot of the cluster' : 'in the cluster, without its user';
    return { logicalId, what: `the MySQL database ${database}, ${where}` };
  });
}

/** The only databases that are ever dropped. */
function droppedDatabases({ resources }: PresentStack): DeletionEffect[] {
  return databasesIn(resources).map(({ logicalId, database, user }) => ({
    logicalId,
    what: `the MySQL database ${database} with everything in it, and its user ${user}: both are dropped`,
  }));
}

/** Whether the deployed template drops the database that it has made. */
function isPreview({ template, resources }: PresentStack): boolean {
  return databasesIn(resources).some(
    ({ logicalId }) =>
      textAt(entryOf(resourceIn(template, logicalId), 'Properties'), 'Preview') !== undefined,
  );
}

function databasesIn(resources: readonly StackResource[]) {
  return resources
    .filter(({ type }) => type === 'Custom::MySqlDatabase')
    .map(({ logicalId, physicalId = '' }) => {
      const [, database = '', user = ''] = physicalId.split('/');
      return { logicalId, database, user };
    });
}

function isCluster({ type }: StackResource): boolean {
  return type === 'AWS::RDS::DBCluster';
}
