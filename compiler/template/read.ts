import { isAlias, isMap, isPair, isScalar, parseDocument } from 'yaml';
import type { Node, ParsedNode, Scalar, YAMLMap } from 'yaml';
import { InternalError } from '../internal-error.ts';
import type { Entry, TemplateNode } from './node.ts';

/** Takes a problem that archc's own templates never have. */
type Complain = (problem: string) => void;

/** Parses a fragment: plain CloudFormation with archc's tags. Comments stand above keys only. */
export function readFragment(text: string, file: string): TemplateNode {
  return read(text, (problem) => {
    throw new InternalError(`${file}: ${problem}`);
  });
}

/**
 * Parses a template that CloudFormation has taken, which another tool may have written. What archc can't represent
 * becomes empty text without a complaint.
 */
export function readTemplate(text: string): TemplateNode {
  return read(text, () => undefined);
}

const nothing: TemplateNode = { kind: 'scalar', value: '' };

function read(text: string, complain: Complain): TemplateNode {
  // The library's own check of keys, and its words for every error, take minutes for a megabyte.
  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: false, logLevel: 'error' });
  const [error] = document.errors;
  if (error) complain(error.message);
  if (document.contents) return readNode(document.contents, complain);
  complain('there is nothing in it');
  return nothing;
}

/** A part of a YAML document. */
export function readNode(node: Node, complain: Complain = () => undefined): TemplateNode {
  return readParsed(node as ParsedNode, complain);
}

function readParsed(node: ParsedNode, complain: Complain): TemplateNode {
  const tag = node.tag?.startsWith('!') ? { tag: node.tag.slice(1) } : {};
  if (node.comment) {
    const place = `near "${node.comment.trim()}"`;
    complain(`a comment stands above its key, with a blank line before it: ${place}`);
  }
  if (isMap<ParsedNode, ParsedNode | null>(node)) {
    return { kind: 'map', ...tag, entries: readEntries(node, complain) };
  }
  if (isScalar(node) || isAlias(node)) {
    const value = isScalar(node) ? node.value : undefined;
    if (typeof value === 'string' || typeof value === 'boolean') return { kind: 'scalar', ...tag, value };
    if (typeof value === 'number') return { kind: 'scalar', ...tag, value: asWritten(node as Scalar, value) };
    complain('a value is missing or not plain');
    return nothing;
  }
  const items = node.items.map((item) => {
    if (!isPair(item)) return readParsed(item, complain);
    complain('a pair in a list');
    return nothing;
  });
  return { kind: 'list', ...tag, items };
}

function readEntries(map: YAMLMap<ParsedNode, ParsedNode | null>, complain: Complain): Entry[] {
  const taken = new Set<string>();
  return map.items.map((pair, index) => {
    if (!isScalar(pair.key) || typeof pair.key.value !== 'string') complain('a key is not text');
    const key = pair.key as Scalar & ParsedNode;
    const name = keyOf(key);
    if (taken.has(name)) complain(`the key "${name}" occurs twice`);
    taken.add(name);
    if (!pair.value) complain(`"${name}" has no value`);
    // In the library's model, the comment above the first key belongs to the mapping.
    const comment = (index === 0 ? map.commentBefore : undefined) ?? key.commentBefore ?? undefined;
    const spaced = key.spaceBefore === true || (index === 0 && map.spaceBefore === true);
    return {
      key: name,
      value: pair.value ? readParsed(pair.value, complain) : nothing,
      ...(comment === undefined ? {} : { comment: comment.split('\n').map((line) => line.trim()) }),
      ...(spaced ? { spaced } : {}),
    };
  });
}

/** A key as CloudFormation has it. */
export function keyOf(key: unknown): string {
  const { value, source } = key as Scalar;
  return typeof value === 'string' ? value : (source ?? String(value));
}

/**
 * A number that other readers would read differently (`010`), or that we can't hold, is the text that stands there:
 * two templates with different texts must not count as equal.
 */
function asWritten({ source = '' }: Scalar, value: number): string | number {
  return String(value) === source ? value : source;
}
