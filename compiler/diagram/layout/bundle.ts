import { joinAlike } from '../graph/join-edges.ts';
import { drawnEdges } from '../graph/model.ts';
import type { DiagramEdge, DiagramNode, Graph } from '../graph/model.ts';

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
  const frames = [...sets.values()].filter(({ length }) => length >= least);
  const frameOf = new Map(
    frames.flatMap((nodes, index) => nodes.map(({ id }) => [id, `bundle/${index}`] as const)),
  );
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
    edges: joinAlike(
      drawn.map((edge) => ({
        ...edge,
        from: frameOf.get(edge.from) ?? edge.from,
        to: frameOf.get(edge.to) ?? edge.to,
      })),
    ),
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
