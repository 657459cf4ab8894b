import { drawnEdges } from './model.ts';
import type { DiagramEdge, DiagramNode, Graph } from './model.ts';

/** So many nodes with the same neighbours stand in one frame, to which one line leads. */
const least = 4;

/** A picture of many secrets that one service reads has one line to all of them, not one to each. */
export function bundle(graph: Graph): Graph {
  const drawn = drawnEdges(graph);
  const sets = new Map<string, DiagramNode[]>();
  for (const node of graph.nodes.filter(({ group }) => group === undefined)) {
    const neighbours = neighboursOf(node.id, drawn);
    if (neighbours !== '') sets.set(neighbours, [...(sets.get(neighbours) ?? []), node]);
  }
  const frameOf = new Map<string, string>();
  const frames = [...sets.values()].filter(({ length }) => length >= least);
  frames.forEach((nodes, index) => {
    for (const { id } of nodes) frameOf.set(id, `bundle/${index}`);
  });
  return {
    ...graph,
    groups: [
      ...graph.groups,
      ...frames.map((_, index) => ({
        id: `bundle/${index}`,
        kind: 'bundle' as const,
        title: '',
        detail: '',
        holds: [],
        options: [],
      })),
    ],
    nodes: graph.nodes.map((node) => {
      const group = frameOf.get(node.id) ?? node.group;
      return group === undefined ? node : { ...node, group };
    }),
    edges: joinBundled(drawn, frameOf),
  };
}

/** Who has lines to a node, and from it. What stands on them may differ. */
function neighboursOf(id: string, edges: readonly DiagramEdge[]): string {
  const ends = edges.flatMap(({ from, to, kind }) => {
    if (from === id) return [`${kind} to ${to}`];
    return to === id ? [`${kind} from ${from}`] : [];
  });
  return [...new Set(ends)].sort().join(' ');
}

function joinBundled(
  edges: readonly DiagramEdge[],
  frameOf: ReadonlyMap<string, string>,
): readonly DiagramEdge[] {
  const joined = new Map<string, DiagramEdge>();
  for (const edge of edges) {
    const [from, to] = [frameOf.get(edge.from) ?? edge.from, frameOf.get(edge.to) ?? edge.to];
    const key = [from, to, edge.kind].join(' ');
    const before = joined.get(key);
    const labels = [...new Set([...(before?.labels ?? []), ...edge.labels])];
    joined.set(key, { ...edge, from, to, labels, isPublic: edge.isPublic || (before?.isPublic ?? false) });
  }
  return [...joined.values()];
}
