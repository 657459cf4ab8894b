import { InternalError } from '../internal-error.ts';
import type { Entry, MapNode, TemplateNode } from './node.ts';
import { flowText, isLong, longListLines } from './print-flow.ts';
import { remembering } from './remembering.ts';
import { scalarText } from './scalar-text.ts';

/** What is written, and by how much each level is indented. */
interface Writer {
  readonly lines: string[];
  readonly step: ' ' | '  ';
}

/**
 * Prints a template as YAML that YAML 1.1 and 1.2 readers understand alike: pure ASCII, block style except for what is
 * short, CloudFormation's short tags, the order of the fragments. Text is quoted unless it matches a narrow safe pattern.
 */
export function print(root: MapNode): string {
  const lines: string[] = [];
  root.entries.forEach((entry, index) => {
    // The sources of functions are indented in themselves.
    const step = entry.key === 'Mappings' ? ' ' : '  ';
    printEntry(entry, { indent: '', isFirst: index === 0 }, { lines, step });
  });
  return `${lines.join('\n')}\n`;
}

/** Where an entry stands. `lead` is the text before the first entry of a list's item on its line: the dash. */
interface Place {
  readonly indent: string;
  readonly isFirst: boolean;
  readonly lead?: string;
}

function printEntry(
  { key, value, comment, spaced }: Entry,
  { indent, isFirst, lead = indent }: Place,
  writer: Writer,
): void {
  const { lines, step } = writer;
  // Inside a resource, no blank line separates the first key from its parent.
  if (spaced === true && (!isFirst || indent.length <= step.length)) lines.push('');
  // Above the dash, a comment is never as deep as a block scalar before it, which would swallow it.
  const margin = isFirst ? lead.replace(/[^ ].*$/, '') : indent;
  for (const line of comment ?? []) lines.push(`${margin}# ${ascii(line)}`.trimEnd());
  printNode(value, `${isFirst ? lead : indent}${scalarText(key)}:`, indent, writer);
}

function printEntries({ entries }: MapNode, indent: string, writer: Writer, lead = indent): void {
  entries.forEach((entry, index) => {
    printEntry(entry, { indent, isFirst: index === 0, lead }, writer);
  });
}

/** Prints a node after `lead`: a key with its colon, or a list item's dash. */
function printNode(node: TemplateNode, lead: string, indent: string, writer: Writer): void {
  if (node.constant) writer.lines.push(`${lead}${constantText(node, indent, writer)}`);
  else printAnew(node, lead, indent, writer);
}

/** For each indentation, what prints a constant part once in a process. */
const printers = new Map<string, (node: TemplateNode) => string>();

function constantText(node: TemplateNode, indent: string, { step }: Writer): string {
  const name = `${indent}|${step}`;
  const printer = printers.get(name) ?? remembering((each) => printAlone(each, indent, step));
  printers.set(name, printer);
  return printer(node);
}

/** What stands after a key or a dash. */
function printAlone(node: TemplateNode, indent: string, step: Writer['step']): string {
  const lines: string[] = [];
  printAnew(node, '', indent, { lines, step });
  return lines.join('\n');
}

function printAnew(node: TemplateNode, lead: string, indent: string, writer: Writer): void {
  const { lines, step } = writer;
  const start = node.tag === undefined ? lead : `${lead} !${node.tag}`;
  const inner = `${indent}${step}`;
  const flow = isFlow(node, indent) ? flowText(node, indent) : undefined;
  if (node.kind === 'scalar') {
    printScalar(node.value, start, inner, lines);
  } else if (flow !== undefined) {
    lines.push(`${start} ${flow}`);
  } else if (node.kind === 'map') {
    lines.push(start);
    printEntries(node, inner, writer);
  } else if (isLong(node)) {
    lines.push(start, ...longListLines(node.items, inner));
  } else {
    lines.push(start);
    for (const item of node.items) printItem(item, indent, `${indent}-`, writer);
  }
}

/** Resources, parameters and the like stand line by line, and so do the properties of a resource. */
function isFlow(node: TemplateNode, indent: string): boolean {
  if (node.kind === 'scalar') return false;
  const isEmpty = (node.kind === 'map' ? node.entries : node.items).length === 0;
  return isEmpty || node.kind === 'list' || node.tag !== undefined || indent.length >= 6;
}

/** Plain mappings and lists begin on the line of their dash. */
function printItem(item: TemplateNode, indent: string, lead: string, writer: Writer): void {
  const inner = `${indent}  `;
  const flow = item.tag === undefined && item.kind === 'map' ? flowText(item, indent) : undefined;
  if (item.tag !== undefined || item.kind === 'scalar') {
    printNode(item, lead, inner, writer);
  } else if (flow !== undefined) {
    writer.lines.push(`${lead} ${flow}`);
  } else if (item.kind === 'map') {
    printEntries(item, inner, writer, `${lead} `);
  } else {
    if (item.items.length === 0) writer.lines.push(`${lead} []`);
    item.items.forEach((each, index) => {
      printItem(each, inner, index === 0 ? `${lead} -` : `${inner}-`, writer);
    });
  }
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

function ascii(comment: string): string {
  if (!/^[ -~]*$/.test(comment)) throw new InternalError(`a comment is not ASCII: ${comment}`);
  return comment;
}
