import { isWide, printable } from './characters.ts';
import type { Diagnostic } from './diagnostic.ts';

/** How a message may be decorated; without colour every function returns its text. */
interface Style {
  readonly severity: (text: string, severity: Diagnostic['severity']) => string;
  readonly faint: (text: string) => string;
}

const widest = 110;

/** Diagnostics for people: place, message, the line of the spec with a mark under it, and what to write instead. */
export function renderText(diagnostics: readonly Diagnostic[], source: string, colour: boolean): string {
  const style = colour ? coloured : plain;
  const lines = conceal(source.split(/\r?\n/), diagnostics);
  return diagnostics.map((diagnostic) => `${renderOne(diagnostic, lines, style)}\n`).join('\n');
}

/** The lines with a star for every character of a value that must not be printed, whatever the message is about. */
function conceal(lines: readonly string[], diagnostics: readonly Diagnostic[]): readonly string[] {
  const shown = [...lines];
  for (const { concealed } of diagnostics) {
    if (!concealed) continue;
    const { line, column, endLine, endColumn } = concealed;
    for (let at = line; at <= endLine; at += 1) {
      const characters = Array.from(shown[at - 1] ?? '');
      const from = at === line ? column - 1 : 0;
      const to = at === endLine ? endColumn - 1 : characters.length;
      shown[at - 1] = characters.map((each, index) => (index >= from && index < to ? '*' : each)).join('');
    }
  }
  return shown;
}

const plain: Style = { severity: (text) => text, faint: (text) => text };
const coloured: Style = {
  severity: (text, severity) => `\u001b[${severity === 'error' ? 31 : 33}m${text}\u001b[39m`,
  faint: (text) => `\u001b[2m${text}\u001b[22m`,
};

/** The message, with the environments that it is about. */
export function messageOf({ message, environments }: Pick<Diagnostic, 'message' | 'environments'>): string {
  if (environments === undefined) return message;
  return `${message} (environment${environments.length === 1 ? '' : 's'} ${environments.join(', ')})`;
}

function renderOne(diagnostic: Diagnostic, lines: readonly string[], style: Style): string {
  const { file, place, severity, code, hint, related } = diagnostic;
  const where = `${printable(file)}:${place.line}:${place.column}`;
  return [
    `${where} ${style.severity(severity, severity)} ${code}`,
    `  ${printable(messageOf(diagnostic))}`,
    ...frame(diagnostic, lines, style),
    ...(hint === undefined ? [] : ['', `  ${printable(hint)}`]),
    ...(related
      ? ['', `  ${related.message}: ${printable(file)}:${related.place.line}:${related.place.column}`]
      : []),
  ].join('\n');
}

/** The line with a mark under the place. A long line is cut to the part around it. */
function frame({ place, severity }: Diagnostic, lines: readonly string[], style: Style): string[] {
  const line = lines[place.line - 1];
  if (line === undefined || line.trim() === '') return [];
  // Cut before it is split: a line can be a megabyte long. A character has at most two UTF-16 units.
  const characters = Array.from(printable(line.slice(0, 2 * (place.column + widest))));
  const from = Math.max(0, Math.min(place.column - 1 - 30, characters.length - widest));
  const shown = characters.slice(from, from + widest);
  const end = place.endLine === place.line ? place.endColumn - 1 : characters.length;
  const length = Math.max(1, Math.min(end - (place.column - 1), from + shown.length - (place.column - 1)));
  // An ideographic space takes as many cells as a wide character.
  const before = characters.slice(from, place.column - 1).map((each) => (isWide(each) ? '\u3000' : ' '));
  const number = String(place.line);
  const margin = ' '.repeat(number.length);
  return [
    '',
    `  ${style.faint(`${number} |`)} ${shown.join('')}`,
    `  ${style.faint(`${margin} |`)} ${before.join('')}${style.severity('^'.repeat(length), severity)}`,
  ];
}

/** "2 errors, 1 warning"; empty when there are none. */
export function summarize(diagnostics: readonly Diagnostic[]): string {
  return (['error', 'warning'] as const)
    .map((severity) => ({ severity, count: diagnostics.filter((each) => each.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${severity}${count === 1 ? '' : 's'}`)
    .join(', ');
}
