import type { CST, ErrorCode, YAMLError } from 'yaml';
import type { Range } from '../spec/model.ts';
import { misindented } from './indentation.ts';
import {
  deeper,
  indentationWords,
  loneDash,
  noDash,
  noSpace,
  openQuote,
  wordsFor,
  wrongIndentation,
} from './syntax-words.ts';
import { partsOf } from './tokens.ts';

/** What is wrong with the syntax at a place of a text, and what to write. */
export interface SyntaxMistake {
  readonly range: Range;
  readonly message: string;
  readonly hint: string;
}

/** A file of garbage has one for every byte. */
const mostErrors = 1000;

/** What stays within its word: the text after it is read as if it were not there. */
const local: readonly ErrorCode[] = ['BAD_DQ_ESCAPE', 'BAD_SCALAR_START'];

/**
 * In our words. Most mistakes change how the text after them is read, so the first of these is the last that is
 * reported; and one for each line.
 */
export function syntaxMistakes(
  errors: readonly YAMLError[],
  text: string,
  tokens: readonly CST.Token[],
): readonly SyntaxMistake[] {
  const quotes = openingQuotes(tokens);
  const most = errors.slice(0, mostErrors);
  const plain = most.filter((error) => !isLargeKey(error, text));
  const found = (plain.length > 0 ? plain : most)
    .map((error): Found => {
      const quote = openQuoteOf(error, text, quotes);
      return { error, start: quote ?? startOf(error, text), isOpenQuote: quote !== undefined };
    })
    .sort((a, b) => a.start - b.start);
  const first = found.findIndex(({ error }) => !local.includes(error.code));
  const mistakes = new Map<number, SyntaxMistake>();
  for (const each of first === -1 ? found : found.slice(0, first + 1)) {
    const lineStart = text.lastIndexOf('\n', each.start - 1) + 1;
    if (!mistakes.has(lineStart)) mistakes.set(lineStart, mistakeOf(each, text));
  }
  return [...mistakes.values()];
}

interface Found {
  readonly error: YAMLError;
  /** Where it is reported. */
  readonly start: number;
  /** Whether a quote is there that nothing closes. */
  readonly isOpenQuote: boolean;
}

/** Where a bracket ends a list or mapping too early, the library first takes all of it for a key. */
function isLargeKey({ code, pos: [start] }: YAMLError, text: string): boolean {
  return code === 'MULTILINE_IMPLICIT_KEY' && /[[{]/.test(text.charAt(start));
}

function mistakeOf({ error, start, isOpenQuote }: Found, text: string): SyntaxMistake {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = text.indexOf('\n', start) + 1 || text.length;
  const words = wordsFor(error.code, {
    said: error.message,
    before: text.slice(lineStart, start),
    rest: text.slice(start, lineEnd),
    below: text.slice(lineEnd),
  });
  if (words === deeper) return indentationMistake(lineEnd + text.slice(lineEnd).search(/^ *[^\s#]/m), text);
  if (indentationWords.includes(words)) return indentationMistake(start, text, words);
  const [message, hint] = (isOpenQuote && openQuote[text.charAt(start)]) || words;
  const end = start < error.pos[0] ? start + 1 : Math.max(error.pos[1], start + 1);
  return { range: { start, end }, message, hint };
}

function indentationMistake(start: number, text: string, words = deeper): SyntaxMistake {
  const { at, what } = misindented(text, start);
  const wordsOfDash = {
    'dash too many': loneDash,
    'dash missing': text.charAt(at) === '-' ? noSpace : noDash,
  };
  const wordsOfLine = at >= start ? words : wrongIndentation;
  const [message, hint] = what === 'indentation' ? wordsOfLine : wordsOfDash[what];
  return { range: { start: at, end: at + 1 }, message, hint };
}

/** A quote that nothing closes, or only the next quote, lines below. */
function openQuoteOf(
  { code, pos: [start], message }: YAMLError,
  text: string,
  openingQuotes: ReadonlyMap<number, number>,
): number | undefined {
  if (code === 'MULTILINE_IMPLICIT_KEY') return /["']/.test(text.charAt(start)) ? start : undefined;
  const before = text.slice(0, start).trimEnd().length;
  const quote = openingQuotes.get(start) ?? openingQuotes.get(before);
  const isOpen = /^Missing closing ['"]quote$/.test(message) || text.slice(quote, before).includes('\n');
  return isOpen ? quote : undefined;
}

/** The last character before a bracket or comma that is missing, or before the end. */
function startOf({ pos: [start], message }: YAMLError, text: string): number {
  const most = /end with a [\]}]$|^Missing ,/.test(message) ? start : text.length;
  return Math.min(start, text.slice(0, most).trimEnd().length - 1);
}

/** Where each quoted text begins, by where it ends. */
function openingQuotes(tokens: readonly CST.Token[]): ReadonlyMap<number, number> {
  const quotes = new Map<number, number>();
  for (const token of partsOf(tokens)) {
    if (token.type !== 'single-quoted-scalar' && token.type !== 'double-quoted-scalar') continue;
    quotes.set(token.offset + token.source.length, token.offset);
  }
  return quotes;
}
