import type { Graph } from '../graph/model.ts';

/** The picture in a few sentences, for those who cannot see it. */
export function sentenceOf({ nodes, edges, region }: Graph): string {
  const inStacks = nodes.filter(({ stack }) => stack !== undefined);
  const nameOf = (id: string): string => {
    const node = nodes.find((each) => each.id === id);
    return node ? [node.title, node.name].filter((each) => each !== '').join(' ') : id;
  };
  const reached = edges.filter(({ from, isPublic }) => isPublic && from === 'outside/internet');
  const open = reached.map(({ to, labels }) => `${nameOf(to)} (${labels.join(', ')})`);
  return [
    `${inStacks.length} parts in ${region}.`,
    open.length === 0 ? 'The internet reaches none of them.' : `The internet reaches ${open.join(', ')}.`,
  ].join(' ');
}
