import { InternalError } from '../internal-error.ts';
import type { Entry, ListNode, MapNode, TemplateNode } from './node.ts';
import { remembering } from './remembering.ts';

/**
 * Prints a template as YAML that YAML 1.1 and 1.2 readers understand alike: pure ASCII, block style except for long
 * lists, CloudFormation's short tags, the order of the fragments. Text is quoted unless it matches a narrow safe pattern.
 */
export function print(root: MapNode): string {
  const lines: string[] = [];
  printEntries(root.entries, '', lines);
  return `${lines.join('\n')}\n`;
}

/** `lead` is the text before the first entry on its line: a list item's dash. */
function printEntries(entries: readonly Entry[], indent: string, lines: string[], lead = indent): void {
  // Above the dash, a comment is never as deep as a block scalar before it, which would swallow it.
  const margin = lead.replace(/[^ ].*$/, '');
  entries.forEach(({ key, value, comment, spaced }, index) => {
    // Inside a resource, no blank line separates the first key from its parent.
    if (spaced === true && (index > 0 || indent.length <= 2)) lines.push('');
    for (const line of comment ?? [])
      lines.push(`${index === 0 ? margin : indent}# ${ascii(line)}`.trimEnd());
    printNode(value, `${index === 0 ? lead : indent}${scalarText(key)}:`, indent, lines);
  });
}

/** Prints a node after `lead`: a key with its colon, or a list item's dash. */
function printNode(node: TemplateNode, lead: string, indent: string, lines: string[]): void {
  if (node.constant) lines.push(`${lead}${constantText(node, indent)}`);
  else printAnew(node, lead, indent, lines);
}

/** For each indentation, what prints a constant part once in a process. */
const printers = new Map<string, (node: TemplateNode) => string>();

function constantText(node: TemplateNode, indent: string): string {
  const printer = printers.get(indent) ?? remembering((each) => printAlone(each, indent));
  printers.set(indent, printer);
  return printer(node);
}

/** What stands after a key or a dash. */
function printAlone(node: TemplateNode, indent: string): string {
  const lines: string[] = [];
  printAnew(node, '', indent, lines);
  return lines.join('\n');
}

function printAnew(node: TemplateNode, lead: string, indent: string, lines: string[]): void {
  const start = node.tag === undefined ? lead : `${lead} !${node.tag}`;
  const inner = `${indent}  `;
  if (node.kind === 'scalar') {
    printScalar(node.value, start, inner, lines);
  } else if (node.kind === 'map') {
    lines.push(node.entries.length === 0 ? `${start} {}` : start);
    printEntries(node.entries, inner, lines);
  } else if (isLong(node)) {
    lines.push(start, ...flowLines(node.items, inner));
  } else {
    lines.push(node.items.length === 0 ? `${start} []` : start);
    for (const item of node.items) printItem(item, inner, `${inner}-`, lines);
  }
}

/** Plain mappings and lists begin on the line of their dash. */
function printItem(item: TemplateNode, indent: string, lead: string, lines: string[]): void {
  const inner = `${indent}  `;
  if (item.tag !== undefined || item.kind === 'scalar') {
    printNode(item, lead, indent, lines);
  } else if (item.kind === 'map') {
    if (item.entries.length === 0) lines.push(`${lead} {}`);
    printEntries(item.entries, inner, lines, `${lead} `);
  } else {
    if (item.items.length === 0) lines.push(`${lead} []`);
    item.items.forEach((each, index) => {
      printItem(each, inner, index === 0 ? `${lead} -` : `${inner}-`, lines);
    });
  }
}

/** From so many items on, a list of short texts takes several to a line: thousands of address ranges fit. */
const many = 33;
const longestLine = 120;

function isLong({ items, tag }: ListNode): boolean {
  if (items.length < many || tag !== undefined) return false;
  return items.every(
    (item) =>
      item.kind === 'scalar' &&
      item.tag === undefined &&
      typeof item.value === 'string' &&
      item.value.length <= 50,
  );
}

/** A list in flow style. Every line is indented, so that no reader takes one for the next key. */
function flowLines(items: readonly TemplateNode[], indent: string): readonly string[] {
  const lines: string[] = [];
  let line = `${indent}[`;
  items.forEach((item, index) => {
    const text = item.kind === 'scalar' ? flowText(String(item.value)) : '';
    const piece = `${text}${index === items.length - 1 ? ']' : ','}`;
    if (line.length + piece.length > longestLine) {
      lines.push(line);
      line = indent;
    }
    line += piece;
  });
  return [...lines, line];
}

/** In flow style also commas, brackets and colons end a text without quotes. */
function flowText(text: string): string {
  const isRange = /^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/.test(text);
  return isRange || (isPlain(text) && !/[,:{}]/.test(text)) ? text : quoted(text);
}

function printScalar(value: string | number | boolean, start: string, indent: string, lines: string[]): void {
  if (typeof value !== 'string' || !isBlock(value)) {
    lines.push(`${start} ${scalarText(value)}`);
    return;
  }
  const keep = value.endsWith('\n') ? '|' : '|-';
  lines.push(`${start} ${keep}`, `${indent}${value.replace(/\n$/, '').replace(/\n(?!\n)/g, `\n${indent}`)}`);
}

/** Whether the text has several lines that a block scalar keeps unchanged, in printable ASCII. */
function isBlock(text: string): boolean {
  return text.includes('\n') && /^[!-~][ -~]*(\n+[ -~]+)*\n?$/.test(text) && !/ (\n|$)/.test(text);
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

/** Words that some YAML readers take for a boolean or null. */
const words = new Set(['y', 'n', 'yes', 'no', 'on', 'off', 'true', 'false', 'null']);

function isPlain(text: string): boolean {
  // As most keys of CloudFormation are; none of the words below is as long.
  if (/^[A-Z][A-Za-z]{5,}$/.test(text)) return true;
  if (!/^[A-Za-z/$][A-Za-z0-9_/$.,:{}()' =*+-]*$/.test(text)) return false;
  // A reader of YAML 1.1 takes e5 for a number, although its digits are missing.
  return !/: |:$| $|^[eE][-+]?[0-9]+$/.test(text) && !words.has(text.toLowerCase());
}

function quoted(text: string): string {
  if (/^[ !#-[\]-~]*$/.test(text)) return `"${text}"`;
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
