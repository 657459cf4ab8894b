import type { ListNode, TemplateNode } from './node.ts';
import { flowScalarText } from './scalar-text.ts';

const longestLine = 120;
const longestFlow = 110;
/** How deep mappings stand in each other on one line. */
const deepest = 2;

/**
 * A short list or mapping on one line, such as `[a, b]` or `{Key: a, Value: b}`. `undefined` for what is better read in block
 * style.
 */
export function flowText(node: TemplateNode, indent: string): string | undefined {
  const text = collectionText(node, longestFlow - indent.length, deepest);
  return text !== undefined && indent.length + text.length <= longestFlow ? text : undefined;
}

/** Gives up as soon as the text is too long. */
function collectionText(node: TemplateNode, room: number, depth: number): string | undefined {
  if (node.kind === 'scalar' || room < 0) return undefined;
  if (node.kind === 'list') return listText(node, room, depth);
  if (depth === 0 && node.entries.length > 0) return undefined;
  const pieces: string[] = [];
  let left = room;
  for (const { key, value, comment } of node.entries) {
    const text = comment || key.startsWith('Fn::') ? undefined : partText(value, left, depth - 1);
    if (text === undefined) return undefined;
    pieces.push(`${flowScalarText(key)}: ${text}`);
    left -= text.length;
  }
  return `{${pieces.join(', ')}}`;
}

function listText({ items }: ListNode, room: number, depth: number): string | undefined {
  const pieces: string[] = [];
  let left = room;
  for (const item of items) {
    const text = partText(item, left, depth);
    if (text === undefined) return undefined;
    pieces.push(text);
    left -= text.length;
  }
  return `[${pieces.join(', ')}]`;
}

function partText(node: TemplateNode, room: number, depth: number): string | undefined {
  const lead = node.tag === undefined ? '' : `!${node.tag} `;
  if (node.kind !== 'scalar') {
    const text = collectionText(node, room, depth);
    return text === undefined ? undefined : `${lead}${text}`;
  }
  return String(node.value).includes('\n') ? undefined : `${lead}${flowScalarText(node.value)}`;
}

/** From so many items on, a list of short texts takes several to a line: thousands of address ranges fit. */
const many = 33;

export function isLong({ items, tag }: ListNode): boolean {
  if (items.length < many || tag !== undefined) return false;
  return items.every(
    (item) =>
      item.kind === 'scalar' &&
      item.tag === undefined &&
      typeof item.value === 'string' &&
      item.value.length <= 50,
  );
}

/** Several items to a line. Every line is indented, so that no reader takes one for the next key. */
export function longListLines(items: readonly TemplateNode[], indent: string): readonly string[] {
  const lines: string[] = [];
  let line = `${indent}[`;
  items.forEach((item, index) => {
    const text = item.kind === 'scalar' ? flowScalarText(item.value) : '';
    const piece = `${text}${index === items.length - 1 ? ']' : ','}`;
    if (line.length + piece.length > longestLine) {
      lines.push(line);
      line = indent;
    }
    line += piece;
  });
  return [...lines, line];
}
