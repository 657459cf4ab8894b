import fc from 'fast-check';
import { isMapping } from '../../../compiler/spec/path.ts';
import type { SpecData } from './draft.ts';

/** How a spec is written. None of it means anything. */
export interface Style {
  readonly indent: number;
  readonly quotes: 'plain' | 'single' | 'double' | 'any';
  readonly form: 'block' | 'flow' | 'any';
  readonly comments: boolean;
  readonly lineEnd: '\n' | '\r\n';
  /** Whether the keys of every mapping come in another order. */
  readonly shuffled: boolean;
  readonly start: '' | '---\n' | '# A spec.\n\n' | '\ufeff';
  /** Decides what the rest leaves open. */
  readonly seed: number;
}

export const plainStyle: Style = {
  indent: 2,
  quotes: 'plain',
  form: 'block',
  comments: false,
  lineEnd: '\n',
  shuffled: false,
  start: '',
  seed: 0,
};

export function styles(): fc.Arbitrary<Style> {
  return fc.record({
    indent: fc.integer({ min: 1, max: 8 }),
    quotes: fc.constantFrom('plain', 'single', 'double', 'any'),
    form: fc.constantFrom('block', 'flow', 'any'),
    comments: fc.boolean(),
    lineEnd: fc.constantFrom('\n', '\r\n'),
    shuffled: fc.boolean(),
    start: fc.constantFrom('', '---\n', '# A spec.\n\n', '\ufeff'),
    seed: fc.nat(),
  });
}

/** The spec as YAML. Where a text without quotes could be read as something else, it has quotes in every style. */
export function specText(data: SpecData, style: Style = plainStyle): string {
  const writer: Writer = { style, random: randomFrom(style.seed) };
  const body = isFlow(writer) ? `${flow(data, writer, 0)}${remark(writer)}\n` : block(data, writer, 0);
  return `${style.start}${body}`.replaceAll('\n', style.lineEnd);
}

interface Writer {
  readonly style: Style;
  /** From 0 to below 1. */
  readonly random: () => number;
}

/** Complete lines at a depth. */
function block(value: object, writer: Writer, depth: number): string {
  const margin = ' '.repeat(depth * writer.style.indent);
  if (Array.isArray(value)) {
    return value.map((item) => `${lineAbove(writer)}${margin}-${inBlock(item, writer, depth)}`).join('');
  }
  const entries = inOrder(value, writer);
  return entries
    .map(
      ([key, item]) => `${lineAbove(writer)}${margin}${scalar(key, writer)}:${inBlock(item, writer, depth)}`,
    )
    .join('');
}

/** What follows a colon or a hyphen, with the end of the line. */
function inBlock(value: unknown, writer: Writer, depth: number): string {
  if (typeof value === 'object' && value !== null && Object.keys(value).length > 0 && !isFlow(writer)) {
    return `${remark(writer)}\n${block(value, writer, depth + 1)}`;
  }
  return ` ${flow(value, writer, depth + 1)}${remark(writer)}\n`;
}

function flow(value: unknown, writer: Writer, depth: number): string {
  if (Array.isArray(value)) {
    const items = value.map((item) => flow(item, writer, depth + 1));
    return `[${inBrackets(items, writer, depth)}]`;
  }
  if (!isMapping(value)) return scalar(value, writer);
  const items = inOrder(value, writer).map(
    ([key, item]) => `${scalar(key, writer)}: ${flow(item, writer, depth + 1)}`,
  );
  return `{${inBrackets(items, writer, depth)}}`;
}

/** On one line, or with a line for each item. */
function inBrackets(items: readonly string[], writer: Writer, depth: number): string {
  if (items.length === 0 || writer.random() < 0.6) return items.join(', ');
  const margin = (levels: number) => `\n${' '.repeat(levels * writer.style.indent)}`;
  const lines = items.map((item, index) => {
    const comma = index < items.length - 1 ? ',' : '';
    return `${margin(depth + 1)}${item}${comma}${remark(writer)}`;
  });
  return `${lines.join('')}${margin(Math.max(depth, 1))}`;
}

function scalar(value: unknown, writer: Writer): string {
  if (typeof value !== 'string') return String(value);
  const { quotes } = writer.style;
  const chosen =
    quotes === 'any' ? (['plain', 'single', 'double'] as const)[Math.floor(writer.random() * 3)] : quotes;
  if (chosen === 'plain' && isPlain(value)) return value;
  if (chosen === 'single') return `'${value.replaceAll("'", "''")}'`;
  return `"${Array.from(value, (character) => escaped(character, writer)).join('')}"`;
}

function escaped(character: string, { style, random }: Writer): string {
  if (character === '"' || character === '\\') return `\\${character}`;
  if (character === '\n') return '\\n';
  if (style.quotes !== 'any' || random() > 0.03) return character;
  const code = character.charCodeAt(0).toString(16);
  return random() < 0.5 ? `\\x${code.padStart(2, '0')}` : `\\u${code.padStart(4, '0')}`;
}

/** Only where every reader takes the text for text. */
function isPlain(text: string): boolean {
  return (
    /^[A-Za-z/][A-Za-z0-9_./-]*( [A-Za-z0-9_./-]+)*$/.test(text) &&
    !/^(true|false|yes|no|on|off|y|n|null)$/i.test(text)
  );
}

function isFlow({ style, random }: Writer): boolean {
  return style.form === 'flow' || (style.form === 'any' && random() < 0.4);
}

const remarks = [
  '# a note',
  '#',
  '# key: [value], {a: b}',
  `# "don't`,
  '#! &a *b',
  '# café 😀',
  '#\tend - ---',
];

function remark(writer: Writer): string {
  if (!writer.style.comments || writer.random() < 0.7) return '';
  return ` ${remarks[Math.floor(writer.random() * remarks.length)] ?? ''}`;
}

function lineAbove(writer: Writer): string {
  if (!writer.style.comments || writer.random() < 0.7) return '';
  return writer.random() < 0.5 ? '\n' : `${remark(writer).trimStart() || '#'}\n`;
}

function inOrder(mapping: object, { style, random }: Writer): readonly [string, unknown][] {
  const entries = Object.entries(mapping);
  if (!style.shuffled) return entries;
  return entries
    .map((entry) => ({ entry, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ entry }) => entry);
}

/** https://en.wikipedia.org/wiki/Linear_congruential_generator, with the figures of Numerical Recipes. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
