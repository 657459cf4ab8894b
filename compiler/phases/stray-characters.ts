import { describeCharacter, lookAlikeOf } from '../diagnostics/characters.ts';
import type { Range } from '../spec/model.ts';

/** A character outside ASCII at its place in the text, with all that repeat it. */
export interface Stray {
  readonly character: string;
  readonly range: Range;
}

/** The characters outside ASCII in a part of a text. */
export function straysIn(text: string, { start, end }: Range): readonly Stray[] {
  const runs = text.slice(start, end).matchAll(/([^\u0000-\u007f])\1*/gu);
  return Array.from(runs, ({ 0: run, 1: character = '', index }) => ({
    character,
    range: { start: start + index, end: start + index + run.length },
  }));
}

/** What is wrong with a character, and what to write; without a hint when it looks like no other one. */
export function wordsOf(character: string): { readonly message: string; readonly hint?: string } {
  const described = describeCharacter(character);
  const known = lookAlikeOf(character);
  if (!known) {
    return { message: `The character ${described} is outside ASCII, and CloudFormation may garble it` };
  }
  const { instead } = known;
  if (instead === '') return { message: `The character ${described} is invisible`, hint: 'Remove it' };
  const name = signs[instead] ?? `"${instead}"`;
  return {
    message: `The character ${described} only looks like ${name}`,
    hint: `Write ${name} in its place`,
  };
}

const signs: Readonly<Record<string, string>> = {
  ' ': 'a space',
  '"': 'a double quote',
  "'": 'a single quote',
  '-': 'a hyphen',
  ':': 'a colon',
  ',': 'a comma',
  '.': 'a period',
};
