import type { CST } from 'yaml';
import type { Code } from '../diagnostics/catalogue.ts';
import { quote } from '../diagnostics/quote.ts';
import type { Problem } from './parse-problem.ts';
import { problem } from './parse-problem.ts';
import { tab as tabAsIndent } from '../yaml/syntax-words.ts';
import type { Part, Tokens } from '../yaml/tokens.ts';

/** YAML that a spec may not use. It is found before the text is composed to nodes: thousands of anchors would take minutes. */
export function refusedSyntax(
  { tokens, tab }: Tokens,
  parts: readonly Part[],
  text: string,
): readonly Problem[] {
  return [
    ...directiveProblems(tokens),
    ...tabProblems(text, tab),
    ...parts.filter(isSpecial).map(specialProblem),
  ];
}

function directiveProblems(tokens: readonly CST.Token[]): Problem[] {
  const directive = tokens.find((token) => token.type === 'directive');
  if (!directive) return [];
  const range: [number, number] = [directive.offset, directive.offset + directive.source.length];
  const message = `A spec cannot use the YAML directive ${quote(directive.source)}`;
  return [problem('yaml-directive', range, message, 'Remove the line')];
}

/** PyYAML takes a tab for no space; and how wide it is, everybody decides for themselves. */
export function tabProblems(text: string, tab: number | undefined): Problem[] {
  if (tab === undefined) return [];
  const before = text.slice(text.lastIndexOf('\n', tab - 1) + 1, tab);
  const [message, hint] =
    before.trim() === '' ? tabAsIndent : ['A tab stands where only spaces may', 'Write spaces in its place'];
  return [problem('yaml-syntax', [tab, tab + 1], message, hint)];
}

/** Anchors, aliases and tags are refused: with them, another place decides what a place in the spec means. */
function isSpecial(part: Part): part is CST.SourceToken | CST.FlowScalar {
  return part.type === 'anchor' || part.type === 'alias' || part.type === 'tag';
}

function specialProblem(token: CST.SourceToken | CST.FlowScalar): Problem {
  const range: [number, number] = [token.offset, token.offset + token.source.length];
  const problemOf = (code: Code, kind: string, hint: string) =>
    problem(code, range, `A spec cannot use the YAML ${kind} ${quote(token.source)}`, hint);
  if (token.type === 'alias') return problemOf('yaml-alias', 'alias', 'Write the value itself here');
  if (token.type === 'anchor') {
    return problemOf('yaml-alias', 'anchor', 'Remove it, and write the value wherever it is needed');
  }
  const hint = token.source.startsWith('!!')
    ? 'Write the value without a tag'
    : "Write a plain value: archc writes CloudFormation's functions itself";
  return problemOf('yaml-tag', 'tag', hint);
}
