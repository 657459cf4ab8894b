import { Composer, Lexer, Parser } from 'yaml';
import type { CST, ErrorCode, Node } from 'yaml';
import { linesOf, placeOf } from '../diagnostics/place.ts';
import { flawIn } from './given-flaws.ts';
import type { Flaw } from './given-flaws.ts';
import type { TemplateNode } from './node.ts';
import { readNode } from './read.ts';

/** Why a text is no template, and where: a sentence without a capital letter and a period. */
export interface TemplateProblem {
  readonly line: number;
  readonly column: number;
  readonly words: string;
}

export type GivenTemplate =
  | { readonly ok: true; readonly root: TemplateNode }
  | { readonly ok: false; readonly problem: TemplateProblem };

/** Deeper ones would overflow the stack of the YAML library. */
const deepestLevel = 100;
/** Words, punctuation marks and spaces. The YAML library takes minutes for a megabyte of commas. */
const mostParts = 400_000;
/** The line breaks that only some readers take for one: what follows is a setting to them, and a comment to others. */
const oddBreak = /\r(?!\n)|[\u0085\u2028\u2029]/;

/**
 * Reads a template that a user names. In contrast to one that CloudFormation has taken, it can be anything: what
 * CloudFormation would refuse to read is a problem.
 */
export function readGivenTemplate(text: string): GivenTemplate {
  const read = compose(text);
  if ('kind' in read) return { ok: true, root: read };
  const start = Math.min(read.offset, text.trimEnd().length);
  const { line, column } = placeOf(linesOf(text), { start, end: start });
  return { ok: false, problem: { line, column, words: read.words } };
}

function compose(text: string): TemplateNode | Flaw {
  const odd = oddBreak.exec(text);
  if (odd)
    return {
      offset: odd.index,
      words: 'not every reader takes this for a line break: save it with LF or CRLF',
    };
  const tokens = readTokens(text);
  if (!Array.isArray(tokens)) return tokens;
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, logLevel: 'error' });
  const documents = [...composer.compose(tokens)];
  const [error] = documents.flatMap((document) => document.errors);
  if (error)
    return { offset: error.pos[0], words: wordsByCode[error.code] ?? 'it is not well-formed YAML or JSON' };
  const [document, second] = documents;
  if (second) return { offset: second.range[0], words: 'a second document begins here' };
  const contents: Node | null = document?.contents ?? null;
  if (!contents) return { offset: 0, words: 'it is empty' };
  return flawIn(contents) ?? readNode(contents);
}

const wordsByCode: Readonly<Partial<Record<ErrorCode, string>>> = {
  MISSING_CHAR: 'a bracket, quote or comma is missing',
  MULTIPLE_DOCS: 'a second document begins here',
  TAB_AS_INDENT: 'a tab is used for indentation',
  BAD_INDENT: 'a bracket is missing, or the indentation differs from that of the lines above',
  MULTILINE_IMPLICIT_KEY: 'a colon, bracket or quote is missing',
  DUPLICATE_KEY: 'a key occurs twice',
};

/** The concrete syntax, unless composing it would take too long. The parser keeps its own stack, which can't overflow. */
function readTokens(text: string): CST.Token[] | Flaw {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let parts = 0;
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    parts += 1;
    const { offset, stack } = parser;
    if (parts > mostParts)
      return { offset, words: `it has more than ${mostParts} words and punctuation marks` };
    if (stack.length > deepestLevel)
      return { offset, words: `lists and mappings are nested more than ${deepestLevel} levels deep` };
  }
  return [...tokens, ...parser.end()];
}
