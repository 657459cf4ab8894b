import { isAlias, isMap, isPair, isScalar, isSeq, parseDocument } from 'yaml';

/** Reads with the yaml package, in one of its two versions of YAML. */
export function readWithYaml(text: string, version: '1.1' | '1.2'): unknown {
  const document = parseDocument(text, { version });
  // An unknown tag causes only a warning, and the node keeps the tag.
  const warnings = document.warnings.filter(({ code }) => code !== 'TAG_RESOLVE_FAILED');
  const [unexpected] = [...document.errors, ...warnings];
  if (unexpected) throw unexpected;
  return revive(document.contents);
}

function revive(node: unknown): unknown {
  if (node === null) return null;
  if (isAlias(node)) return { '!!alias': node.source };
  if (isMap(node)) return tagged(node.tag, Object.fromEntries(node.items.map(reviveEntry)));
  if (isSeq(node)) return tagged(node.tag, node.items.map(revive));
  if (isScalar(node)) {
    // In version 1.1 the package takes text such as "." or "e3" for a number, and finds that it is none.
    const isText = Number.isNaN(node.value) && !/nan/i.test(node.source ?? '');
    return tagged(node.tag, isText ? node.source : reviveScalar(node.value));
  }
  throw new Error(`Not a YAML node: ${typeof node}`);
}

function reviveEntry(entry: unknown): [string, unknown] {
  if (!isPair(entry)) throw new Error(`Not a pair: ${typeof entry}`);
  const key = revive(entry.key);
  return [typeof key === 'string' ? key : `!!key ${JSON.stringify(key)}`, revive(entry.value)];
}

function reviveScalar(value: unknown): unknown {
  if (value instanceof Date) return { '!!timestamp': value.toISOString() };
  if (value instanceof Uint8Array) return { '!!binary': Buffer.from(value).toString('base64') };
  return value;
}

function tagged(tag: string | undefined, value: unknown): unknown {
  return tag?.startsWith('!') ? { [tag]: value } : value;
}
