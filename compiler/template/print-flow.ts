import type { ListNode, TemplateNode } from './node.ts';
import { flowScalarText } from './scalar-text.ts';

const longestLine = 120;

/**
 * A short list or mapping on one line, such as `[a, b]` or `{Key: a, Value: b}`: what it holds is values, or functions
 * such as `!Select [0, !Split ["/", !Ref Uri]]`; or a mapping that alone is in it. `undefined` for what is better read in
 * block style.
 */
export function flowText(node: TemplateNode, indent: string): string | undefined {
  const text = leafText(node);
  return text !== undefined && indent.length + text.length <= 110 ? text : undefined;
}

function leafText(node: TemplateNode): string | undefined {
  if (node.kind === 'list') return listText(node);
  if (node.kind === 'scalar') return undefined;
  const pieces: string[] = [];
  for (const { key, value, comment } of node.entries) {
    const isChain = node.entries.length === 1 && value.kind === 'map' && value.tag === undefined;
    const part = isChain ? leafText(value) : partText(value);
    const text = comment || key.startsWith('Fn::') ? undefined : part;
    if (text === undefined) return undefined;
    pieces.push(`${flowScalarText(key)}: ${text}`);
  }
  return `{${pieces.join(', ')}}`;
}

function listText({ items, tag }: ListNode): string | undefined {
  const pieces: string[] = [];
  for (const item of items) {
    // The texts that `Join` joins are a list in its list.
    const isNested = tag !== undefined && item.kind === 'list' && item.tag === undefined;
    const text = isNested ? listText(item) : partText(item);
    if (text === undefined) return undefined;
    pieces.push(text);
  }
  return `[${pieces.join(', ')}]`;
}

/** A value, an empty collection or a function. */
function partText(node: TemplateNode): string | undefined {
  const lead = node.tag === undefined ? '' : `!${node.tag} `;
  if (node.kind === 'scalar') {
    return String(node.value).includes('\n') ? undefined : `${lead}${flowScalarText(node.value)}`;
  }
  const isEmpty = (node.kind === 'map' ? node.entries : node.items).length === 0;
  if (node.tag === undefined && !isEmpty) return undefined;
  const text = leafText(node);
  return text === undefined ? undefined : `${lead}${text}`;
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
