import { Lexer, Parser } from 'yaml';
import type { CST } from 'yaml';
import type { Range } from '../spec/model.ts';

/**
 * The most tokens: words, punctuation and spaces. The YAML library takes minutes for a megabyte of commas; no real
 * spec has as many.
 */
const mostParts = 100_000;

export interface Tokens {
  readonly tokens: readonly CST.Token[];
  /** The places of the comments. */
  readonly comments: readonly Range[];
  /** The first tab outside comments and values, and the first one in a value of several lines. */
  readonly tab: number | undefined;
  readonly tabInText: number | undefined;
}

/** What the lexer writes between the parts of the text: before a scalar, before a document, after a broken bracket. */
const marks = { scalar: '\u001f', others: ['\u0002', '\u0018'] } as const;

/**
 * The text's concrete syntax; `undefined` when it has too many tokens. The library's parser keeps its own stack, so
 * deep nesting cannot overflow ours.
 */
export function readTokens(text: string): Tokens | undefined {
  const tokens: CST.Token[] = [];
  const comments: Range[] = [];
  const parser = new Parser();
  let tab: number | undefined;
  let tabInText: number | undefined;
  let parts = 0;
  let start = 0;
  let isScalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    parts += 1;
    if (parts > mostParts) return undefined;
    tokens.push(...parser.next(lexeme));
    const isMark = lexeme === marks.scalar || (marks.others as readonly string[]).includes(lexeme);
    const end = start + (isMark ? 0 : lexeme.length);
    if (!isScalar && lexeme.startsWith('#')) comments.push({ start, end });
    else if (lexeme.includes('\t')) {
      const place = start + lexeme.indexOf('\t');
      if (!isScalar) tab ??= place;
      else if (lexeme.includes('\n')) tabInText ??= place;
    }
    isScalar = lexeme === marks.scalar;
    start = end;
  }
  return { tokens: [...tokens, ...parser.end()], comments, tab, tabInText };
}

/** Every part of the documents, with the number of lists and mappings that it is in. */
export function* partsOf(
  tokens: readonly CST.Token[],
): Generator<{ readonly token: CST.Token | CST.SourceToken; readonly depth: number }> {
  const waiting: { token: CST.Token | CST.SourceToken | null | undefined; depth: number }[] = [];
  for (const token of tokens) {
    if (token.type !== 'document') continue;
    for (const each of [...token.start, token.value]) waiting.push({ token: each, depth: 1 });
  }
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { token, depth } = next;
    if (!token) continue;
    yield { token, depth };
    if (!('items' in token)) continue;
    for (const { start, key, sep = [], value } of token.items as readonly CST.CollectionItem[]) {
      for (const each of [...start, key, ...sep, value]) waiting.push({ token: each, depth: depth + 1 });
    }
  }
}
