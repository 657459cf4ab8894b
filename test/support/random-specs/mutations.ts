import { isMapping, valueAt } from '../../../compiler/spec/path.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';
import { dereference } from '../../../compiler/spec/schema.ts';
import type { Schema } from '../../../compiler/spec/schema.ts';
import { settingsOf } from '../../../compiler/spec/possible.ts';
import { possibleAt } from '../../../compiler/phases/validate-branches.ts';
import { partnersOf } from './partners.ts';
import { wrongTexts } from './wrong-texts.ts';

/** One mistake in a spec that had none. */
export interface Mutation {
  readonly kind: string;
  readonly spec: unknown;
  /** Where it is. What is missing has the place of the mapping that lacks it. */
  readonly path: SpecPath;
  /** Settings that the mistake can be reported at as well: values that don't fit together have two ends. */
  readonly partners: readonly SpecPath[];
  /** Whether a spec can be right in spite of it. */
  readonly canBeRight: boolean;
  /** Whether the text has the part a second time, which data cannot show. */
  readonly isRepeated?: boolean;
}

/** Every mistake of every kind that can be made in a valid spec. `seed` chooses the letters and the places in texts. */
export function mutationsOf(spec: unknown, root: Schema, seed = 0): readonly Mutation[] {
  const maker: Maker = { spec, root, seed, made: [] };
  visit([], maker);
  return maker.made;
}

const repeated = { kind: 'key twice', partners: [], canBeRight: false, isRepeated: true };

interface Maker {
  readonly spec: unknown;
  readonly root: Schema;
  readonly seed: number;
  readonly made: Mutation[];
}

interface Edit {
  readonly kind: string;
  readonly path: SpecPath;
  readonly canBeRight?: boolean;
}

function visit(path: SpecPath, maker: Maker): void {
  const value = valueAt(maker.spec, path);
  if (isMapping(value)) mutateMapping(value, path, maker);
  else if (Array.isArray(value)) mutateList(value, path, maker);
  if (path.length > 0) mutateValue(value, path, maker);
  if (typeof value !== 'object' || value === null) return;
  for (const step of Array.isArray(value) ? value.keys() : Object.keys(value)) visit([...path, step], maker);
}

function mutateMapping(mapping: Record<string, unknown>, path: SpecPath, maker: Maker): void {
  const { own, foreign } = possibleAt(maker.root, path, maker.spec);
  const settings = settingsOf(maker.root, own);
  const required = own.flatMap((each) => each.required ?? []);
  for (const key of Object.keys(mapping)) {
    maker.made.push({ ...repeated, spec: maker.spec, path: [...path, key] });
    if (required.includes(key)) wrong('delete a required key', [...path, key], undefined, maker);
    else perhapsWrong('delete a key', [...path, key], undefined, maker);
    if (settings.has(key)) misspell(key, path, { settings, foreign: settingsOf(maker.root, foreign) }, maker);
  }
  if (settings.size > 0) {
    wrong('unknown key', [...path, 'frobnicate'], 1, maker);
    for (const [key, schema] of settings) {
      if (!Object.hasOwn(mapping, key) && path.length > 0) {
        const example = exampleOf(schema, maker.root);
        if (example !== undefined) perhapsWrong('another setting', [...path, key], example, maker);
      }
    }
  } else {
    for (const key of ['1st', 'a b', '', 'ключ', 'x'.repeat(300), 'aws:x', 'A.B'])
      perhapsWrong('wrong name', [...path, key], valueIn(mapping, path, maker), maker);
  }
  for (const [key, schema] of settingsOf(maker.root, foreign)) {
    if (!settings.has(key))
      wrong("another runtime's setting", [...path, key], exampleOf(schema, maker.root) ?? 1, maker);
  }
}

/** A right value for another key of a mapping whose keys are free. */
function valueIn(mapping: Record<string, unknown>, path: SpecPath, { root, spec }: Maker): unknown {
  const [value] = Object.values(mapping);
  if (value !== undefined) return value;
  const [example = {}] = possibleAt(root, path, spec).own.flatMap(({ examples = [] }) => examples);
  return Object.values(example as object)[0] ?? 'x';
}

function mutateList(list: readonly unknown[], path: SpecPath, maker: Maker): void {
  const { minItems = 0, maxItems = Infinity } = ruleAt(path, maker);
  if (minItems > 0) wrong('list too short', path, list.slice(0, minItems - 1), maker);
  if (maxItems < 50 && list.length > 0) {
    const longer = Array.from({ length: maxItems + 1 }, (_, index) => list[index % list.length]);
    wrong('list too long', path, longer, maker);
  }
  if (list.length > 0 && list.length < maxItems) {
    perhapsWrong('item twice', path, [...list, list[0]], maker);
  }
  if (list.length > 1) perhapsWrong('item twice', path, [...list.slice(0, -1), list[0]], maker);
}

function mutateValue(value: unknown, path: SpecPath, maker: Maker): void {
  const rule = ruleAt(path, maker);
  const { type = 'object' } = rule;
  const types: Record<string, readonly unknown[]> = {
    object: ['text', 5, [], ['a'], null],
    array: ['text', 5, { a: 'b' }, null, false],
    string: [5, 1.5, true, null, [], ['a'], {}, { a: 'b' }, -0, 1e21],
    integer: ['text', JSON.stringify(value), 1.5, true, null, [1], { a: 1 }],
    number: ['text', JSON.stringify(value), true, null, [1], { a: 1 }],
    boolean: ['true', 'yes', 1, null, [true], {}],
  };
  for (const other of types[type] ?? []) wrong('wrong type', path, other, maker);
  if (rule.enum) mutateWord(value, rule.enum, path, maker);
  if (rule.orWord) mutateWord(value, [rule.orWord.word], path, maker);
  if (type === 'string' && typeof value === 'string') mutateText(value, rule, path, maker);
  if ((type === 'integer' || type === 'number') && !rule.enum) mutateNumber(rule, path, maker);
}

function mutateWord(value: unknown, words: readonly (string | number)[], path: SpecPath, maker: Maker): void {
  if (typeof value === 'string') {
    for (const word of slips(value, maker.seed))
      if (!words.includes(word)) wrong('misspelt word', path, word, maker);
    wrong('no such word', path, 'frobnicate', maker);
  } else wrong('no such number', path, 77, maker);
  for (const word of words) if (word !== value) perhapsWrong('another word', path, word, maker);
}

function mutateText(value: string, rule: Schema, path: SpecPath, maker: Maker): void {
  const { pattern, maxLength, minLength = 0 } = rule;
  const at = maker.seed % (value.length + 1);
  for (const sign of ['!', ' ', '/', 'Ä', '"', '\n', 'A', '..', '{{resolve:ssm:x}}'])
    perhapsWrong('wrong sign', path, value.slice(0, at) + sign + value.slice(at), maker);
  if (pattern !== undefined || minLength > 0) perhapsWrong('empty text', path, '', maker);
  if (maxLength !== undefined) {
    const last = value.at(-1) ?? 'x';
    wrong(
      'text too long',
      path,
      value + (/[a-zA-Z0-9]/.test(last) ? last : `x${last}`).repeat(maxLength),
      maker,
    );
  }
  for (const word of wrongTexts(path)) if (word !== value) perhapsWrong('wrong text', path, word, maker);
}

function mutateNumber(
  { minimum = -Infinity, maximum = Infinity }: Schema,
  path: SpecPath,
  maker: Maker,
): void {
  for (const low of [minimum - 1, -1000]) if (low < minimum) wrong('too low', path, low, maker);
  for (const high of [maximum + 1, 1e9, 2 ** 53]) if (high > maximum) wrong('too high', path, high, maker);
  for (const edge of [minimum, maximum, Math.floor((minimum + maximum) / 2), minimum + 0.3])
    if (Number.isFinite(edge)) perhapsWrong('another number', path, edge, maker);
}

function misspell(
  key: string,
  path: SpecPath,
  { settings, foreign }: { settings: ReadonlyMap<string, Schema>; foreign: ReadonlyMap<string, Schema> },
  maker: Maker,
): void {
  for (const wrong of slips(key, maker.seed)) {
    if (settings.has(wrong) || foreign.has(wrong)) continue;
    const here = valueAt(maker.spec, path) as Record<string, unknown>;
    if (Object.hasOwn(here, wrong)) continue;
    const renamed = Object.fromEntries(
      Object.entries(here).map(([name, value]) => [name === key ? wrong : name, value]),
    );
    push({ kind: 'misspelt key', path: [...path, wrong] }, putAt(maker.spec, path, renamed), maker);
  }
}

/** Slips of the hand in a word: two letters swapped, one left out, one too many, one wrong, other case. */
function slips(word: string, seed: number): readonly string[] {
  const at = seed % word.length;
  const before = word.slice(0, at);
  const letter = word.charAt(at);
  return [
    ...new Set([
      before + word.charAt(at + 1) + letter + word.slice(at + 2),
      before + word.slice(at + 1),
      before + letter + word.slice(at),
      `${before}x${word.slice(at + 1)}`,
      word.toUpperCase(),
      `${word}s`,
    ]),
  ].filter((each) => each !== word && each !== '');
}

function ruleAt(path: SpecPath, { root, spec }: Maker): Schema {
  const [rule = {}] = possibleAt(root, path, spec).own;
  return rule;
}

function exampleOf(schema: Schema, root: Schema): unknown {
  return dereference(root, schema).examples?.[0];
}

/** A mistake in every spec. Without a value, what is at the path is missing. */
function wrong(kind: string, path: SpecPath, value: unknown, maker: Maker): void {
  push({ kind, path }, putAt(maker.spec, path, value), maker);
}

/** A mistake in some specs. */
function perhapsWrong(kind: string, path: SpecPath, value: unknown, maker: Maker): void {
  push({ kind, path, canBeRight: true }, putAt(maker.spec, path, value), maker);
}

function push({ kind, path, canBeRight = false }: Edit, spec: unknown, maker: Maker): void {
  const partners = canBeRight ? partnersOf(path) : [];
  maker.made.push({ kind, path, spec, partners, canBeRight });
}

/** A copy with another value at the path; without the path when the value is `undefined`. */
export function putAt(data: unknown, path: SpecPath, value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(data)) {
    const items: unknown[] = [...(data as unknown[])];
    if (rest.length === 0 && value === undefined) items.splice(Number(step), 1);
    else items[Number(step)] = putAt(items[Number(step)], rest, value);
    return items;
  }
  const copy = Object.assign(Object.create(null), isMapping(data) ? data : {}) as Record<string, unknown>;
  if (rest.length === 0 && value === undefined) Reflect.deleteProperty(copy, step);
  else copy[step] = putAt(copy[step], rest, value);
  return copy;
}
