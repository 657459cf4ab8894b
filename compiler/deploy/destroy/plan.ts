import type { DeployedStack, StackResource } from '../../aws/model.ts';
import { dataBearing } from '../../change/data-bearing.ts';
import { entryOf, resourceIn, textAt } from '../../template/node.ts';
import type { TemplateNode } from '../../template/node.ts';
import type { StackKind } from '../../template/template.ts';
import { isUnderWay } from '../plan/decide.ts';
import type { DatabaseState } from '../status/database.ts';

/** A stack that is to go, as it is. */
export interface DoomedStack {
  readonly kind: StackKind;
  readonly name: string;
  readonly stack: DeployedStack | undefined;
  readonly resources: readonly StackResource[];
  /** As it was deployed. */
  readonly template: TemplateNode | undefined;
  /** By the name of the importing stack, the outputs that it imports. */
  readonly imports: Readonly<Record<string, readonly string[]>>;
  readonly database: DatabaseState | undefined;
}

export interface DestroyPlan {
  /** In the order in which they go. */
  readonly steps: readonly DestroyStep[];
  /** What is lost for good. */
  readonly goes: readonly Fate[];
  readonly stays: readonly Fate[];
  /** While there is one, nothing is deleted. */
  readonly holds: readonly Hold[];
}

export interface DestroyStep {
  readonly name: string;
  readonly id: string;
  /** `follow` when it is being deleted already. */
  readonly action: 'delete' | 'follow';
  readonly resources: number;
  readonly lifts: readonly Lift[];
}

export type Lift = { readonly of: 'stack' } | { readonly of: 'cluster'; readonly cluster: string };

export interface Fate {
  readonly logicalId: string;
  readonly what: string;
}

export interface Hold {
  readonly stack: string;
  readonly because: string;
  readonly wayOut: string;
}

/** What deleting the stacks, in this order, would do. Stacks that aren't there are left out. */
export function planDestroy(
  doomed: readonly DoomedStack[],
  { unprotects }: { readonly unprotects: boolean },
): DestroyPlan {
  const there = doomed.filter(isThere);
  const names = there.map(({ name }) => name);
  const losesCluster = there.some(({ resources }) => resources.some(isCluster));
  return {
    steps: there.map((each) => stepFor(each, unprotects)),
    goes: there.flatMap(fatesOf).filter(({ isLost }) => isLost),
    stays: [
      ...there.flatMap((each) => fatesOf(each).filter(({ isLost }) => !isLost)),
      ...there.flatMap(({ resources }) => keptDatabases(resources, losesCluster)),
    ],
    holds: there.flatMap((each) => holdsOf(each, names, unprotects)),
  };
}

type PresentStack = DoomedStack & { readonly stack: DeployedStack };

function isThere(each: DoomedStack): each is PresentStack {
  return each.stack !== undefined && each.stack.status !== 'DELETE_COMPLETE';
}

function stepFor({ name, stack, resources, database }: PresentStack, unprotects: boolean): DestroyStep {
  const lifts: Lift[] = [];
  if (unprotects && stack.isProtected) lifts.push({ of: 'stack' });
  if (unprotects && database?.isProtected === true) lifts.push({ of: 'cluster', cluster: database.cluster });
  return {
    name,
    id: stack.id,
    action: stack.status === 'DELETE_IN_PROGRESS' ? 'follow' : 'delete',
    resources: resources.length,
    lifts,
  };
}

function holdsOf(
  { name, stack, imports, database }: PresentStack,
  doomed: readonly string[],
  unprotects: boolean,
): Hold[] {
  if (stack.status === 'DELETE_IN_PROGRESS') return [];
  const holds: Omit<Hold, 'stack'>[] = [];
  if (isUnderWay(stack.status)) {
    holds.push({
      because: `an operation is under way (${stack.status})`,
      wayOut: 'wait for its end, which "archc status" tells',
    });
  }
  if (stack.isProtected && !unprotects) {
    holds.push({ because: 'it has termination protection', wayOut: 'lift it with --unprotect' });
  }
  if (database?.isProtected === true && !unprotects) {
    holds.push({
      because: `its cluster ${database.cluster} has deletion protection`,
      wayOut:
        'lift it with --unprotect, or by "deletionProtection: false" under shared.database and a deployment',
    });
  }
  for (const [importer, outputs] of Object.entries(imports)) {
    if (doomed.includes(importer)) continue;
    holds.push({
      because: `stack "${importer}" imports ${outputs.join(', ')} from it`,
      wayOut: `delete "${importer}" first`,
    });
  }
  return holds.map((hold) => ({ stack: name, ...hold }));
}

/** What CloudFormation makes for a resource, and does not delete with it. */
const leftBehind: Readonly<Record<string, string>> = {
  'AWS::CertificateManager::Certificate':
    'the record in the hosted zone by which AWS saw that the domain is yours',
};

/** What happens to what the resources hold, by the deletion policies that were deployed. */
function fatesOf({ name, resources, template }: PresentStack): (Fate & { readonly isLost: boolean })[] {
  return resources.flatMap(({ logicalId, type, physicalId = '' }) => {
    const deployed = resourceIn(template, logicalId);
    const policy =
      textAt(deployed, 'DeletionPolicy') ?? (type === 'AWS::RDS::DBCluster' ? 'Snapshot' : 'Delete');
    const fate = (what: string, isLost = false) => ({ logicalId, what, isLost });
    if (policy.startsWith('Retain')) return [fate(`${physicalId}, with all that is in it`)];
    const { deleted } = dataBearing[type] ?? {};
    const lost = deleted === undefined ? [] : [fate(deleted, true)];
    const left = leftBehind[type];
    if (left !== undefined) return [...lost, fate(left)];
    if (type !== 'AWS::RDS::DBCluster') return lost;
    const keepsBackups = textAt(entryOf(deployed, 'Properties'), 'DeleteAutomatedBackups') === 'false';
    return [
      ...lost,
      ...(policy === 'Snapshot' ? [fate(`a snapshot, whose name begins with ${name}-snapshot-`)] : []),
      ...(keepsBackups ? [fate('automated backups, for as long as they are kept')] : []),
      fate(`the log groups /aws/rds/cluster/${physicalId}/*, which RDS has made`),
    ];
  });
}

function keptDatabases(resources: readonly StackResource[], losesCluster: boolean): Fate[] {
  return resources
    .filter(({ type }) => type === 'Custom::MySqlDatabase')
    .map(({ logicalId, physicalId = '' }) => {
      const [, database = ''] = physicalId.split('/');
      const where = losesCluster ? 'in the snapshot of the cluster' : 'in the cluster, without its user';
      return { logicalId, what: `the MySQL database ${database}, ${where}` };
    });
}

function isCluster({ type }: StackResource): boolean {
  return type === 'AWS::RDS::DBCluster';
}
