import { isUtf8 } from 'node:buffer';
import { Composer, Schema } from 'yaml';
import { catalogue } from '../diagnostics/catalogue.ts';
import type { Diagnostic, Outcome } from '../diagnostics/diagnostic.ts';
import { linesOf, placeOf } from '../diagnostics/place.ts';
import { inBrief } from '../diagnostics/quote.ts';
import type { Range, Source, SpecTree } from '../spec/model.ts';
import { syntaxMistakes } from '../yaml/syntax-mistakes.ts';
import { partsOf, readTokens } from '../yaml/tokens.ts';
import type { Excess } from '../yaml/tokens.ts';
import { forbiddenCharacter } from './forbidden-characters.ts';
import { foreignFileProblem } from './foreign-file.ts';
import { problem } from './parse-problem.ts';
import type { Problem } from './parse-problem.ts';
import { readDocument } from './parse-tree.ts';
import { readerDifferences } from './reader-differences.ts';
import { refusedSyntax, tabProblems } from './refused-syntax.ts';
import { straysIn, wordsOf } from './stray-characters.ts';
import type { Stray } from './stray-characters.ts';

const largestSpec = 1024 * 1024;
/** Enough to start correcting a file; a file of garbage has one for every byte. */
const mostProblems = 20;
/**
 * Words, punctuation and spaces: the YAML library takes minutes for a megabyte of commas. Deeper lists and mappings
 * would overflow its stack. No real spec has as many.
 */
const limits = { parts: 100_000, levels: 64 } as const;

/** The library's own for YAML 1.2, which it would make anew for each document. */
const schema = new Schema({ schema: 'core', resolveKnownTags: true });

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
  const forbidden = forbiddenCharacter(text);
  if (forbidden) return refuse(source.name, text, [forbidden]);
  const read = readTokens(text, limits);
  if ('exceeded' in read) return refuse(source.name, text, [excess(read)]);
  const { tokens, comments } = read;
  const foreign = foreignFileProblem(tokens);
  if (foreign) return refuse(source.name, text, [foreign]);
  const parts = partsOf(tokens);
  const refused = refusedSyntax(read, parts, text);
  if (refused.length > 0) return refuse(source.name, text, refused);

  // Uniqueness is checked below: the library's own check takes seconds on a large mapping.
  const documents = [...new Composer({ schema, uniqueKeys: false, prettyErrors: false }).compose(tokens)];
  const mistakes = documents.flatMap(({ errors, warnings }) => [...errors, ...warnings]);
  if (mistakes.length > 0) {
    const problems = syntaxMistakes(mistakes, text, tokens).map((mistake): Problem => ({
      code: 'yaml-syntax',
      ...mistake,
    }));
    return refuse(source.name, text, strayProblems(text, comments, problems));
  }
  const differences = [...tabProblems(text, read.tabInText), ...readerDifferences(tokens, parts, text)];
  if (differences.length > 0) return refuse(source.name, text, strayProblems(text, comments, differences));
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

function excess({ exceeded, at }: Excess): Problem {
  if (exceeded === 'parts') return tooLarge('has more than 100,000 words and punctuation marks');
  const message = `Lists and mappings are nested more than ${limits.levels} levels deep`;
  return problem('too-deep', [at, at + 1], message, 'Look for a missing bracket or wrong indentation');
}

function refuse(file: string, text: string, problems: readonly Problem[]): Outcome<never> {
  const lines = linesOf(text);
  const first = [...problems].sort((a, b) => a.range.start - b.range.start).slice(0, mostProblems);
  const diagnostics = first.map(({ code, range, message, hint }): Diagnostic => ({
    code,
    severity: catalogue[code].severity,
    file,
    place: placeOf(lines, range),
    message: inBrief(message),
    hint: inBrief(hint),
  }));
  return { ok: false, diagnostics };
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
