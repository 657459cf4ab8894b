import { Lexer, Parser } from 'yaml';
import type { CST } from 'yaml';
import type { Range } from '../spec/model.ts';
import type { Problem } from './parse-problem.ts';
import { problem } from './parse-problem.ts';

/**
 * The most tokens: words, punctuation and spaces. The YAML library takes minutes for a megabyte of commas; no real
 * spec has as many.
 */
const mostParts = 100_000;

/** Deeper lists and mappings overflow the stack of the library. No real spec has as many. */
const deepestLevel = 64;

export interface Tokens {
  readonly tokens: readonly CST.Token[];
  /** The places of the comments. */
  readonly comments: readonly Range[];
  /** The first tab outside comments and values, and the first one in a value of several lines. */
  readonly tab: number | undefined;
  readonly tabInText: number | undefined;
}

export function tooLarge(how: string): Problem {
  return problem('too-large', [0, 0], `The spec ${how}`, 'Check that this is the right file');
}

function tooDeep(at: number): Problem {
  const message = `Lists and mappings are nested more than ${deepestLevel} levels deep`;
  return problem('too-deep', [at, at + 1], message, 'Look for a missing bracket or wrong indentation');
}

/** What the lexer writes between the parts of the text: before a scalar, before a document, after a broken bracket. */
const marks = { scalar: '\u001f', others: ['\u0002', '\u0018'] } as const;

/** The text's concrete syntax, unless it would overflow the library's stack or take it minutes. */
export function readTokens(text: string): Tokens | Problem {
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
    if (parts > mostParts) return tooLarge('has more than 100,000 words and punctuation marks');
    tokens.push(...parser.next(lexeme));
    // The document itself is on the stack too.
    if (parser.stack.length > deepestLevel + 1) return tooDeep(start);
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

/** Every part of the documents. */
export function* partsOf(tokens: readonly CST.Token[]): Generator<CST.Token | CST.SourceToken> {
  const waiting: (CST.Token | CST.SourceToken | null | undefined)[] = tokens.flatMap((token) =>
    token.type === 'document' ? [...token.start, token.value] : [],
  );
  while (waiting.length > 0) {
    const token = waiting.pop();
    if (!token) continue;
    yield token;
    if (!('items' in token)) continue;
    for (const { start, key, sep = [], value } of token.items as readonly CST.CollectionItem[]) {
      waiting.push(...start, key, ...sep, value);
    }
  }
}
