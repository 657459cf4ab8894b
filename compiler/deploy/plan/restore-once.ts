import type { Finding } from '../../diagnostics/diagnostic.ts';
import { isGiven } from '../../diagnostics/place.ts';
import { restoreProperties } from '../../modules/restore-source.ts';
import type { SpecPath } from '../../spec/path.ts';
import { entryOf, textAt } from '../../template/node.ts';
import { findChangedCluster } from './changed-cluster.ts';
import type { DeployContext } from './deploy-context.ts';
import type { PlannedChange, StackPlan } from './plan.ts';
import { wantedResource } from './wanted.ts';

const database: SpecPath = ['shared', 'database'];
const restoreFrom: SpecPath = [...database, 'restoreFrom'];

/** A backup is restored only by the creation of a cluster, so a deployed one keeps what it was made from. */
export function findRestoredAgain(
  plans: readonly StackPlan[],
  { resolved }: DeployContext,
): readonly Finding[] {
  const found = findChangedCluster(plans);
  if (!found) return [];
  const { shared, cluster } = found;
  const changed = cluster.properties.filter(({ path }) => restoreProperties.includes(String(path[0])));
  if (changed.length === 0) return [];
  const given = isGiven(resolved.tree, restoreFrom);
  const was = changed.some(({ before }) => before !== undefined);
  const done = !given ? 'Removing "restoreFrom"' : was ? 'Another "restoreFrom"' : '"restoreFrom"';
  const path = given ? restoreFrom : isGiven(resolved.tree, database) ? database : ['shared'];
  return [
    {
      code: 'restores-deployed-cluster',
      path,
      at: 'key',
      message: `${done} would replace the cluster of stack "${shared.wanted.name}" by another one, without the data that it has now`,
      hint: `${was ? `Keep what the cluster was made from: ${wordSource(cluster, shared)}` : 'Remove it: it is for a cluster that does not exist yet'}. To restore a backup, deploy a spec with another name, or destroy these stacks first (docs/backup.md)`,
    },
  ];
}

/** What the deployed cluster was made from, as the spec says it: `restoreFrom: { snapshot: before-8-4 }`. */
function wordSource({ logicalId, properties }: PlannedChange, { wanted }: StackPlan): string {
  const node = entryOf(wantedResource(wanted, logicalId).node, 'Properties');
  const before = (name: string): string | undefined => {
    const changed = properties.find(({ path }) => path.join('.') === name);
    if (!changed) return textAt(node, name);
    return typeof changed.before === 'object' ? undefined : changed.before?.toString();
  };
  const time = before('RestoreToTime');
  const parts = {
    snapshot: before('SnapshotIdentifier'),
    cluster: before('SourceDBClusterIdentifier') ?? before('SourceDbClusterResourceId'),
    time: before('UseLatestRestorableTime') === undefined ? time && `"${time}"` : 'latest',
  };
  const words = Object.entries(parts).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}: ${value}`],
  );
  return `restoreFrom: { ${words.join(', ')} }`;
}
