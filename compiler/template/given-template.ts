import { Composer } from 'yaml';
import type { Node } from 'yaml';
import { linesOf, placeOf } from '../diagnostics/place.ts';
import { oddBreak } from '../yaml/odd-break.ts';
import { syntaxMistakes } from '../yaml/syntax-mistakes.ts';
import { readTokens } from '../yaml/tokens.ts';
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

/** Words, punctuation marks and spaces, and lists and mappings in each other. */
const limits = { parts: 400_000, levels: 100 } as const;

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
  const read = readTokens(text, limits);
  if ('exceeded' in read) return { offset: read.at, words: wordsByLimit[read.exceeded] };
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, logLevel: 'error' });
  const documents = [...composer.compose(read.tokens)];
  const errors = documents.flatMap((document) => document.errors);
  const [mistake] = syntaxMistakes(errors, text, read.tokens);
  if (mistake) {
    const { range, message } = mistake;
    return { offset: range.start, words: `${message.charAt(0).toLowerCase()}${message.slice(1)}` };
  }
  const [document, second] = documents;
  if (second) return { offset: second.range[0], words: 'a second document begins here' };
  const contents: Node | null = document?.contents ?? null;
  if (!contents) return { offset: 0, words: 'it is empty' };
  return flawIn(contents) ?? readNode(contents);
}

const wordsByLimit = {
  parts: `it has more than ${limits.parts} words and punctuation marks`,
  levels: `lists and mappings are nested more than ${limits.levels} levels deep`,
} as const;
