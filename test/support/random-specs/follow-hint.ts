import { parse } from 'yaml';
import type { Diagnostic } from '../../../compiler/diagnostics/diagnostic.ts';
import { possibleAt } from '../../../compiler/phases/validate-branches.ts';
import { isMapping, valueAt } from '../../../compiler/spec/path.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';
import { settingsOf } from '../../../compiler/spec/possible.ts';
import { toolkit } from '../../../compiler/toolkit.ts';
import { putAt } from './mutations.ts';

/** A message with the part of the spec that it points at. */
export interface Pointed {
  readonly diagnostic: Diagnostic;
  readonly spec: unknown;
  readonly path: SpecPath;
  readonly at: 'key' | 'value';
}

/**
 * The specs that a reader who does what the hint says would have: one for each thing that it offers. None when the hint
 * leaves open what to write, as in "Choose another name".
 */
export function followHint(pointed: Pointed): readonly unknown[] {
  const { hint = '' } = pointed.diagnostic;
  for (const [form, follow] of forms) {
    const parts = form.exec(hint);
    if (parts) return follow(pointed, parts);
  }
  return [...settingsIn(pointed, hint), ...examplesIn(pointed, hint)];
}

type Follow = (pointed: Pointed, parts: RegExpExecArray) => readonly unknown[];

const forms: readonly (readonly [RegExp, Follow])[] = [
  [/^Did you mean (.*)\?$/, (pointed, [, words = '']) => quotedIn(words).map((word) => meant(pointed, word))],
  [/^Put it in quotes: "(.*)"$/, (pointed, [, text]) => [put(pointed, text)]],
  [/^Write it without quotes: (.*)$/, (pointed, [, text = '']) => [put(pointed, parse(text))]],
  [/^Write true or false$/, (pointed) => [put(pointed, true), put(pointed, false)]],
  [
    /^Add it, for example ([\w-]+): (.*)$/,
    (pointed, [, key = '', text = '']) => [add(pointed, key, parse(text))],
  ],
  [/^Write a value, or remove (?:"|the item)/, (pointed) => [put(pointed, undefined)]],
  [
    /(?:C|, or c)hoose one of ([a-z0-9, -]+), with availability zones there$/,
    (pointed, [, list = '']) => [
      ...settingsIn(pointed, pointed.diagnostic.hint ?? ''),
      ...list.split(', ').map((region) => inRegion(pointed.spec, region)),
    ],
  ],
  [/^Shorten it to at most (\d+) characters/, (pointed, [, most]) => shorten(pointed, Number(most))],
  [
    /^Keep "(\w+)" .*; keep "(\w+)"/,
    ({ spec }, [, one = '', other = '']) => [putAt(spec, [other], undefined), putAt(spec, [one], undefined)],
  ],
  [
    /^Write a(?: whole)? number from (\S+) to ([\d.]+)/,
    (pointed, [, from, to]) => [put(pointed, Number(from)), put(pointed, Number(to))],
  ],
];

function inRegion(spec: unknown, region: string): unknown {
  const zones = [`${region}a`, `${region}c`];
  return putAt(putAt(spec, ['region'], region), ['shared', 'availabilityZones'], zones);
}

/** What follows "Remove", and every setting with its value, such as `"log: all"`, `max to 5` or `"tls: on" under a.b`. */
function settingsIn(pointed: Pointed, hint: string): unknown[] {
  const edits: unknown[] = [];
  if (/\b(?:remove it\b|remove one of|rename or remove|remove the range)/i.test(hint))
    edits.push(put(pointed, undefined));
  for (const [, key = ''] of hint.matchAll(/\bremove "?((?!it\b|one\b|the\b)[\w.]+)"?/gi))
    if (!/and remove/.test(hint)) edits.push(set(pointed, key, undefined));
  for (const [, list = '', under] of hint.matchAll(/"([A-Za-z]\w*: [^"]*)"(?: under ([\w.]+))?/g)) {
    const [key = '', value] = Object.entries(parse(list) as object)[0] ?? [];
    edits.push(set(pointed, key, value, under));
  }
  for (const [, key = '', values = '', more] of hint.matchAll(
    /\b(?:set )?([a-z][\w.]*) to (?:one of )?((?:[\w.]+(?:, )?)+)(?: or (?:less|more|newer))?( and remove \w+)?/gi,
  )) {
    for (const value of values.split(', ')) {
      if (!/[\d]|^standard$/.test(value)) continue;
      const changed = set(pointed, key, parse(value));
      edits.push(
        more === undefined ? changed : set({ ...pointed, spec: changed }, more.slice(12), undefined),
      );
    }
  }
  return edits;
}

/** What a hint offers as a value: after "such as", as a list, or right after "Write". */
function examplesIn(pointed: Pointed, hint: string): unknown[] {
  const examples = Array.from(
    hint.matchAll(/such as ("[^"]*"|\[.*?\]|\{.*\}|[^\s,;]+?)(?=[\s,;]|: |$)/g),
    ([, text = '']) => parse(text) as unknown,
  );
  if (examples.length > 0) return examples.slice(0, 1).map((value) => put(pointed, value));
  const [, list] = /(?:Write|Choose) one of ([\w./, -]+?)(?:, or write|$)/.exec(hint) ?? [];
  if (list !== undefined) return list.split(', ').map((value) => put(pointed, parse(value)));
  const [, first, second] =
    /^Write (?!a |an |the )"?([\w./:-]+?)"?(?: or "?([\w./:-]+?)"?)?(?:,|$| or newer| for )/.exec(hint) ?? [];
  return [first, second].flatMap((value) =>
    value === undefined || value === 'newer' ? [] : [put(pointed, asMeant(pointed, value))],
  );
}

/** Text where the setting is text, whatever it looks like. */
function asMeant({ path, spec }: Pointed, text: string): unknown {
  const [rule] = possibleAt(toolkit.schema, path, spec).own;
  return rule?.type === 'string' ? text : parse(text);
}

function quotedIn(text: string): readonly string[] {
  return Array.from(text.matchAll(/"([^"]*)"/g), ([, word = '']) => word);
}

function meant(pointed: Pointed, word: string): unknown {
  const { path, at, spec } = pointed;
  if (at !== 'key') return put(pointed, word);
  const parent = path.slice(0, -1);
  const entries = Object.entries(valueAt(spec, parent) as object) as [string, unknown][];
  return putAt(
    spec,
    parent,
    Object.fromEntries(entries.map(([key, value]) => [key === path.at(-1) ? word : key, value])),
  );
}

/** Renames the key that the message is about, or changes or removes the value. */
function put(pointed: Pointed, value: unknown): unknown {
  const { path, at, spec } = pointed;
  return at === 'key' && typeof value === 'string' ? meant(pointed, value) : putAt(spec, path, value);
}

function shorten(pointed: Pointed, most: number): unknown[] {
  const { path, at, spec } = pointed;
  const text = String(at === 'key' ? path.at(-1) : valueAt(spec, path));
  const cut = text.slice(0, most);
  return [put(pointed, cut.replace(text.endsWith('/') ? /[^/]+$/ : /[^A-Za-z0-9/]+$/, ''))];
}

/** Adds a setting to the mapping that the message is about, or to the spec. */
function add({ path, spec }: Pointed, key: string, value: unknown): unknown {
  const isHere = isMapping(valueAt(spec, path)) && settingsAt(path, spec).has(key);
  return putAt(spec, isHere ? [...path, key] : [key], value);
}

/** Sets a setting that a hint names: in the mapping that it names, or as near to the place as there is one. */
function set({ path, spec }: Pointed, key: string, value: unknown, under?: string): unknown {
  const steps = key.split('.');
  if (under !== undefined) return putAt(spec, [...under.split('.'), ...steps], value);
  if (key === path.at(-1)) return putAt(spec, path, value);
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const above = path.slice(0, depth);
    if (settingsAt(above, spec).has(steps[0] ?? '')) return putAt(spec, [...above, ...steps], value);
  }
  return spec;
}

function settingsAt(path: SpecPath, spec: unknown): ReadonlyMap<string, unknown> {
  return settingsOf(toolkit.schema, possibleAt(toolkit.schema, path, spec).own);
}
