import type { Finding } from '../diagnostics/diagnostic.ts';
import { suggest } from '../diagnostics/suggest.ts';
import { InternalError } from '../internal-error.ts';
import type { SpecTree } from '../spec/model.ts';
import { isMapping, valueAt } from '../spec/path.ts';
import type { SpecPath } from '../spec/path.ts';
import { dereference, schemaAt, typeNames } from '../spec/schema.ts';
import type { Schema } from '../spec/schema.ts';
import type { SchemaError, Validator } from '../spec/validator.ts';
import { foreignFinding, isUndecided } from './validate-branches.ts';
import { textFindings } from './validate-text.ts';

/** What the schema, and the rules for all text, have against the spec. Each is told in our own words. */
export function validate(tree: SpecTree, schema: Schema, validator: Validator): readonly Finding[] {
  if (isMapping(tree.data) && Object.keys(tree.data).length === 0) return [emptyFinding];
  if (tree.data === null) return [emptyFinding];
  const errors = validator(tree.data) ? [] : (validator.errors ?? []);
  const findings = withoutEchoes(errors)
    .flatMap((error) => explain(error, tree, schema))
    .filter(({ path }) => !isUndecided(schema, path, tree.data));
  if (errors.length > 0 && findings.length === 0)
    throw new InternalError('no words for what the schema refuses');
  return [...findings, ...stackFindings(tree), ...textFindings(tree.data)];
}

/** A value of the wrong type also is none of the allowed ones, and a wrong name is told once. */
function withoutEchoes(errors: readonly SchemaError[]): readonly SchemaError[] {
  const mistyped = new Set(
    errors.filter(({ keyword }) => keyword === 'type').map((each) => each.instancePath),
  );
  return errors.filter(({ keyword, instancePath, propertyName }) =>
    propertyName === undefined
      ? keyword === 'type' || !mistyped.has(instancePath)
      : keyword === 'propertyNames',
  );
}

const emptyFinding: Finding = {
  code: 'missing-property',
  path: [],
  message: 'The spec is empty',
  hint: 'Run "archc init" for a commented spec to start from',
};

/** The schema for editors says this too, in a form whose messages nobody understands. */
function stackFindings({ data }: SpecTree): Finding[] {
  if (!isMapping(data)) return [];
  if (data['shared'] === undefined && data['sharedStack'] === undefined) {
    return [
      {
        code: 'missing-property',
        path: ['shared'],
        message: 'Missing property "shared"',
        hint: 'Add "shared:" with its availabilityZones, or "sharedStack:" with the name of an existing shared stack',
      },
    ];
  }
  if (data['shared'] === undefined || data['sharedStack'] === undefined) return [];
  return [
    {
      code: 'conflicting-properties',
      path: ['sharedStack'],
      at: 'key',
      message: 'A spec has either "shared" or "sharedStack"',
      hint: 'Keep "shared" if this spec makes the shared stack; keep "sharedStack" if another one does',
      related: { path: ['shared'], message: 'The other one is here' },
    },
  ];
}

function explain(error: SchemaError, tree: SpecTree, schema: Schema): Finding[] {
  const path = pathOf(error.instancePath, tree.data);
  const value = valueAt(tree.data, path);
  const rule = schemaAt(schema, path, tree.data);
  const name = nameOf(path).replace(/^item/, 'An item');
  switch (error.keyword) {
    case 'additionalProperties':
      return [unknownProperty(path, String(error.params['additionalProperty']), rule, tree.data, schema)];
    case 'required':
      return [missingProperty(path, String(error.params['missingProperty']), schema, rule)];
    case 'type':
      return [wrongType(path, value, tree, rule, name)];
    case 'enum':
    case 'const':
      return [wrongValue(path, value, rule)];
    case 'pattern':
      return [wrongForm(path, String(value), rule)];
    case 'propertyNames':
      return [wrongName(path, String(error.params['propertyName']), schema, rule)];
    case 'minimum':
    case 'maximum':
      return [
        outOfRange(
          path,
          `${quote(value)} is outside the range of ${nameOf(path)}`,
          `Write a number ${numbers(rule)}`,
        ),
      ];
    case 'minLength':
      return [outOfRange(path, `${name} is empty`, 'Write a value, or leave the property out')];
    case 'maxLength':
      return [outOfRange(path, `${name} is longer than ${String(rule.maxLength)} characters`, 'Shorten it')];
    case 'minItems':
    case 'maxItems':
      return [outOfRange(path, `${name} has ${count(value)}`, `Write ${items(rule)}`)];
    // The branch's own errors say what is wrong.
    case 'if':
      return [];
    default:
      throw new InternalError(`no words for the schema keyword "${error.keyword}"`);
  }
}

function unknownProperty(parent: SpecPath, key: string, rule: Schema, data: unknown, root: Schema): Finding {
  const foreign = foreignFinding(root, parent, key, data, rule);
  if (foreign) return foreign;
  const known = Object.keys(rule.properties ?? {});
  const meant = suggest(key, known);
  const hint =
    meant !== undefined
      ? `Did you mean "${meant}"?`
      : known.length > 0
        ? `Possible here: ${known.join(', ')}`
        : 'Nothing may stand here';
  return {
    code: 'unknown-property',
    path: [...parent, key],
    at: 'key',
    message: `Unknown property ${quote(key)}`,
    hint,
  };
}

function missingProperty(parent: SpecPath, key: string, schema: Schema, rule: Schema): Finding {
  const example = dereference(schema, rule.properties?.[key] ?? {}).examples?.[0];
  return {
    code: 'missing-property',
    // The place of a path that isn't there is the key that should hold it.
    path: [...parent, key],
    message: `Missing property "${key}"`,
    ...(example === undefined ? {} : { hint: `Add it, for example ${key}: ${inline(example)}` }),
  };
}

/** An example as a person would write it on one line. */
function inline(example: unknown): string {
  if (Array.isArray(example)) return `[${example.map(inline).join(', ')}]`;
  if (typeof example === 'string') return example.includes(':') ? `"${example}"` : example;
  if (typeof example !== 'object' || example === null) return String(example);
  return `{ ${Object.entries(example)
    .map(([key, value]) => `${key}: ${inline(value)}`)
    .join(', ')} }`;
}

function wrongType(path: SpecPath, value: unknown, tree: SpecTree, rule: Schema, name: string): Finding {
  const wanted = typeNames[rule.type ?? 'object'];
  const written = sourceText(tree, path);
  const hint = typeHint(value, rule, written);
  return {
    code: 'wrong-type',
    path,
    message: `${name} must be ${wanted}, not ${given(value, written)}`,
    ...(hint === undefined ? {} : { hint }),
  };
}

function given(value: unknown, written: string): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return `the text ${quote(value)}`;
  if (typeof value === 'object') return 'a mapping';
  return typeof value === 'number' ? `the number ${written}` : written;
}

function typeHint(value: unknown, rule: Schema, written: string): string | undefined {
  if (rule.type === 'string' && (typeof value === 'number' || typeof value === 'boolean'))
    return `Put it in quotes: "${written}"`;
  const unquoted = typeof value === 'string' && /^-?[0-9.]+$|^(true|false)$/.test(value);
  if (unquoted && rule.type !== 'string' && !['object', 'array'].includes(rule.type ?? 'object')) {
    return `Write it without quotes: ${value}`;
  }
  const example = rule.examples?.[0];
  if (example !== undefined) return `For example: ${inline(example)}`;
  return rule.type === 'string' && value === null ? 'Write "" for an empty text' : undefined;
}

function wrongValue(path: SpecPath, value: unknown, rule: Schema): Finding {
  const allowed = (rule.enum ?? []).map(String);
  const meant = typeof value === 'string' ? suggest(value, allowed) : undefined;
  return {
    code: 'wrong-value',
    path,
    message: `${quote(value)} is not a possible value of ${nameOf(path)}`,
    hint:
      meant !== undefined
        ? `Did you mean "${meant}"?`
        : allowed.length === 1
          ? `Write ${String(allowed[0])}`
          : `Write one of ${allowed.join(', ')}`,
  };
}

function wrongForm(path: SpecPath, value: string, rule: Schema): Finding {
  const form = rule.patternErrorMessage;
  return {
    code: 'wrong-form',
    path,
    message: `${quote(value)} is not a valid ${nameOf(path)}`,
    ...(form === undefined ? {} : { hint: form }),
  };
}

function wrongName(parent: SpecPath, key: string, schema: Schema, rule: Schema): Finding {
  const { maxLength = Infinity, patternErrorMessage } = dereference(schema, rule.propertyNames ?? {});
  const hint = key.length > maxLength ? `Write at most ${maxLength} characters` : patternErrorMessage;
  return {
    code: 'wrong-form',
    path: [...parent, key],
    at: 'key',
    message: `${quote(key)} is not a possible name`,
    ...(hint === undefined ? {} : { hint }),
  };
}

function outOfRange(path: SpecPath, message: string, hint: string): Finding {
  return { code: 'out-of-range', path, message, hint };
}

function numbers({ minimum, maximum }: Schema): string {
  return `from ${String(minimum)} to ${String(maximum)}`;
}

function items({ minItems, maxItems }: Schema): string {
  if (minItems === maxItems) return `exactly ${String(minItems)} of them`;
  return maxItems === undefined
    ? `at least ${String(minItems)}`
    : `${String(minItems)} to ${String(maxItems)}`;
}

function count(value: unknown): string {
  const length = Array.isArray(value) ? value.length : 0;
  return length === 0 ? 'no items' : length === 1 ? 'one item' : `${length} items`;
}

/** The property; an item of a list goes by the list's name. */
function nameOf(path: SpecPath): string {
  const property = path.findLast((step) => typeof step === 'string');
  if (property === undefined) return 'The spec';
  return property === path.at(-1) ? `"${property}"` : `item of "${property}"`;
}

/** A value in double quotes, cut where it is long. */
function quote(value: unknown): string {
  const text = String(value);
  return `"${text.length > 80 ? `${text.slice(0, 77)}...` : text}"`;
}

/** As the user wrote it: 1.10 is no longer 1.10 once it is a number. */
function sourceText(tree: SpecTree, path: SpecPath): string {
  let node = tree.root;
  for (const step of path) node = node.children.get(step)?.node ?? node;
  return tree.text.slice(node.range.start, node.range.end);
}

/** `/shared/availabilityZones/0` to a path; a number is an index only inside a list. */
function pathOf(pointer: string, data: unknown): SpecPath {
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
