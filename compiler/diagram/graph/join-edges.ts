import type { Reading } from './fold.ts';
import type { DiagramEdge } from './model.ts';
import { ofType, usedIn, valueAt } from './read-resources.ts';

/** What comes to a resource with a web ACL passes that first. */
export function throughFirewall(
  edges: readonly DiagramEdge[],
  { resources, homes }: Reading,
): readonly DiagramEdge[] {
  const guards = new Map(
    ofType(resources, 'AWS::WAFv2::WebACLAssociation').flatMap(({ properties }) => {
      const [guarded] = usedIn(valueAt(properties, 'ResourceArn'));
      const [acl] = usedIn(valueAt(properties, 'WebACLArn'));
      return guarded !== undefined && acl !== undefined
        ? [[homes.get(guarded) ?? guarded, acl] as const]
        : [];
    }),
  );
  return edges.flatMap((edge) => {
    const guard = edge.kind === 'traffic' ? guards.get(edge.to) : undefined;
    if (guard === undefined) return [edge];
    return [
      { ...edge, to: guard },
      { ...edge, from: guard, labels: ['if allowed'] },
    ];
  });
}

/** The edges that a picture needs: one for all that say the same, and none beside the way through a VPC connector. */
export function joinEdges(edges: readonly DiagramEdge[]): readonly DiagramEdge[] {
  const joined = joinAlike(edges.filter(({ from, to }) => from !== to));
  return withoutDetours(joined.map((edge) => ({ ...edge, labels: withoutSaid(edge.labels) })));
}

/** One edge for all of a kind from one node to another, with the labels of all. */
export function joinAlike(edges: readonly DiagramEdge[]): readonly DiagramEdge[] {
  const joined = new Map<string, DiagramEdge>();
  for (const edge of edges) {
    const key = [edge.from, edge.to, edge.kind].join(' ');
    const before = joined.get(key);
    const labels = [...new Set([...(before?.labels ?? []), ...edge.labels])];
    joined.set(key, { ...edge, labels, isPublic: edge.isPublic || (before?.isPublic ?? false) });
  }
  return [...joined.values()];
}

/** Leaves out an edge where two of the same kind lead there by way of a node: from a service through its connector. */
function withoutDetours(edges: readonly DiagramEdge[]): readonly DiagramEdge[] {
  const traffic = edges.filter(({ kind }) => kind === 'traffic');
  const leads = (from: string, to: string) => traffic.some((each) => each.from === from && each.to === to);
  return edges.filter(
    ({ from, to, kind, labels }) =>
      kind !== 'traffic' ||
      !traffic.some((each) => each.from === from && each.labels.length === 0 && leads(each.to, to)) ||
      labels.length === 0,
  );
}

/** `TCP 8080` says less than `HTTP 8080`. */
function withoutSaid(labels: readonly string[]): readonly string[] {
  const isSaid = (label: string) =>
    label.startsWith('TCP ') &&
    labels.some((each) => each !== label && each.endsWith(label.replace('TCP', '')));
  return labels.filter((label) => !isSaid(label));
}
