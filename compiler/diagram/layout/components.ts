import { joinSets } from '../graph/join-sets.ts';
import { drawnEdges } from '../graph/model.ts';
import type { Graph } from '../graph/model.ts';

/** The parts of a graph that no line connects, the one with most nodes first. What stands in one network is one part. */
export function componentsOf(graph: Graph): readonly Graph[] {
  const rootOf = (id: string): string => {
    const group = graph.groups.find((each) => each.id === id);
    const parent = group ? group.parent : graph.nodes.find((node) => node.id === id)?.group;
    return parent === undefined ? id : rootOf(parent);
  };
  const sets = joinSets([
    ...[...graph.groups, ...graph.nodes].map(({ id }) => [rootOf(id)]),
    ...drawnEdges(graph).map(({ from, to }) => [rootOf(from), rootOf(to)]),
  ]);
  const parts = sets.map((set): Graph => {
    const isIn = (id: string) => set.includes(rootOf(id));
    return {
      ...graph,
      groups: graph.groups.filter(({ id }) => isIn(id)),
      nodes: graph.nodes.filter(({ id }) => isIn(id)),
      edges: graph.edges.filter(({ from, to }) => isIn(from) && isIn(to)),
    };
  });
  return parts.sort((a, b) => b.nodes.length - a.nodes.length || (firstId(a) < firstId(b) ? -1 : 1));
}

function firstId({ nodes, groups }: Graph): string {
  return nodes[0]?.id ?? groups[0]?.id ?? '';
}
