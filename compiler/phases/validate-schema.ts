import type { Finding } from '../diagnostics/diagnostic.ts';
import { hintOf } from '../diagnostics/offer.ts';
import { isTaken } from '../diagnostics/place.ts';
import { quote } from '../diagnostics/quote.ts';
import { suggest } from '../diagnostics/suggest.ts';
import { InternalError } from '../internal-error.ts';
import type { SpecTree } from '../spec/model.ts';
import { isMapping, valueAt } from '../spec/path.ts';
import { settingsOf } from '../spec/possible.ts';
import type { SpecPath } from '../spec/path.ts';
import { dereference, schemaAt, typeNames } from '../spec/schema.ts';
import type { Schema } from '../spec/schema.ts';
import type { SchemaError } from '../spec/validator.ts';
import { fixedInEnvironments } from '../spec/fixed-in-environments.ts';
import { findElsewhere } from './find-elsewhere.ts';
import { fits, meantBy } from './respell.ts';
import { foreignFinding, possibleAt } from './validate-branches.ts';
import {
  additionOffer,
  choiceOffer,
  formOffer,
  listOffer,
  nameOffer,
  rangeOffer,
  shortOffer,
  typeOffer,
  wordOffer,
} from './validate-offers.ts';
import { countItems, nameOf, sourceText } from './validate-words.ts';
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
  const settings = settingsOf(root, own);
  const mapping = isMapping(value) ? value : {};
  const isRequired = (name: string) => own.some(({ required = [] }) => required.includes(name));
  const hidden = tree.environment && path.length === 0 ? fixedInEnvironments : [];
  const isEnvironment = path.length === 0 && !tree.environment && isMadeOf(mapping[key], settings);
  const meant = meantBy(key, mapping, settings).filter(
    (name) => !hidden.includes(name) && (fits(mapping[key], settings.get(name) ?? {}) || isRequired(name)),
  );
  return {
    code: 'unknown-property',
    path: [...path, key],
    at: 'key',
    message: `Unknown property ${quote(key)}`,
    hint: unknownHint(key, mapping, {
      settings,
      meant,
      within: isEnvironment ? ['environments'] : meant.length > 0 ? [] : settingsWith(key, mistake, settings),
      elsewhere: findElsewhere(key, mapping[key], mistake),
      hidden,
    }),
    meant: meant.map((name) => [...path, name]),
  };
}

/** Whether it is a mapping of settings of the spec, as an environment is. */
function isMadeOf(value: unknown, settings: ReadonlyMap<string, Schema>): boolean {
  const keys = isMapping(value) ? Object.keys(value) : [];
  return keys.length > 0 && keys.every((key) => settings.has(key));
}

interface Meaning {
  readonly settings: ReadonlyMap<string, Schema>;
  readonly meant: readonly string[];
  /** Settings beside the key that are mappings with such a key. */
  readonly within: readonly string[];
  /** The only other mapping of the spec that lacks it. */
  readonly elsewhere: SpecPath | undefined;
  /** Settings that the mapping cannot have, although the schema says so. */
  readonly hidden: readonly string[];
}

/** A key that stands one level too high: `nat` beside `network`. In the spec itself only what is there already is meant. */
function settingsWith(
  key: string,
  { path, value, root }: Mistake,
  settings: ReadonlyMap<string, Schema>,
): readonly string[] {
  const mapping = isMapping(value) ? value : {};
  return [...settings.keys()].filter((name) => {
    const given = mapping[name];
    const isOpen = given === null || (isMapping(given) && !Object.hasOwn(given, key));
    if (!isOpen && (given !== undefined || path.length === 0)) return false;
    const { properties = {} } = dereference(root, settings.get(name) ?? {});
    return Object.hasOwn(properties, key) && fits(mapping[key], dereference(root, properties[key] ?? {}));
  });
}

/** What a key that does not exist can be meant as; if nothing that its mapping lacks, it must go. */
function unknownHint(
  key: string,
  mapping: Readonly<Record<string, unknown>>,
  { settings, meant, within, elsewhere, hidden }: Meaning,
): string {
  if (meant.length > 0) return `Did you mean ${meant.map((each) => `"${each}"`).join(' or ')}?`;
  const names = [...settings.keys()];
  const present = suggest(
    key,
    names.filter((each) => Object.hasOwn(mapping, each)),
  );
  if (present !== undefined) return `Remove it: "${present}" exists already`;
  if (within.length > 0) return `Remove it, or write it under ${within.map(quote).join(' or ')}`;
  if (elsewhere) {
    const where = elsewhere.length === 0 ? 'at the root of the spec' : `under ${quote(elsewhere.join('.'))}`;
    return `Remove it, or write it ${where}`;
  }
  const missing = names.filter((each) => !Object.hasOwn(mapping, each) && !hidden.includes(each));
  return missing.length > 0
    ? `Remove it, or use one of ${missing.join(', ')}`
    : 'Remove it: nothing else may stand here';
}

function missingProperty({ path, rule, root, tree }: Mistake, key: string): Finding {
  // The place of a path that does not exist is the key that should hold it.
  const place = [...path, key];
  if (isTaken(tree, place)) return takenAway(place, `"${key}" is required`);
  const missing = dereference(root, rule.properties?.[key] ?? {});
  const offer = choiceOffer(place, missing) ?? additionOffer(place, missing);
  return {
    code: 'missing-property',
    path: place,
    message: `The property "${key}" is missing`,
    ...hintOf(offer),
  };
}

/** What only an environment lacks, because it takes it back. */
export function takenAway(path: SpecPath, why: string): Finding {
  const key = String(path.at(-1));
  return {
    code: 'missing-property',
    path,
    message: `"${key}: null" leaves nothing: ${why}`,
    hint: `Write a value in place of null, or remove "${key}: null"`,
  };
}

function wrongType(mistake: Mistake): Finding {
  const { path, value, rule, tree } = mistake;
  const written = sourceText(tree, path);
  return {
    code: 'wrong-type',
    path,
    message: `${subjectOf(path)} must be ${typeOf(rule)}, not ${given(value, written)}`,
    ...hintOf(typeOffer(mistake, written)),
  };
}

function typeOf({ type = 'object', orWord }: Schema): string {
  return orWord ? `${typeNames[type]} or "${orWord.word}"` : typeNames[type];
}

function given(value: unknown, written: string): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return `the text ${quote(value)}`;
  if (typeof value === 'object') return 'a mapping';
  return typeof value === 'number' ? `the number ${written}` : written;
}

function wrongValue({ path, value, rule, tree }: Mistake): Finding {
  const shown = typeof value === 'number' ? sourceText(tree, path) : value;
  return {
    code: 'wrong-value',
    path,
    message: `${quote(shown)} is not a valid ${roleOf(path)}`,
    ...hintOf(wordOffer(path, rule, value)),
  };
}

function wrongForm({ path, value, rule }: Mistake): Finding {
  return {
    code: 'wrong-form',
    path,
    message: `${quote(value)} is not a valid ${roleOf(path)}`,
    ...hintOf(formOffer(path, rule)),
  };
}

function wrongName({ path, rule, root }: Mistake, key: string): Finding {
  const names = dereference(root, rule.propertyNames ?? {});
  const { maxLength = Infinity } = names;
  return {
    code: 'wrong-form',
    path: [...path, key],
    at: 'key',
    message: `${quote(key)} is not a valid name`,
    ...(key.length > maxLength
      ? { hint: `Shorten it to at most ${maxLength} characters` }
      : hintOf(nameOffer([...path, key], names))),
  };
}

type Limit = 'minimum' | 'maximum' | 'minLength' | 'maxLength' | 'minItems' | 'maxItems';

function outOfRange({ path, value, rule, tree }: Mistake, limit: Limit): Finding {
  const subject = subjectOf(path);
  const code = 'out-of-range';
  switch (limit) {
    case 'minimum':
    case 'maximum': {
      const [side, bound] = limit === 'minimum' ? ['below', rule.minimum] : ['above', rule.maximum];
      const message = `${subject} is ${sourceText(tree, path)}, ${side} the limit of ${String(bound)}`;
      return { code, path, message, ...hintOf(rangeOffer(path, rule)) };
    }
    case 'minLength':
      return {
        code,
        path,
        message: `${subject} is empty`,
        hint: `Write a value, or remove ${subject.replace('An item of', 'the item from')}`,
      };
    case 'maxLength': {
      const most = String(rule.maxLength);
      const message = `${subject} is longer than ${most} characters`;
      return { code, path, message, ...hintOf(shortOffer(path, rule, String(value))) };
    }
    case 'minItems':
    case 'maxItems':
      return { code, path, message: `${subject} has ${countItems(value)}`, ...hintOf(listOffer(path, rule)) };
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
