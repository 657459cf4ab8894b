import { Lexer, Parser } from 'yaml';
import type { CST } from 'yaml';
import type { Range } from '../spec/model.ts';

export interface Tokens {
  readonly tokens: readonly CST.Token[];
  /** The places of the comments. */
  readonly comments: readonly Range[];
  /** The first tab outside comments and values, and the first one in a value of several lines. */
  readonly tab: number | undefined;
  readonly tabInText: number | undefined;
}

export interface Limits {
  /** The most tokens: words, punctuation and spaces. */
  readonly parts: number;
  /** The most lists and mappings in each other. */
  readonly levels: number;
}

/** The limit that a text exceeds, and where. */
export interface Excess {
  readonly exceeded: keyof Limits;
  readonly at: number;
}

/** What the lexer writes between the parts of the text: before a scalar, before a document, after a broken bracket. */
const marks = { scalar: '\u001f', others: ['\u0002', '\u0018'] } as const;

/**
 * The text's concrete syntax. Without limits, the library would take minutes for a megabyte of commas, and nesting would
 * overflow its stack.
 */
export function readTokens(text: string, limits: Limits): Tokens | Excess {
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
    if (parts > limits.parts) return { exceeded: 'parts', at: start };
    for (const token of parser.next(lexeme)) tokens.push(token);
    // The document itself is on the stack too.
    if (parser.stack.length > limits.levels + 1) return { exceeded: 'levels', at: start };
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

export type Part = CST.Token | CST.SourceToken;

/** Every part of the documents. */
export function partsOf(tokens: readonly CST.Token[]): readonly Part[] {
  const parts: Part[] = [];
  const waiting: (Part | null | undefined)[] = tokens.flatMap((token) =>
    token.type === 'document' ? [...token.start, token.value] : [],
  );
  while (waiting.length > 0) {
    const token = waiting.pop();
    if (!token) continue;
    parts.push(token);
    if (!('items' in token)) continue;
    for (const { start, key, sep = [], value } of token.items as readonly CST.CollectionItem[]) {
      waiting.push(...start, key, ...sep, value);
    }
  }
  return parts;
}
