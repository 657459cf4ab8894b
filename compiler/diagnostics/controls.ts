/**
 * What a terminal acts on, or shows in another order: C0 and C1 without the line feed, marks of direction, other line
 * separators, tags and halves of surrogate pairs.
 */
const controls =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb\ud800-\udfff\u{e0000}-\u{e007f}]/gu;

/** The text as a terminal may get it: with a visible sign for each of these characters, and spaces for tabs. */
export function withoutControls(text: string): string {
  // Most texts, and this expression is compiled sooner.
  if (/^[\n -~]*$/.test(text)) return text;
  return text
    .replace(/\r(?=\n)/g, '')
    .replaceAll('\t', ' ')
    .replace(controls, '\ufffd');
}

/** JSON that a terminal and a log may get: what they would act on is escaped, and nothing is lost. */
export function toJson(value: unknown, indent?: number): string {
  const json = JSON.stringify(value, null, indent);
  return json.replace(controls, escape).replaceAll('##[', '#\\u0023[');
}

function escape(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
