import { isMap, isScalar, isSeq } from 'yaml';
import type { Document, ParsedNode } from 'yaml';
import type { Range, SpecChild, SpecNode } from '../spec/model.ts';
import { keyThatIs } from '../yaml/syntax-words.ts';
import type { Problem } from './parse-problem.ts';

interface Read {
  readonly data: unknown;
  readonly node: SpecNode;
}

/** The data of a document and the place of every part; what no spec may have is added to the problems. */
export function readDocument(document: Document.Parsed | undefined, problems: Problem[], text: string): Read {
  return readNode(document?.contents ?? null, problems, text);
}

/** Mappings become objects without a prototype, so that a key such as `__proto__` is a key like any other. */
function readNode(node: ParsedNode | null, problems: Problem[], text: string): Read {
  if (!node) return { data: null, node: { range: { start: 0, end: 0 }, children: new Map() } };
  const range: Range = { start: node.range[0], end: node.range[1] };
  const children = new Map<string | number, SpecChild>();
  if (isMap<ParsedNode, ParsedNode | null>(node)) {
    const data = Object.create(null) as Record<string, unknown>;
    for (const pair of node.items) {
      const key = readKey(pair.key, problems, text);
      if (!key) continue;
      if (children.has(key.name)) {
        const message = `The key "${key.name}" occurs twice in this mapping`;
        problems.push({ code: 'duplicate-key', range: key.range, message, hint: 'Remove one of the two' });
        continue;
      }
      const value = readNode(pair.value, problems, text);
      data[key.name] = value.data;
      children.set(key.name, { key: key.range, node: value.node });
    }
    return { data, node: { range, children } };
  }
  if (isSeq<ParsedNode>(node)) {
    const data = node.items.map((item, index) => {
      const value = readNode(item, problems, text);
      children.set(index, { key: value.node.range, node: value.node });
      return value.data;
    });
    return { data, node: { range, children } };
  }
  return { data: isScalar(node) ? node.value : null, node: { range, children } };
}

function readKey(
  key: ParsedNode,
  problems: Problem[],
  text: string,
): { name: string; range: Range } | undefined {
  const range: Range = { start: key.range[0], end: key.range[1] };
  if (!isScalar(key)) {
    const [message, hint] = keyThatIs(isMap(key) ? 'a mapping' : 'a list');
    problems.push({ code: 'yaml-syntax', range, message, hint });
    return undefined;
  }
  if (range.end === range.start) {
    const message = 'A key is missing before this colon';
    problems.push({ code: 'yaml-syntax', range, message, hint: 'Write a name before the colon' });
    return undefined;
  }
  // As written: YAML would turn the key 0x10 into 16.
  const name = typeof key.value === 'string' ? key.value : text.slice(range.start, range.end);
  if (name === '<<') {
    const message = 'A spec cannot use the merge key "<<"';
    const hint = 'Write the keys and values themselves here';
    problems.push({ code: 'yaml-alias', range, message, hint });
    return undefined;
  }
  return { name, range };
}
