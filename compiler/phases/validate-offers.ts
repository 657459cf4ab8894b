import type { Offer } from '../diagnostics/diagnostic.ts';
import { suggest } from '../diagnostics/suggest.ts';
import { alternatives } from '../modules/edits.ts';
import { inFlow } from '../spec/flow.ts';
import type { SpecPath } from '../spec/path.ts';
import { unbranchedAt, dereference, typeNames } from '../spec/schema.ts';
import type { Schema } from '../spec/schema.ts';
import { howManyItems } from './validate-words.ts';
import type { Mistake } from './validate-words.ts';

/** `Write "size: small" (what it means) or "size: large" (what it means)`, where the schema has the meanings. */
export function choiceOffer(path: SpecPath, { enum: values, enumDescriptions }: Schema): Offer | undefined {
  if (!values || !enumDescriptions) return undefined;
  const meaning = (value: unknown) => enumDescriptions[values.findIndex((each) => each === value)] ?? '';
  const say = (left: readonly unknown[]) =>
    `Write ${left.map((value) => `"${String(path.at(-1))}: ${String(value)}" (${meaning(value)})`).join(' or ')}`;
  return { path, kind: 'each', values, say };
}

export function additionOffer(path: SpecPath, { examples = [] }: Schema): Offer {
  const say = ([value]: readonly unknown[]) =>
    value === undefined ? '' : `Add it, for example ${String(path.at(-1))}: ${inFlow(value)}`;
  return { path, kind: 'example', values: examples, say };
}

/** One of the allowed values: the one that was most likely meant, or else all. */
export function wordOffer(path: SpecPath, rule: Schema, value: unknown): Offer {
  if (rule.orWord) return orWordOffer(path, rule, value);
  const values = rule.enum ?? [];
  const meant = typeof value === 'string' ? suggest(value, values.map(String)) : undefined;
  const isQuoted = values.some((each) => typeof each === 'number' && String(each) === value);
  const choices = choiceOffer(path, rule);
  const say = (left: readonly unknown[]) => {
    if (isQuoted && left.map(String).includes(String(value)))
      return `Write it without quotes: ${String(value)}`;
    if (meant !== undefined && left.map(String).includes(meant)) return `Did you mean "${meant}"?`;
    if (choices) return choices.say(left);
    return left.length === 1 ? `Write ${String(left[0])}` : `Write one of ${left.join(', ')}`;
  };
  return { path, kind: 'each', values, say };
}

/** Where a word may stand in place of a mapping: that word, or nothing where the mapping has a default. */
function orWordOffer(path: SpecPath, { orWord, default: fallback }: Schema, value: unknown): Offer {
  const { word = '', means = '' } = orWord ?? {};
  const isMeant = typeof value === 'string' && suggest(value, [word]) === word;
  const say = (left: readonly unknown[]) => {
    const ways = [
      ...(left.includes(word) ? [`write "${String(path.at(-1))}: ${word}" (${means})`] : []),
      ...(left.includes(undefined) ? ['remove it for the defaults'] : []),
    ];
    return isMeant && left.includes(word) ? `Did you mean "${word}"?` : capitalised(ways.join(', or '));
  };
  return { path, kind: 'each', values: [word, ...(fallback === undefined ? [] : [undefined])], say };
}

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** The description of the form, with an example that is right in this spec. */
export function formOffer(path: SpecPath, { patternErrorMessage = '', examples = [] }: Schema): Offer {
  const [, example] = exampleIn.exec(patternErrorMessage) ?? [];
  const say = ([value]: readonly unknown[]) =>
    patternErrorMessage.replace(exampleIn, () => `such as "${value as string}"`);
  return { path, kind: 'example', values: example === undefined ? examples : [example], say };
}

const exampleIn = /such as "([^"]*)"/;

/** A key of the form that is wanted: as near to the one that the spec has as possible. */
export function nameOffer(path: SpecPath, names: Schema): Offer {
  const { say, values } = formOffer(path, names);
  const near = String(path.at(-1))
    .replace(/[^A-Za-z0-9_]+/g, '_')
    .replace(/^(?=[0-9])/, '_');
  const fits = near !== '_' && new RegExp(names.pattern ?? '').test(near);
  return { path, kind: 'name', values: fits ? [near, ...values] : values, say };
}

/** A range that is narrowed to what is right, around one of the values after the first two. */
export function rangeOffer(path: SpecPath, rule: Schema): Offer {
  const { type = 'number', minimum, maximum, examples = [] } = rule;
  const finest = (minimum ?? 0) % 1;
  // Aurora's capacity has steps of a half; a number with a smaller minimum is as fine as that.
  const step = type === 'integer' ? 1 : finest === 0 ? 0.5 : finest;
  const say = ([from, to]: readonly unknown[]) =>
    from === to
      ? `Write ${String(from)}`
      : `Write ${typeNames[type]} from ${String(from)} to ${String(to)}${type === 'number' && step === 0.5 ? ', in steps of 0.5' : ''}`;
  return { path, kind: 'range', values: [minimum, maximum, rule.default, ...examples], step, say };
}

export function listOffer(path: SpecPath, rule: Schema): Offer {
  const say = ([value]: readonly unknown[]) =>
    `Write ${howManyItems(rule)}${value === undefined ? '' : `, such as ${inFlow(value)}`}`;
  return { path, kind: 'example', values: rule.examples ?? [], say };
}

/** What to write in place of a value of the wrong type: the same value in another form, or an example. */
export function typeOffer(mistake: Mistake, written: string): Offer {
  const { path, value, rule } = mistake;
  const { type = 'object' } = rule;
  if (rule.enum || rule.orWord) return wordOffer(path, rule, value);
  const examples = examplesFor(mistake);
  if (meansNothing(mistake) && examples.length > 0) return orNothing(mistake, examples[0]);
  const isPlain = typeof value === 'number' || typeof value === 'boolean';
  if (type === 'string' && isPlain) return textOffer({ path, rule, examples }, written);
  if (type === 'boolean') {
    const meant = value === 'true' || value === 'false' ? [value === 'true'] : [];
    const say = (left: readonly unknown[]) =>
      left.includes(meant[0]) ? `Write it without quotes: ${String(meant[0])}` : `Write ${left.join(' or ')}`;
    return { path, kind: 'each', values: [true, false], say };
  }
  const number = typeof value === 'string' && /^-?[0-9.]+$/.test(value) ? Number(value) : undefined;
  const same =
    number !== undefined && (type === 'integer' || type === 'number')
      ? [number]
      : type === 'string' && value === null
        ? ['']
        : turnsOn(mistake)
          ? [{}]
          : [];
  const say = ([left]: readonly unknown[]) => {
    if (left === undefined)
      return path.length === 0 ? 'Write keys and values, such as "archc: 1"' : `Write ${typeNames[type]}`;
    if (left === '') return 'Write "" for an empty text';
    if (left === number) return `Write it without quotes: ${String(value)}`;
    return `Write ${typeNames[type]}, such as ${inFlow(left)}`;
  };
  const offer: Offer = { path, kind: 'example', values: [...same, ...examples], say };
  return rule.minimum === undefined ? offer : { ...offer, otherwise: rangeOffer(path, rule) };
}

/** Whether an option is `true` that needs no settings. */
function turnsOn({ path, value, rule }: Mistake): boolean {
  const isOption = path[0] === 'options' && path.length === 2;
  return isOption && value === true && rule.type === 'object' && !rule.required;
}

/** Whether `key:` or `key: none` stands where a mapping or list may be left out. An option is there to be used. */
function meansNothing({ path, value, rule, root, tree }: Mistake): boolean {
  const isNothing = value === null || value === false || value === 'none';
  if (!isNothing || (rule.type !== 'object' && rule.type !== 'array') || path[0] === 'options') return false;
  const { properties, required = [] } = dereference(root, unbranchedAt(root, path.slice(0, -1), tree.data));
  const key = String(path.at(-1));
  return properties?.[key] !== undefined && !required.includes(key);
}

function orNothing({ path, rule: { type = 'object' } }: Mistake, example: unknown): Offer {
  return alternatives('', [
    { path, value: example, words: `write ${typeNames[type]}, such as ${inFlow(example)}` },
    { path, value: undefined, words: 'remove it' },
  ]);
}

/** The text as it stands, in quotes; or an example where the text is not of the form that is wanted. */
export function textOffer(
  { path, rule, examples }: { path: SpecPath; rule: Schema; examples: readonly unknown[] },
  written: string,
): Offer {
  const { pattern, patternErrorMessage, enum: words } = rule;
  if (words) return wordOffer(path, rule, written);
  const fits = pattern === undefined || new RegExp(pattern).test(written);
  const form = formOffer(path, rule);
  const say = ([left]: readonly unknown[]) => {
    if (left === written) return `Put it in quotes: "${written}"`;
    return patternErrorMessage === undefined ? `Write text, such as ${inFlow(left)}` : form.say([left]);
  };
  return { path, kind: 'example', values: [...(fits ? [written] : []), ...form.values, ...examples], say };
}

/** The setting's own examples; of an item or a value, that of its list or mapping. */
export function examplesFor({
  path,
  root,
  tree,
}: Pick<Mistake, 'path' | 'root' | 'tree'>): readonly unknown[] {
  const { examples = [] } = dereference(root, unbranchedAt(root, path, tree.data));
  if (examples.length > 0 || path.length === 0) return examples;
  const [example] = dereference(root, unbranchedAt(root, path.slice(0, -1), tree.data)).examples ?? [];
  return typeof example === 'object' && example !== null ? Object.values(example).slice(0, 1) : [];
}

/** What a number in an unusual form can mean, the likeliest first. */
export function numberOffer(path: SpecPath, meanings: readonly string[]): Offer {
  const say = (left: readonly unknown[]) =>
    left.length > 1
      ? `Write ${left.join(', or ')} if it is meant as an octal number`
      : `Write ${String((left[0] as number | undefined) ?? 'digits only, with a point before decimals')}`;
  return { path, kind: 'each', values: meanings.map(Number), say };
}

/** A shorter text; where that breaks another limit, its hint says how much shorter. */
export function shortOffer(path: SpecPath, { maxLength, pattern = '' }: Schema, text: string): Offer {
  const cut = text.slice(0, maxLength);
  const form = new RegExp(pattern);
  const shorter = [cut, cut.replace(/[^A-Za-z0-9]+$/, ''), cut.replace(/[^/]*$/, '')];
  const nearest = shorter.find((each) => form.test(each)) ?? cut;
  const say = ([value]: readonly unknown[]) =>
    value === nearest
      ? `Shorten it to at most ${String(maxLength)} characters`
      : `Write a shorter text, such as "${value as string}"`;
  return { path, kind: 'example', values: [nearest], say };
}
