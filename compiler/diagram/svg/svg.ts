import type { Area, Point } from '../layout/area.ts';
import { besideOf, headingOf, iconSize, lineHeight, padding, plateOf, textStart } from '../layout/box.ts';
import { escapeXml, lengthText } from './escape.ts';
import { icons } from './icons.ts';
import { labelHeight } from '../layout/layout-model.ts';
import type { Layout, PlacedEdge, PlacedGroup, PlacedNode } from '../layout/layout-model.ts';
import { legendOf } from './legend.ts';
import { headingType, widthOf } from '../layout/measure.ts';
import type { TextRole } from '../layout/measure.ts';
import { diagramStyle } from './style.ts';
import { textSvg } from './text-svg.ts';
import { sentenceOf } from './words.ts';

const margin = 16;
const headingHeight = 44;

export interface SvgOptions {
  /** Whether the colours stand in the page around the picture, which has the rules of `style.ts`. */
  readonly isStyledByPage?: boolean;
}

/** The picture as SVG. All of its text is text, and every value of a spec is escaped. */
export function svgOf(layout: Layout, { isStyledByPage = false }: SvgOptions = {}): string {
  const legend = legendOf(layout.graph, Math.max(layout.width, 420));
  const width = Math.ceil(Math.max(layout.width, legend.width) + 2 * margin);
  const height = Math.ceil(headingHeight + layout.height + legend.height + 2 * margin);
  const { name, region } = layout.graph;
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" class="archc-diagram" role="img" aria-label="${escapeXml(`What ${name} deploys`)}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title>${escapeXml(`What ${name} deploys in ${region}`)}</title>`,
    `<desc>${escapeXml(sentenceOf(layout.graph))}</desc>`,
    ...(isStyledByPage ? [] : [`<style>\n${diagramStyle}\n</style>`]),
    `<rect class="paper" width="${width}" height="${height}" rx="8"/>`,
    textSvg('title heading', name, { x: margin, y: margin + 14 }),
    textSvg('name', region, { x: margin + widthOf(name, headingType) + 12, y: margin + 14 }),
    `<g transform="translate(${margin} ${headingHeight})">`,
    ...layout.groups.map(groupSvg),
    ...layout.edges.map(edgeSvg),
    ...layout.groups.filter(({ group }) => group.title !== '').map(headingSvg),
    ...layout.nodes.map(nodeSvg),
    ...layout.edges.flatMap(labelSvg),
    '</g>',
    `<g class="legend" transform="translate(${margin} ${lengthText(headingHeight + layout.height + margin)})">`,
    ...legend.lines,
    '</g>',
    '</svg>',
  ];
  return `${lines.join('\n')}\n`;
}

function rectSvg(role: string, { x, y, width, height }: Area, radius: number): string {
  return `<rect class="${role}" x="${lengthText(x)}" y="${lengthText(y)}" width="${lengthText(width)}" height="${lengthText(height)}" rx="${radius}"/>`;
}

function groupSvg({ group, ...area }: PlacedGroup): string {
  const { kind, stack, title, detail } = group;
  return [
    `<g class="group ${kind} ${stack ?? 'outside'}" ${data(group)}>`,
    `<title>${escapeXml([title, detail].filter((each) => each !== '').join(', '))}</title>`,
    rectSvg('area', area, kind === 'subnet' ? 4 : 7),
    '</g>',
  ].join('');
}

/** The heading of a group, above the lines that pass there. */
function headingSvg({ group, x, y }: PlacedGroup): string {
  const { title, beside, below } = headingOf(group);
  const text = (role: TextRole, words: string, dx: number, dy: number): string =>
    words === '' ? '' : textSvg(role, words, { x: x + 10 + dx, y: y + 18 + dy });
  return [
    `<g class="${group.kind} ${group.stack ?? 'outside'}">`,
    rectSvg('plate', plateOf(group, { x, y }), 3),
    text('title', title, 0, 0),
    text('detail', beside, besideOf(title), 0),
    ...below.map((words, index) => text('detail', words, 0, (index + 1) * 14)),
    '</g>',
  ].join('');
}

function nodeSvg({ node, box, x, y, width, height }: PlacedNode): string {
  const { title, name, details, options } = node;
  const top = y + (height - box.lines.length * lineHeight) / 2;
  const texts = box.lines.map(({ text, role }, index) =>
    textSvg(role, text, { x: x + textStart, y: top + index * lineHeight + 11 }),
  );
  const words = [
    `${title}${name === '' ? '' : `: ${name}`}`,
    ...details,
    ...options.map((each) => `added or changed by ${each}`),
  ];
  return [
    `<g class="node ${node.shape} ${node.stack ?? 'outside'}" ${data(node)}>`,
    `<title>${escapeXml(words.join('; '))}</title>`,
    rectSvg('card', { x, y, width, height }, 6),
    `<path class="band" d="M${lengthText(x + 6)} ${lengthText(y)}h-1a5 5 0 0 0-5 5v${lengthText(height - 10)}a5 5 0 0 0 5 5h1z"/>`,
    `<path class="icon" transform="translate(${lengthText(x + padding)} ${lengthText(y + (height - iconSize) / 2)})" d="${icons[node.shape]}"/>`,
    ...texts,
    '</g>',
  ].join('');
}

/** The stack and the logical id of what is drawn, and all that it stands for. */
function data({
  id,
  stack,
  holds,
}: {
  readonly id: string;
  readonly stack?: string;
  readonly holds: readonly string[];
}): string {
  const logicalId = id.replace(/^(shared|backend)\//, '');
  const stackData = stack === undefined ? '' : `data-stack="${stack}" `;
  return `${stackData}data-id="${escapeXml(logicalId)}"${holds.length > 0 ? ` data-holds="${escapeXml(holds.join(' '))}"` : ''}`;
}

function edgeSvg({ edge, points }: PlacedEdge): string {
  const { from, to, kind, labels, isPublic } = edge;
  return [
    `<g class="edge ${kind}${isPublic ? ' public' : ''}" data-from="${escapeXml(from)}" data-to="${escapeXml(to)}">`,
    ...(labels.length > 0 ? [`<title>${escapeXml(labels.join(', '))}</title>`] : []),
    `<path class="line" d="${roundedPath(points)}"/>`,
    `<path class="tip" d="${tipOf(points)}"/>`,
    '</g>',
  ].join('');
}

function labelSvg({ edge, label }: PlacedEdge): readonly string[] {
  if (!label) return [];
  const { kind, labels, isPublic } = edge;
  const texts = labels.map((text, index) =>
    textSvg('label', text, { x: label.x + label.width / 2, y: label.y + 1 + index * labelHeight + 10 }),
  );
  return [
    `<g class="${kind}${isPublic ? ' public' : ''}">${rectSvg('plate', label, 3)}${texts.join('')}</g>`,
  ];
}

const cornerRadius = 6;

function roundedPath(points: readonly Point[]): string {
  const [first, ...others] = points;
  if (!first) return '';
  const parts = others.map((point, index) => {
    const before = points[index] ?? point;
    const after = points[index + 2];
    if (!after) return `L${place(point)}`;
    return `L${place(towards(point, before))}Q${place(point)} ${place(towards(point, after))}`;
  });
  return `M${place(first)}${parts.join('')}`;
}

/** The point a little away from a corner, on the way to another point. */
function towards(corner: Point, other: Point): Point {
  const [dx, dy] = [other.x - corner.x, other.y - corner.y];
  const length = Math.hypot(dx, dy) || 1;
  const share = Math.min(cornerRadius, length / 2) / length;
  return { x: corner.x + dx * share, y: corner.y + dy * share };
}

/** An arrowhead at the end of a line. */
function tipOf(points: readonly Point[]): string {
  const [before, end] = points.slice(-2);
  if (!before || !end) return '';
  const length = Math.hypot(end.x - before.x, end.y - before.y) || 1;
  const [ux, uy] = [(end.x - before.x) / length, (end.y - before.y) / length];
  const at = (back: number, side: number): string =>
    place({ x: end.x - ux * back - uy * side, y: end.y - uy * back + ux * side });
  return `M${at(0, 0)}L${at(7, 3.6)}L${at(7, -3.6)}Z`;
}

function place({ x, y }: Point): string {
  return `${lengthText(x)} ${lengthText(y)}`;
}
