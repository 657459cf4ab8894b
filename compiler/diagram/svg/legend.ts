import { lengthText } from './escape.ts';
import { smallType, widthOf } from '../layout/measure.ts';
import type { DiagramEdge, Graph } from '../graph/model.ts';
import { textSvg } from './text-svg.ts';

export interface Legend {
  readonly width: number;
  readonly height: number;
  readonly lines: readonly string[];
}

interface Item {
  readonly words: string;
  readonly sign: string;
}

const signWidth = 30;
const rowHeight = 22;

/** What the colours and lines of this picture mean, in rows that fit a width. */
export function legendOf(graph: Graph, width: number): Legend {
  let [x, row] = [0, 0];
  let widest = 0;
  const lines = itemsFor(graph).map(({ words, sign }) => {
    const length = signWidth + widthOf(words, smallType) + 22;
    if (x > 0 && x + length > width) [x, row] = [0, row + 1];
    const line = `<g transform="translate(${lengthText(x)} ${row * rowHeight})">${sign}${textSvg('detail', words, { x: signWidth, y: 14 })}</g>`;
    x += length;
    widest = Math.max(widest, x);
    return line;
  });
  return { width: widest, height: (row + 1) * rowHeight, lines };
}

function itemsFor({ stacks, nodes, edges, options }: Graph): readonly Item[] {
  const has = (test: (edge: DiagramEdge) => boolean) => edges.some(test);
  return [
    ...stacks.map(({ stack, name }) => card(stack, `${stack} stack ${name}`)),
    ...(nodes.some(({ stack }) => stack === undefined) ? [card('outside', 'outside the stacks')] : []),
    ...(has(({ isPublic }) => isPublic) ? [line('traffic public', 'open to the internet')] : []),
    ...(has(({ kind, isPublic }) => kind === 'traffic' && !isPublic)
      ? [line('traffic', 'connects, with port')]
      : []),
    ...(has(({ kind }) => kind === 'right') ? [line('right', 'calls AWS, as its role allows')] : []),
    ...(has(({ kind }) => kind === 'feed') ? [line('feed', 'AWS carries')] : []),
    ...(options.length > 0
      ? [{ words: 'added or changed by an option', sign: textSvg('option', '+', { x: 12, y: 14 }) }]
      : []),
  ];
}

function card(kind: string, words: string): Item {
  return {
    words,
    sign: `<g class="${kind}"><rect class="card" x="1" y="4" width="22" height="12" rx="3"/><path class="band" d="M5 4h-1a3 3 0 0 0-3 3v6a3 3 0 0 0 3 3h1z"/></g>`,
  };
}

function line(kind: string, words: string): Item {
  return {
    words,
    sign: `<g class="${kind}"><path class="line" d="M0 10H18"/><path class="tip" d="M24 10L17 6.4L17 13.6Z"/></g>`,
  };
}
