import type { Area } from './area.ts';
import type { Layout } from './layout-model.ts';
import type { Graph } from '../graph/model.ts';

const gap = 26;
const leastWidth = 760;

/**
 * The blocks as one picture: the first one, and the others below it in rows. What is not as high as its row stands above the
 * next one.
 */
export function pack(graph: Graph, blocks: readonly Layout[]): Layout {
  const [first, ...others] = blocks;
  const placed = first ? [first] : [];
  const width = Math.max(first?.width ?? 0, leastWidth);
  let row: Area = { x: 0, y: (first?.height ?? -gap) + gap, width: 0, height: 0 };
  let below = { width: 0, y: row.y };
  for (const block of others) {
    const room = row.y + row.height - below.y;
    if (block.width > below.width || block.height > room) {
      const x = row.width === 0 ? 0 : row.width + gap;
      const isNext = x > 0 && x + block.width > width;
      if (isNext) row = { x: 0, y: row.y + row.height + gap, width: 0, height: 0 };
      const start = isNext ? 0 : x;
      row = { ...row, x: start, width: start + block.width, height: Math.max(row.height, block.height) };
      below = { width: block.width, y: row.y };
    }
    placed.push(move(block, row.x, below.y));
    below = { ...below, y: below.y + block.height + gap };
  }
  return {
    graph,
    width: Math.max(...placed.map(({ groups, nodes, width: own }) => right([...groups, ...nodes], own)), 0),
    height: row.y + row.height - (others.length === 0 ? gap : 0),
    groups: placed.flatMap(({ groups }) => groups),
    nodes: placed.flatMap(({ nodes }) => nodes),
    edges: placed.flatMap(({ edges }) => edges),
  };
}

function right(areas: readonly Area[], own: number): number {
  const least = Math.min(...areas.map(({ x }) => x), 0);
  return Math.max(...areas.map(({ x, width }) => x + width), least + own);
}

function move({ graph, width, height, groups, nodes, edges }: Layout, dx: number, dy: number): Layout {
  const shift = <T extends { readonly x: number; readonly y: number }>(area: T): T => ({
    ...area,
    x: area.x + dx,
    y: area.y + dy,
  });
  return {
    graph,
    width,
    height,
    groups: groups.map(shift),
    nodes: nodes.map(shift),
    edges: edges.map(({ edge, points, label }) => ({
      edge,
      points: points.map(shift),
      label: label && shift(label),
    })),
  };
}
