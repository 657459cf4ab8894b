import { isUtf8 } from 'node:buffer';
import { Composer, Lexer, Parser } from 'yaml';
import type { CST } from 'yaml';
import { catalogue } from '../diagnostics/catalogue.ts';
import type { Code } from '../diagnostics/catalogue.ts';
import { describeCharacter } from '../diagnostics/characters.ts';
import type { Diagnostic, Outcome } from '../diagnostics/diagnostic.ts';
import { linesOf, placeOf } from '../diagnostics/place.ts';
import type { Range, Source, SpecTree } from '../spec/model.ts';
import { foreignFileProblem } from './foreign-file.ts';
import { syntaxProblems } from './parse-errors.ts';
import { problem } from './parse-problem.ts';
import type { Problem } from './parse-problem.ts';
import { readDocument } from './parse-tree.ts';
import { straysIn, wordsOf } from './stray-characters.ts';
import type { Stray } from './stray-characters.ts';

const largestSpec = 1024 * 1024;
/**
 * The most tokens: words, punctuation and spaces. The YAML library takes minutes for a megabyte of commas; no real
 * spec has as many.
 */
const mostParts = 100_000;
const deepestLevel = 64;
/** What YAML forbids, and the line breaks that only readers of YAML 1.1 take for some. */
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/;
/** Enough to start correcting a file; a file of garbage has one for every byte. */
const mostProblems = 20;
const mostErrors = 1000;

/**
 * Parses text to data, with the place of every part. YAML that two readers could understand differently is an error.
 */
export function parse(source: Source): Outcome<SpecTree> {
  if (source.bytes.length > largestSpec) return refuse(source.name, '', [tooLarge('is larger than 1 MiB')]);
  const text = decode(source.bytes);
  if (text === undefined) {
    return refuse(source.name, '', [
      problem('not-utf8', [0, 0], 'The file is not UTF-8 text', 'Save the file as UTF-8'),
    ]);
  }
  const control = forbidden.exec(text);
  if (control) {
    return refuse(source.name, text, [
      problem(
        'control-character',
        [control.index, control.index + 1],
        `The spec contains the control character ${describeCharacter(control[0])}`,
        'Remove the character',
      ),
    ]);
  }
  const read = readTokens(text);
  if (!read) return refuse(source.name, '', [tooLarge('has more than 100,000 words and punctuation marks')]);
  const { tokens, comments } = read;
  const foreign = foreignFileProblem(tokens);
  if (foreign) return refuse(source.name, text, [foreign]);
  const early = [...directiveProblems(tokens), ...structureProblems(tokens)];
  if (early.length > 0) return refuse(source.name, text, early);

  // Uniqueness is checked below: the library's own check takes seconds on a large mapping.
  const documents = [...new Composer({ uniqueKeys: false, prettyErrors: false }).compose(tokens)];
  const errors = documents.flatMap((document) => document.errors);
  if (errors.length > 0) {
    const problems = syntaxProblems(errors.slice(0, mostErrors), text, openingQuotes(tokens));
    return refuse(source.name, text, strayProblems(text, comments, problems));
  }
  const [document, second] = documents;
  if (second) {
    const [start] = second.range;
    const hint = 'Move it into a file of its own: one file is one spec';
    return refuse(source.name, text, [
      problem('several-documents', [start, start + 3], 'A second YAML document begins here', hint),
    ]);
  }
  const problems: Problem[] = [];
  const { data, node } = readDocument(document, problems, text);
  if (problems.length > 0) return refuse(source.name, text, problems);
  return { ok: true, value: { name: source.name, text, data, root: node }, diagnostics: [] };
}

/**
 * `undefined` when it is not UTF-8. The byte-order mark is dropped because it would shift the first line's columns.
 */
function decode(bytes: Uint8Array): string | undefined {
  return isUtf8(bytes)
    ? Buffer.from(bytes)
        .toString('utf8')
        .replace(/^\ufeff/, '')
    : undefined;
}

function tooLarge(how: string): Problem {
  return problem('too-large', [0, 0], `The spec ${how}`, 'Check that this is the right file');
}

function refuse(file: string, text: string, problems: readonly Problem[]): Outcome<never> {
  const lines = linesOf(text);
  const first = [...problems].sort((a, b) => a.range.start - b.range.start).slice(0, mostProblems);
  const diagnostics = first.map(({ code, range, message, hint }): Diagnostic => ({
    code,
    severity: catalogue[code].severity,
    file,
    place: placeOf(lines, range),
    message,
    hint,
  }));
  return { ok: false, diagnostics };
}

interface Tokens {
  readonly tokens: readonly CST.Token[];
  /** The places of the comments. */
  readonly comments: readonly Range[];
}

/** What the lexer writes between the parts of the text: before a scalar, before a document, after a broken bracket. */
const marks = { scalar: '\u001f', others: ['\u0002', '\u0018'] } as const;

/**
 * The text's concrete syntax; `undefined` when it has too many tokens. The library's parser keeps its own stack, so
 * deep nesting cannot overflow ours.
 */
function readTokens(text: string): Tokens | undefined {
  const tokens: CST.Token[] = [];
  const comments: Range[] = [];
  const parser = new Parser();
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
    isScalar = lexeme === marks.scalar;
    start = end;
  }
  return { tokens: [...tokens, ...parser.end()], comments };
}

/**
 * Where a character that looks like another one stands outside of comments, it is the mistake, and what the YAML
 * library says from its line on is an echo: a no-break space is no space to it.
 */
function strayProblems(
  text: string,
  comments: readonly Range[],
  problems: readonly Problem[],
): readonly Problem[] {
  const found = straysOutside(text, comments).flatMap(({ character, range }): Problem[] => {
    const { message, hint } = wordsOf(character);
    return hint === undefined ? [] : [{ code: 'non-ascii', range, message, hint }];
  });
  const [first] = found;
  if (!first) return problems;
  const line = text.lastIndexOf('\n', first.range.start) + 1;
  return [...problems.filter(({ range }) => range.start < line), ...found];
}

/** The characters outside ASCII between the comments. */
function straysOutside(text: string, comments: readonly Range[]): readonly Stray[] {
  const gaps = [...comments, { start: text.length, end: text.length }].map(({ start }, index): Range => ({
    start: comments[index - 1]?.end ?? 0,
    end: start,
  }));
  return gaps.flatMap((gap) => straysIn(text, gap));
}

function directiveProblems(tokens: readonly CST.Token[]): Problem[] {
  const directive = tokens.find((token) => token.type === 'directive');
  if (!directive) return [];
  const range: [number, number] = [directive.offset, directive.offset + directive.source.length];
  return [
    problem(
      'yaml-directive',
      range,
      `A spec cannot use the YAML directive "${directive.source}"`,
      'Remove the line',
    ),
  ];
}

/**
 * Problems that must be found before the text is composed to nodes: deep nesting would overflow the composer's stack,
 * and thousands of anchors would take it minutes.
 */
function structureProblems(tokens: readonly CST.Token[]): Problem[] {
  const problems: Problem[] = [];
  for (const { token, depth } of partsOf(tokens)) {
    const special = specialProblem(token);
    if (special) problems.push(special);
    if ('items' in token && depth > deepestLevel) {
      const range: [number, number] = [token.offset, token.offset + 1];
      const message = `Lists and mappings are nested more than ${deepestLevel} levels deep`;
      return [problem('too-deep', range, message, 'Look for a missing bracket or wrong indentation')];
    }
  }
  return problems;
}

/** Where each quoted text begins, by where it ends. */
function openingQuotes(tokens: readonly CST.Token[]): ReadonlyMap<number, number> {
  const quotes = new Map<number, number>();
  for (const { token } of partsOf(tokens)) {
    if (token.type !== 'single-quoted-scalar' && token.type !== 'double-quoted-scalar') continue;
    quotes.set(token.offset + token.source.length, token.offset);
  }
  return quotes;
}

/** Every part of the documents, with the number of lists and mappings that it is in. */
function* partsOf(
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

/** Anchors, aliases and tags are refused: with them, another place decides what a place in the spec means. */
function specialProblem(token: CST.Token | CST.SourceToken): Problem | undefined {
  if (token.type !== 'anchor' && token.type !== 'alias' && token.type !== 'tag') return undefined;
  const range: [number, number] = [token.offset, token.offset + token.source.length];
  const problemOf = (code: Code, kind: string, hint: string) =>
    problem(code, range, `A spec cannot use the YAML ${kind} "${token.source}"`, hint);
  if (token.type === 'alias') return problemOf('yaml-alias', 'alias', 'Write the value itself here');
  if (token.type === 'anchor') {
    return problemOf('yaml-alias', 'anchor', 'Remove it, and write the value wherever it is needed');
  }
  const hint = token.source.startsWith('!!')
    ? 'Write the value without a tag'
    : "Write a plain value: archc writes CloudFormation's functions itself";
  return problemOf('yaml-tag', 'tag', hint);
}
