import { InternalError } from '../internal-error.ts';
import type { Entry, MapNode, TemplateNode } from './node.ts';
import { flowText, isLong, longListLines } from './print-flow.ts';
import { remembering } from './remembering.ts';
import { scalarText } from './scalar-text.ts';

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
  const flow = isFlow(node, indent) ? flowText(node, indent) : undefined;
  if (node.kind === 'scalar') {
    printScalar(node.value, start, inner, lines);
  } else if (flow !== undefined) {
    lines.push(`${start} ${flow}`);
  } else if (node.kind === 'map') {
    lines.push(start);
    printEntries(node.entries, inner, lines);
  } else if (isLong(node)) {
    lines.push(start, ...longListLines(node.items, inner));
  } else {
    lines.push(start);
    for (const item of node.items) printItem(item, indent, `${indent}-`, lines);
  }
}

/** Resources, parameters and the like stand line by line, and so do the properties of a resource. */
function isFlow(node: TemplateNode, indent: string): boolean {
  if (node.kind === 'scalar') return false;
  const isEmpty = (node.kind === 'map' ? node.entries : node.items).length === 0;
  return isEmpty || node.kind === 'list' || node.tag !== undefined || indent.length >= 6;
}

/** Plain mappings and lists begin on the line of their dash. */
function printItem(item: TemplateNode, indent: string, lead: string, lines: string[]): void {
  const inner = `${indent}  `;
  const flow = item.tag === undefined && item.kind === 'map' ? flowText(item, indent) : undefined;
  if (item.tag !== undefined || item.kind === 'scalar') {
    printNode(item, lead, inner, lines);
  } else if (flow !== undefined) {
    lines.push(`${lead} ${flow}`);
  } else if (item.kind === 'map') {
    printEntries(item.entries, inner, lines, `${lead} `);
  } else {
    if (item.items.length === 0) lines.push(`${lead} []`);
    item.items.forEach((each, index) => {
      printItem(each, inner, index === 0 ? `${lead} -` : `${inner}-`, lines);
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
