import type { Finding } from '../diagnostics/diagnostic.ts';
import { quote } from '../diagnostics/quote.ts';
import { suggest } from '../diagnostics/suggest.ts';
import { InternalError } from '../internal-error.ts';
import { inFlow } from '../spec/flow.ts';
import type { SpecTree } from '../spec/model.ts';
import { isMapping, valueAt } from '../spec/path.ts';
import { settingsOf } from '../spec/possible.ts';
import type { SpecPath } from '../spec/path.ts';
import { dereference, schemaAt, typeNames } from '../spec/schema.ts';
import type { Schema } from '../spec/schema.ts';
import type { SchemaError } from '../spec/validator.ts';
import { fits, meantBy } from './respell.ts';
import { foreignFinding, possibleAt } from './validate-branches.ts';
import { countItems, howManyItems, nameOf, sourceText } from './validate-words.ts';
import type { Mistake } from './validate-words.ts';

/** The validator's error in our own words; none where other errors say what is wrong. */
export function findingsOf(error: SchemaError, tree: SpecTree, root: Schema): Finding[] {
  const path = pathOfPointer(error.instancePath, tree.data);
  const rule = schemaAt(root, path, tree.data);
  const mistake: Mistake = { path, value: valueAt(tree.data, path), rule, root, tree };
  const key = (name: string) => String(error.params[name]);
  switch (error.keyword) {
    case 'additionalProperties':
      return [unknownProperty(mistake, key('additionalProperty'))];
    case 'required':
      return [missingProperty(mistake, key('missingProperty'))];
    case 'type':
      return [wrongType(mistake)];
    case 'enum':
    case 'const':
      return [wrongValue(mistake)];
    case 'pattern':
      return [wrongForm(mistake)];
    case 'propertyNames':
      return [wrongName(mistake, key('propertyName'))];
    case 'minimum':
    case 'maximum':
    case 'minLength':
    case 'maxLength':
    case 'minItems':
    case 'maxItems':
      return [outOfRange(mistake, error.keyword)];
    // The branch's own errors say what is wrong.
    case 'if':
      return [];
    default:
      throw new InternalError(`no words for the schema keyword "${error.keyword}"`);
  }
}

function unknownProperty(mistake: Mistake, key: string): Finding {
  const foreign = foreignFinding(mistake, key);
  if (foreign) return foreign;
  const { path, value, root, tree } = mistake;
  const { own } = possibleAt(root, path, tree.data);
  const settings = settingsOf(own);
  const mapping = isMapping(value) ? value : {};
  const isRequired = (name: string) => own.some(({ required = [] }) => required.includes(name));
  const meant = meantBy(key, mapping, settings).filter(
    (name) => fits(mapping[key], settings.get(name) ?? {}) || isRequired(name),
  );
  return {
    code: 'unknown-property',
    path: [...path, key],
    at: 'key',
    message: `Unknown property ${quote(key)}`,
    hint: unknownHint(key, mapping, { settings, meant }),
    ...(meant.length > 0 && { meant: meant.map((name) => [...path, name]) }),
  };
}

/** What a key that does not exist can be meant as; if nothing that its mapping lacks, it must go. */
function unknownHint(
  key: string,
  mapping: Readonly<Record<string, unknown>>,
  { settings, meant }: { settings: ReadonlyMap<string, Schema>; meant: readonly string[] },
): string {
  if (meant.length > 0) return `Did you mean ${meant.map((each) => `"${each}"`).join(' or ')}?`;
  const present = suggest(key, [...settings.keys()]);
  if (present !== undefined) return `Remove it: "${present}" exists already`;
  const missing = [...settings.keys()].filter((each) => !Object.hasOwn(mapping, each));
  return missing.length > 0
    ? `Remove it, or use one of ${missing.join(', ')}`
    : 'Remove it: nothing else may stand here';
}

function missingProperty({ path, rule, root }: Mistake, key: string): Finding {
  const missing = dereference(root, rule.properties?.[key] ?? {});
  const example = missing.examples?.[0];
  const addition = example === undefined ? undefined : `Add it, for example ${key}: ${inFlow(example)}`;
  const hint = describedChoices(key, missing) ?? addition;
  return {
    code: 'missing-property',
    // The place of a path that does not exist is the key that should hold it.
    path: [...path, key],
    message: `The property "${key}" is missing`,
    ...(hint !== undefined && { hint }),
  };
}

/** `Write "size: small" (what it means) or "size: large" (what it means)`, where the schema has the meanings. */
function describedChoices(key: string, { enum: values = [], enumDescriptions }: Schema): string | undefined {
  if (!enumDescriptions) return undefined;
  const choices = values.map((value, index) => `"${key}: ${value}" (${enumDescriptions[index] ?? ''})`);
  return `Write ${choices.join(' or ')}`;
}

function wrongType(mistake: Mistake): Finding {
  const { path, value, rule, tree } = mistake;
  const written = sourceText(tree, path);
  return {
    code: 'wrong-type',
    path,
    message: `${subjectOf(path)} must be ${typeNames[rule.type ?? 'object']}, not ${given(value, written)}`,
    hint: typeHint(mistake, written),
  };
}

function given(value: unknown, written: string): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return `the text ${quote(value)}`;
  if (typeof value === 'object') return 'a mapping';
  return typeof value === 'number' ? `the number ${written}` : written;
}

function typeHint({ path, value, rule }: Mistake, written: string): string {
  const { type = 'object', pattern, patternErrorMessage, examples } = rule;
  const isPlain = typeof value === 'number' || typeof value === 'boolean';
  if (type === 'string' && isPlain) {
    const fits = pattern === undefined || new RegExp(pattern).test(written);
    return fits ? `Put it in quotes: "${written}"` : (patternErrorMessage ?? '');
  }
  const isQuoted = typeof value === 'string' && /^-?[0-9.]+$|^(true|false)$/.test(value);
  if (isQuoted && ['integer', 'number', 'boolean'].includes(type)) return `Write it without quotes: ${value}`;
  if (type === 'boolean') return 'Write true or false';
  const [example] = examples ?? [];
  if (example !== undefined) return `Write ${typeNames[type]}, such as ${inFlow(example)}`;
  if (path.length === 0) return 'Write keys and values, such as "archc: 1"';
  return value === null ? 'Write "" for an empty text' : 'Write the value as text in quotes';
}

function wrongValue({ path, value, rule }: Mistake): Finding {
  const allowed = (rule.enum ?? []).map(String);
  const meant = typeof value === 'string' ? suggest(value, allowed) : undefined;
  const possible =
    describedChoices(String(path.at(-1)), rule) ??
    (allowed.length === 1 ? `Write ${String(allowed[0])}` : `Write one of ${allowed.join(', ')}`);
  return {
    code: 'wrong-value',
    path,
    message: `${quote(value)} is not a valid ${roleOf(path)}`,
    hint: meant === undefined ? possible : `Did you mean "${meant}"?`,
  };
}

function wrongForm({ path, value, rule: { patternErrorMessage: hint } }: Mistake): Finding {
  return {
    code: 'wrong-form',
    path,
    message: `${quote(value)} is not a valid ${roleOf(path)}`,
    ...(hint !== undefined && { hint }),
  };
}

function wrongName({ path, rule, root }: Mistake, key: string): Finding {
  const { maxLength = Infinity, patternErrorMessage } = dereference(root, rule.propertyNames ?? {});
  const hint = key.length > maxLength ? `Shorten it to at most ${maxLength} characters` : patternErrorMessage;
  return {
    code: 'wrong-form',
    path: [...path, key],
    at: 'key',
    message: `${quote(key)} is not a valid name`,
    ...(hint !== undefined && { hint }),
  };
}

type Limit = 'minimum' | 'maximum' | 'minLength' | 'maxLength' | 'minItems' | 'maxItems';

function outOfRange({ path, value, rule, tree }: Mistake, limit: Limit): Finding {
  const written = sourceText(tree, path);
  const [message, hint] = wordsFor(limit, { subject: subjectOf(path), value, written, rule });
  return { code: 'out-of-range', path, message, hint };
}

interface Measured {
  readonly subject: string;
  readonly value: unknown;
  readonly written: string;
  readonly rule: Schema;
}

function wordsFor(limit: Limit, { subject, value, written, rule }: Measured): readonly [string, string] {
  const { minimum, maximum, maxLength, examples } = rule;
  const numbers = `Write ${typeNames[rule.type ?? 'number']} from ${String(minimum)} to ${String(maximum)}`;
  switch (limit) {
    case 'minimum':
      return [`${subject} is ${written}, below the limit of ${String(minimum)}`, numbers];
    case 'maximum':
      return [`${subject} is ${written}, above the limit of ${String(maximum)}`, numbers];
    case 'minLength':
      return [`${subject} is empty`, `Write a value, or remove ${subject}`];
    case 'maxLength':
      return [
        `${subject} is longer than ${String(maxLength)} characters`,
        `Shorten it to at most ${String(maxLength)} characters`,
      ];
    case 'minItems':
    case 'maxItems': {
      const such = examples?.[0] === undefined ? '' : `, such as ${inFlow(examples[0])}`;
      return [`${subject} has ${countItems(value)}`, `Write ${howManyItems(rule)}${such}`];
    }
  }
}

/** What a message begins with. */
function subjectOf(path: SpecPath): string {
  return nameOf(path).replace(/^item/, 'An item');
}

/** What a value is to its property: `value of "name"`, `item of "policyArns"`. */
function roleOf(path: SpecPath): string {
  return nameOf(path).replace(/^"/, 'value of "');
}

/** `/shared/availabilityZones/0` to a path; a number is an index only inside a list. */
function pathOfPointer(pointer: string, data: unknown): SpecPath {
  const path: (string | number)[] = [];
  let here = data;
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    const index = Array.isArray(here) ? Number(key) : key;
    path.push(index);
    here = valueAt(here, [index]);
  }
  return path;
}
