/** A text with one slip, and the lines that it touches. */
export interface Slipped {
  readonly text: string;
  readonly first: number;
  readonly last: number;
}

/** Where a slip is possible: what to replace there. */
type Places = (text: string) => readonly Edit[];
interface Edit {
  readonly at: number;
  readonly removed?: number;
  readonly added?: string;
}

/** Where the pattern matches, outside comments; `edit` gets what was found and where. */
function wherever(pattern: RegExp, edit: (found: string, at: number) => Edit): Places {
  return (text) => {
    const masked = text.replace(/(^|\s)#.*$/gm, (comment) => ' '.repeat(comment.length));
    return [...masked.matchAll(pattern)].map(({ 0: found, index }) => edit(found, index));
  };
}

/** The kinds of slips that people make when they type or paste YAML. */
const slips: Readonly<Record<string, Places>> = {
  'an opening quote is lost': wherever(/(?<=[\s[{])["'](?=[^\s"'])/g, (_, at) => ({ at, removed: 1 })),
  'a closing quote is lost': wherever(/(?<=[^\s"'])["'](?=[\s,\]}])/g, (_, at) => ({ at, removed: 1 })),
  'a quote too many': wherever(/(?<=: )(?=\w)/g, (_, at) => ({ at, added: '"' })),
  'a single quote too many': wherever(/(?<=: )(?=\w)/g, (_, at) => ({ at, added: "'" })),
  'a quote in quotes': wherever(/(?<=")\w(?=[^"\n]*")/g, (_, at) => ({ at: at + 1, added: '"' })),
  'an opening bracket is lost': wherever(/[[{]/g, (_, at) => ({ at, removed: 1 })),
  'a closing bracket is lost': wherever(/[\]}]/g, (_, at) => ({ at, removed: 1 })),
  'an opening bracket too many': wherever(/(?<=: )(?=[\w"])/g, (_, at) => ({ at, added: '[' })),
  'a closing bracket too many': wherever(/(?<=[\w"\]}])$/gm, (_, at) => ({ at, added: ']' })),
  'a wrong closing bracket': wherever(/[\]}]/g, (found, at) => ({
    at,
    removed: 1,
    added: found === ']' ? '}' : ']',
  })),
  'a colon is lost': wherever(/:(?=\s)/g, (_, at) => ({ at, removed: 1 })),
  'a colon too many': wherever(/:(?=\s)/g, (_, at) => ({ at, added: ':' })),
  'a second colon': wherever(/(?<=: )\w+(?= *$)/gm, (found, at) => ({ at: at + found.length, added: ': x' })),
  'an equals sign for a colon': wherever(/: (?=[\w"])/g, (_, at) => ({ at, removed: 2, added: ' = ' })),
  'no space after a colon': wherever(/(?<=:) (?=\S)/g, (_, at) => ({ at, removed: 1 })),
  'no space after a dash': wherever(/(?<=^ *-) (?=\S)/gm, (_, at) => ({ at, removed: 1 })),
  'a dash too many': wherever(/(?<=^ *)(?=\w)/gm, (_, at) => ({ at, added: '- ' })),
  'a dash is lost': wherever(/(?<=^ *)- (?=\S)/gm, (_, at) => ({ at, removed: 2 })),
  'a space too many at the start': wherever(/^(?= *\S)/gm, (_, at) => ({ at, added: ' ' })),
  'two spaces too many at the start': wherever(/^(?= *\S)/gm, (_, at) => ({ at, added: '  ' })),
  'a space too few at the start': wherever(/^ +(?=\S)/gm, (_, at) => ({ at, removed: 1 })),
  'no spaces at the start': wherever(/^ +(?=\S)/gm, (found, at) => ({ at, removed: found.length })),
  'a tab at the start': wherever(/^ +(?=\S)/gm, (found, at) => ({ at, removed: found.length, added: '\t' })),
  'a tab before the indentation': wherever(/^ +(?=\S)/gm, (_, at) => ({ at, added: '\t' })),
  'a tab after a colon': wherever(/(?<=:) (?=\S)/g, (_, at) => ({ at, removed: 1, added: '\t' })),
  'a tab at the end': wherever(/(?<=\S)$/gm, (_, at) => ({ at, added: '\t' })),
  'a line break in quotes': wherever(/(?<="\w+)(?=\w[^"\n]*")/g, (_, at) => ({ at, added: '\n' })),
  'a line break in a word': wherever(/(?<=\w)(?=\w)/g, (_, at) => ({ at, added: '\n' })),
  'a line break after a colon': wherever(/(?<=:) (?=\S)/g, (_, at) => ({ at, removed: 1, added: '\n' })),
  'two lines in one': wherever(/\n *(?=\S)/g, (found, at) => ({ at, removed: found.length, added: ' ' })),
  'a comma is lost': wherever(/,/g, (_, at) => ({ at, removed: 1 })),
  'a comma too many': wherever(/,/g, (_, at) => ({ at, added: ',' })),
  'a comma at the end of a line': wherever(/(?<=[\w"\]}])$/gm, (_, at) => ({ at, added: ',' })),
  'a semicolon at the end of a line': wherever(/(?<=[\w"\]}])$/gm, (_, at) => ({ at, added: ';' })),
  'a sign before a value': wherever(/(?<=: )(?=[\w"])/g, (_, at) => ({
    at,
    added: ['&', '*', '!', '@', '%', '`', '|', '>', '?', '- '][at % 10] ?? '',
  })),
  'text after quotes': wherever(/(?<=\w")$/gm, (_, at) => ({ at, added: ' x' })),
  'a comment without a space': wherever(/(?<=["\]}])$/gm, (_, at) => ({ at, added: '#x' })),
  'a backslash in quotes': wherever(/(?<=")\w(?=[^"\n]*")/g, (_, at) => ({ at, added: '\\' })),
  'a carriage return': wherever(/\n/g, (_, at) => ({ at, removed: 1, added: '\r' })),
  'a full-width colon': wherever(/: (?=\S)/g, (_, at) => ({ at, removed: 2, added: '\uff1a' })),
  'a no-break space': wherever(/(?<=:) (?=\S)/g, (_, at) => ({ at, removed: 1, added: '\u00a0' })),
  'a document marker': wherever(/^(?=\w)/gm, (_, at) => ({ at, added: '---\n' })),
  'a line of text': wherever(/^(?= *\w)/gm, (_, at) => ({ at, added: 'some words\n' })),
  'a merge conflict': wherever(/^(?= *\w)/gm, (_, at) => ({ at, added: '<<<<<<< HEAD\n' })),
};

/** The text with a slip of that kind at one of the places where it is possible; `undefined` where it is not. */
export function slip(text: string, kind: string, which: number): Slipped | undefined {
  const places = slips[kind]?.(text) ?? [];
  const edit = places[which % Math.max(places.length, 1)];
  if (!edit) return undefined;
  const { at, removed = 0, added = '' } = edit;
  const first = text.slice(0, at).split('\n').length;
  return {
    text: text.slice(0, at) + added + text.slice(at + removed),
    first,
    last: first + added.split('\n').length - 1,
  };
}

export const kindsOfSlips = Object.keys(slips);
