import type { CST } from 'yaml';
import { misindented } from '../yaml/indentation.ts';
import { noSpace, noSpaceAfterColon, openQuote, pairHint, splitKey } from '../yaml/syntax-words.ts';
import type { Problem } from './parse-problem.ts';
import { problem } from './parse-problem.ts';
import type { Part } from '../yaml/tokens.ts';

type Item = CST.CollectionItem;
type Collection = CST.BlockMap | CST.BlockSequence | CST.FlowCollection;

/** What this YAML library reads without a word, and others refuse or read as something else. */
export function readerDifferences(
  tokens: readonly CST.Token[],
  parts: readonly Part[],
  text: string,
): readonly Problem[] {
  const problems: Problem[] = [];
  for (const token of parts) {
    if ('items' in token) problems.push(...token.items.flatMap((item) => itemProblems(token, item, text)));
    else if (token.type === 'explicit-key-ind') {
      const range = [token.offset, token.offset + 1] as const;
      problems.push(problem('yaml-syntax', range, 'A key cannot begin with "? "', 'Write "key: value"'));
    } else problems.push(...quoteProblems(token), ...headerProblems(token), ...escapeProblems(token));
  }
  for (const token of tokens) {
    if (token.type === 'document')
      problems.push(...lineProblems({ indent: rootIndent(token, text) }, token.value, text));
  }
  return problems;
}

function itemProblems(collection: Collection, { key, sep = [], value }: Item, text: string): Problem[] {
  const colon = sep.find(({ type }) => type === 'map-value-ind');
  const split = key && colon ? splitKeyProblems(key, colon, text) : [];
  if (collection.type !== 'flow-collection') {
    return [...split, ...lineProblems(collection, value, text)];
  }
  return [
    ...split,
    ...(colon || !key || collection.start.source !== '{' ? [] : noColonProblems(key)),
    ...(colon && split.length === 0 ? colonProblems(colon, key, text) : []),
    ...[key, value].flatMap((each) => (each?.type === 'scalar' ? plainProblems(each) : [])),
  ];
}

function splitKeyProblems(key: CST.Token, { offset }: CST.SourceToken, text: string): Problem[] {
  if (!text.slice(key.offset, offset).includes('\n')) return [];
  return [problem('yaml-syntax', [key.offset, key.offset + 1], ...splitKey)];
}

/** To every reader the part is a key without a value, which no setting is. */
function noColonProblems({ offset }: CST.Token): Problem[] {
  const message = 'This part of a mapping is not a "key: value" pair';
  return [problem('yaml-syntax', [offset, offset + 1], message, pairHint)];
}

/** PyYAML and go-yaml take `b:` for the key in `{ b:, c }`. */
function colonProblems({ offset }: CST.SourceToken, key: Item['key'], text: string): Problem[] {
  if (key?.type !== 'scalar' || /[ \r\n]/.test(text.charAt(offset + 1))) return [];
  return [problem('yaml-syntax', [offset, offset + 1], ...noSpaceAfterColon)];
}

/**
 * js-yaml wants every line of a value deeper than its key, and so does YAML. And a line that begins with a dash is meant
 * as an item, although every reader takes it for more of the text above.
 */
function lineProblems(
  { indent }: { readonly indent: number },
  value: Item['value'],
  text: string,
): Problem[] {
  if (!value) return [];
  const end = endOf(value) ?? 0;
  const lines = /\n( *)(?=[^ \r\n])/g;
  lines.lastIndex = value.offset;
  for (let line = lines.exec(text); line && line.index < end; line = lines.exec(text)) {
    const start = line.index + line[0].length;
    if (value.type === 'scalar' && text.startsWith('- ', start)) return [dashProblem(value, start, text)];
    if ((line[1] ?? '').length > indent) continue;
    if (value.type === 'flow-collection' && text.charAt(start) === '#') continue;
    const message = 'This line continues the value above it, and is not indented deeper than its key';
    return [problem('yaml-syntax', [start, start + 1], message, 'Indent the line with more spaces')];
  }
  return [];
}

/** Either the item is indented wrongly, or the text is an item whose dash is missing. */
function dashProblem({ offset }: CST.Token, start: number, text: string): Problem {
  const before = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  if (!before.trim() && text.slice(0, start).endsWith(`\n${before}`)) {
    const [message, hint] = text.charAt(offset) === '-' ? noSpace : noFirstDash;
    return problem('yaml-syntax', [offset, offset + 1], message, hint);
  }
  const { at } = misindented(text, start);
  const [message, hint] = itemAsText;
  return problem('yaml-syntax', [at, at + 1], message, hint);
}

const noFirstDash = [
  'The lines below are items of a list, and this line is not',
  'Write "- " before it, or remove the "- " of those lines',
] as const;
const itemAsText = [
  'Because of its indentation, an item of a list is read as text of the item above it',
  'Indent all items of the list by the same number of spaces, or put the text in quotes',
] as const;

function endOf(value: CST.Token): number | undefined {
  if (value.type === 'flow-collection') return value.end[0]?.offset;
  return 'source' in value && value.type !== 'block-scalar' ? value.offset + value.source.length : undefined;
}

/** A question mark means a key to some readers, wherever it stands between brackets. */
function plainProblems({ offset, source }: CST.FlowScalar): Problem[] {
  const sign = source.startsWith(':') ? 0 : source.indexOf('?');
  if (sign === -1) return [];
  const message = `In brackets, text without quotes cannot contain "${source.charAt(sign)}" here`;
  return [problem('yaml-syntax', [offset + sign, offset + sign + 1], message, 'Put the text in quotes')];
}

const closed = {
  'single-quoted-scalar': /^'(?:[^']|'')*'$/,
  'double-quoted-scalar': /^"(?:[^"\\]|\\[^])*"$/,
} as const;

function quoteProblems(token: CST.Token | CST.SourceToken): Problem[] {
  if (token.type !== 'single-quoted-scalar' && token.type !== 'double-quoted-scalar') return [];
  if (closed[token.type].test(token.source)) return [];
  const { offset, source } = token;
  const words = openQuote[source.charAt(0)];
  return words ? [problem('yaml-syntax', [offset, offset + 1], ...words)] : [];
}

/** Readers differ in the empty lines below a text with such a digit. */
function headerProblems(token: CST.Token | CST.SourceToken): Problem[] {
  if (token.type !== 'block-scalar') return [];
  const header = token.props.find(({ type }) => type === 'block-scalar-header');
  if (!header || !('source' in header) || !/[0-9]/.test(header.source)) return [];
  const message = `"${header.source.charAt(0)}" cannot have a number behind it`;
  const range = [header.offset, header.offset + header.source.length] as const;
  return [problem('yaml-syntax', range, message, 'Remove the number')];
}

/** go-yaml has no such escape, although JSON has it. */
function escapeProblems(token: CST.Token | CST.SourceToken): Problem[] {
  if (token.type !== 'double-quoted-scalar') return [];
  const escape = [...token.source.matchAll(/\\[^]/g)].find(([text]) => text === '\\/');
  if (!escape) return [];
  const start = token.offset + escape.index;
  const message = 'Text in double quotes cannot contain the escape "\\/"';
  return [problem('yaml-syntax', [start, start + 2], message, 'Write "/" without a backslash')];
}

/** How deep the line of the document's value is indented, less one; below its first line none may begin further left. */
function rootIndent({ value }: CST.Document, text: string): number {
  const start = value ? value.offset : 0;
  return text.slice(text.lastIndexOf('\n', start - 1) + 1, start).search(/\S|$/) - 1;
}
