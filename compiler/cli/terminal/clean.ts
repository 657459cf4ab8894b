import { withoutControls } from '../../diagnostics/controls.ts';

/** Begins archc's own escape sequences until they are written. Text from outside can't have it: nobody can guess it. */
const mark = `\u001b${Math.random().toString(36).slice(2)}`;
const ownColour = new RegExp(`${mark}(?=\\[\\d{1,2}m)`, 'g');
const ownColourOrCharacter = new RegExp(`${mark}\\[\\d+m|.`, 'gsu');

/** Colours a text, by the number of the colour in escape sequences. */
export function coloured(text: string, colour: number): string {
  return `${mark}[${colour}m${text}${mark}[39m`;
}

/** Makes the colours of a text archc's own, if there is no other text in it that has not been cleaned. */
export function trustColours(text: string): string {
  return text.replace(/\u001b(?=\[(?:2|22|31|33|39)m)/g, mark);
}

/**
 * A text as it may be written: no character but the line feed has an effect, except in archc's own colours. No line is a
 * command to GitHub's runner, which reads "::" at the start of a line and "##[" anywhere:
 * https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
export function clean(text: string, how?: 'verbatim'): string {
  const shown = text.split(ownColour).map(withoutControls).join('\u001b');
  return how === 'verbatim'
    ? shown
    : shown.replaceAll('##[', '# #[').replace(/^((?:\u001b\[\d+m|[^\S\n])*):(?=:)/gm, '$1: ');
}

/** The text on one line. */
export function onOneLine(text: string): string {
  return text.trimEnd().replace(/\s*[\r\n\u0085\u2028\u2029]\s*/g, ' ');
}

/** Cuts a line, in which archc's own colours take no room, to a number of cells. */
export function cutLine(line: string, cells: number, widthOf: (character: string) => number): string {
  let room = cells;
  return line.replace(ownColourOrCharacter, (part) => {
    if (part.startsWith(mark)) return part;
    room -= widthOf(part);
    return room >= 0 ? part : '';
  });
}

/** The beginning of a text, and how long it is. */
export function shorten(text: string, kept: number): string {
  return `${text.slice(0, kept)}... (${text.length} characters)`;
}
