import { isAlias, isMap, isPair, isScalar, parseDocument } from 'yaml';
import type { ErrorCode, ParsedNode, Scalar, YAMLMap } from 'yaml';
import { linesOf, placeOf } from '../diagnostics/place.ts';
import { InternalError } from '../internal-error.ts';
import type { Entry, TemplateNode } from './node.ts';

/** Takes a problem that archc's own templates never have. */
type Complain = (problem: string) => void;

/** The problems of a text: that it is not YAML, and what archc can't represent. */
interface Complaints {
  readonly ofSyntax: (problem: string, offset: number) => void;
  readonly ofContent: Complain;
}

/** Parses a fragment: plain CloudFormation with archc's tags. Comments stand above keys only. */
export function readFragment(text: string, file: string): TemplateNode {
  return read(text, (problem) => {
    throw new InternalError(`${file}: ${problem}`);
  });
}

/**
 * Parses a deployed template, which another tool may have written. What archc can't represent becomes empty text
 * without a complaint, unless it is not YAML.
 */
export function readTemplate(text: string, complainOfSyntax: Complain = () => undefined): TemplateNode {
  return read(text, () => undefined, complainOfSyntax);
}

const nothing: TemplateNode = { kind: 'scalar', value: '' };

function read(text: string, complain: Complain, complainOfSyntax = complain): TemplateNode {
  // The library's own check of keys, and its words for every error, take minutes for a megabyte.
  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: false, logLevel: 'error' });
  const ofSyntax: Complaints['ofSyntax'] = (problem, offset) => {
    const { line, column } = placeOf(linesOf(text), { start: offset, end: offset });
    complainOfSyntax(`line ${line}, column ${column}: ${problem}`);
  };
  const [error] = document.errors;
  if (error) ofSyntax(wordsOf(error), error.pos[0]);
  if (document.contents) return readNode(document.contents, { ofSyntax, ofContent: complain });
  complain('there is nothing in it');
  return nothing;
}

function wordsOf({ code, message }: { readonly code: ErrorCode; readonly message: string }): string {
  if (code === 'MULTIPLE_DOCS') return 'a second document begins here';
  if (message.startsWith('Maximum call stack')) return 'lists and mappings are nested too deeply';
  return message.split('\n')[0] ?? '';
}

function readNode(node: ParsedNode, complaints: Complaints): TemplateNode {
  const { ofContent: complain } = complaints;
  const tag = node.tag?.startsWith('!') ? { tag: node.tag.slice(1) } : {};
  if (node.comment) {
    const place = `near "${node.comment.trim()}"`;
    complain(`a comment stands above its key, with a blank line before it: ${place}`);
  }
  if (isMap<ParsedNode, ParsedNode | null>(node)) {
    return { kind: 'map', ...tag, entries: readEntries(node, complaints) };
  }
  if (isScalar(node) || isAlias(node)) {
    const value = isScalar(node) ? node.value : undefined;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      return { kind: 'scalar', ...tag, value };
    }
    complain('a value is missing or not plain');
    return nothing;
  }
  const items = node.items.map((item) => {
    if (!isPair(item)) return readNode(item, complaints);
    complain('a pair in a list');
    return nothing;
  });
  return { kind: 'list', ...tag, items };
}

function readEntries(map: YAMLMap<ParsedNode, ParsedNode | null>, complaints: Complaints): Entry[] {
  const { ofSyntax, ofContent: complain } = complaints;
  const taken = new Set<string>();
  return map.items.map((pair, index) => {
    if (!isScalar(pair.key) || typeof pair.key.value !== 'string') complain('a key is not text');
    const key = pair.key as Scalar & ParsedNode;
    const name = String(key.value);
    if (taken.has(name)) ofSyntax(`the key "${name}" is there twice`, key.range[0]);
    taken.add(name);
    if (!pair.value) complain(`"${name}" has no value`);
    // In the library's model, the comment above the first key belongs to the mapping.
    const comment = (index === 0 ? map.commentBefore : undefined) ?? key.commentBefore ?? undefined;
    const spaced = key.spaceBefore === true || (index === 0 && map.spaceBefore === true);
    return {
      key: name,
      value: pair.value ? readNode(pair.value, complaints) : nothing,
      ...(comment === undefined ? {} : { comment: comment.split('\n').map((line) => line.trim()) }),
      ...(spaced ? { spaced } : {}),
    };
  });
}
