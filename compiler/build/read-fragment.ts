import { isAlias, isMap, isPair, isScalar, parseDocument } from 'yaml';
import type { ParsedNode, Scalar, YAMLMap } from 'yaml';
import { InternalError } from '../internal-error.ts';
import type { Entry, TemplateNode } from '../template/node.ts';

/** Parses a fragment: plain CloudFormation with archc's tags. Comments stand above keys only. */
export function readFragment(text: string, file: string): TemplateNode {
  const document = parseDocument(text, { prettyErrors: true });
  const [error] = document.errors;
  if (error) throw new InternalError(`${file}: ${error.message}`);
  if (!document.contents) throw new InternalError(`${file}: the fragment is empty`);
  return readNode(document.contents, file);
}

function readNode(node: ParsedNode, file: string): TemplateNode {
  const tag = node.tag?.startsWith('!') ? { tag: node.tag.slice(1) } : {};
  if (isAlias(node)) throw new InternalError(`${file}: a fragment has no aliases`);
  if (node.comment) {
    const place = `near "${node.comment.trim()}"`;
    throw new InternalError(`${file}: a comment stands above its key, with a blank line before it: ${place}`);
  }
  if (isMap<ParsedNode, ParsedNode | null>(node))
    return { kind: 'map', ...tag, entries: readEntries(node, file) };
  if (isScalar(node)) {
    const { value } = node;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      return { kind: 'scalar', ...tag, value };
    }
    throw new InternalError(`${file}: a value is missing or not plain`);
  }
  const items = node.items.map((item) => {
    if (isPair(item)) throw new InternalError(`${file}: a pair in a list`);
    return readNode(item, file);
  });
  return { kind: 'list', ...tag, items };
}

function readEntries(map: YAMLMap<ParsedNode, ParsedNode | null>, file: string): Entry[] {
  return map.items.map((pair, index) => {
    if (!isScalar(pair.key) || typeof pair.key.value !== 'string')
      throw new InternalError(`${file}: a key is not text`);
    const key = pair.key as Scalar<string> & ParsedNode;
    if (!pair.value) throw new InternalError(`${file}: "${key.value}" has no value`);
    // The comment above the first key belongs to the mapping in the library's model.
    const comment = (index === 0 ? map.commentBefore : undefined) ?? key.commentBefore ?? undefined;
    const spaced = key.spaceBefore === true || (index === 0 && map.spaceBefore === true);
    return {
      key: key.value,
      value: readNode(pair.value, file),
      ...(comment === undefined ? {} : { comment: comment.split('\n').map((line) => line.trim()) }),
      ...(spaced ? { spaced } : {}),
    };
  });
}
