import { InternalError } from '../internal-error.ts';
import type { Entry, MapNode, TemplateNode } from './node.ts';

/**
 * A template as YAML that YAML 1.1 and 1.2 readers understand alike: pure ASCII, block style, CloudFormation's
 * short tags, the order of the fragments. Only text inside a narrow safe pattern stays without quotes.
 */
export function print(root: MapNode): string {
  return `${entryLines(root.entries, '').join('\n')}\n`;
}

function entryLines(entries: readonly Entry[], indent: string): string[] {
  return entries.flatMap(({ key, value, comment = [], spaced }, index) => [
    // Inside a resource the first key stands right below its parent.
    ...(spaced === true && (index > 0 || indent.length <= 2) ? [''] : []),
    ...comment.map((line) => `${indent}# ${ascii(line)}`.trimEnd()),
    ...nodeLines(value, `${indent}${scalarText(key)}:`, indent),
  ]);
}

/** A node behind `lead`, which is a key with its colon or a list item's dash. */
function nodeLines(node: TemplateNode, lead: string, indent: string): string[] {
  const start = node.tag === undefined ? lead : `${lead} !${node.tag}`;
  if (node.kind === 'scalar') return scalarLines(node.value, start, `${indent}  `);
  if (node.kind === 'map') {
    if (node.entries.length === 0) return [`${start} {}`];
    return [start, ...entryLines(node.entries, `${indent}  `)];
  }
  if (node.items.length === 0) return [`${start} []`];
  return [start, ...node.items.flatMap((item) => itemLines(item, `${indent}  `))];
}

function itemLines(item: TemplateNode, indent: string): string[] {
  const inner = `${indent}  `;
  if (item.kind === 'scalar' || item.tag !== undefined) return nodeLines(item, `${indent}-`, indent);
  const lines =
    item.kind === 'map'
      ? entryLines(item.entries, inner)
      : item.items.flatMap((each) => itemLines(each, inner));
  const [first, ...rest] = lines;
  if (first === undefined) return [`${indent}- ${item.kind === 'map' ? '{}' : '[]'}`];
  return [`${indent}- ${first.slice(inner.length)}`, ...rest];
}

function scalarLines(value: string | number | boolean, start: string, indent: string): string[] {
  if (typeof value === 'string' && isBlock(value)) {
    const keep = value.endsWith('\n') ? '|' : '|-';
    const lines = value.replace(/\n$/, '').split('\n');
    return [`${start} ${keep}`, ...lines.map((line) => (line === '' ? '' : `${indent}${line}`))];
  }
  return [`${start} ${scalarText(value)}`];
}

/** Several lines of printable ASCII that a block scalar keeps as they are. */
function isBlock(text: string): boolean {
  return /^[!-~][ -~]*(\n+[ -~]+)*\n?$/.test(text) && text.includes('\n') && !/ (\n|$)/.test(text);
}

function scalarText(value: string | number | boolean): string {
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    const text = String(value);
    if (!/^-?[0-9]+(\.[0-9]+)?$/.test(text)) throw new InternalError(`the number ${text} has no plain form`);
    return text;
  }
  return isPlain(value) ? value : quoted(value);
}

/** Words that some YAML reader takes for a boolean or null. */
const words = new Set(['y', 'n', 'yes', 'no', 'on', 'off', 'true', 'false', 'null']);

function isPlain(text: string): boolean {
  if (!/^[A-Za-z/$][A-Za-z0-9_/$.,:{}()' =*+-]*$/.test(text)) return false;
  return !/: |:$| $/.test(text) && !words.has(text.toLowerCase());
}

function quoted(text: string): string {
  const escaped = Array.from(text, (character) => {
    if (character === '"' || character === '\\') return `\\${character}`;
    if (character >= ' ' && character <= '~') return character;
    if (character === '\n') return '\\n';
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
  });
  return `"${escaped.join('')}"`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).toUpperCase().padStart(digits, '0');
}

function ascii(comment: string): string {
  if (!/^[ -~]*$/.test(comment)) throw new InternalError(`a comment is not ASCII: ${comment}`);
  return comment;
}
