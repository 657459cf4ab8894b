import { drawnEdges } from './model.ts';
import type { Graph } from './model.ts';

/** The parts of a graph that no line connects, the one with most nodes first. What stands in one network is one part. */
export function componentsOf(graph: Graph): readonly Graph[] {
  const rootOf = (id: string): string => {
    const group = graph.groups.find((each) => each.id === id);
    const parent = group ? group.parent : graph.nodes.find((node) => node.id === id)?.group;
    return parent === undefined ? id : rootOf(parent);
  };
  let sets = [...graph.groups, ...graph.nodes].map(({ id }) => [rootOf(id)]).filter(isFirst);
  for (const { from, to } of drawnEdges(graph)) {
    const ends = [rootOf(from), rootOf(to)];
    const touched = sets.filter((set) => set.some((id) => ends.includes(id)));
    sets = [...sets.filter((set) => !touched.includes(set)), touched.flat()];
  }
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

function isFirst([id]: readonly string[], index: number, all: readonly (readonly string[])[]): boolean {
  return all.findIndex(([other]) => other === id) === index;
}

function firstId({ nodes, groups }: Graph): string {
  return nodes[0]?.id ?? groups[0]?.id ?? '';
}
