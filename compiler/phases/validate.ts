import type { Finding } from '../diagnostics/diagnostic.ts';
import { inPlaceOf } from '../diagnostics/in-place-of.ts';
import { isCommon, isTaken } from '../diagnostics/place.ts';
import { InternalError } from '../internal-error.ts';
import type { SpecTree } from '../spec/model.ts';
import { isMapping, valueAt } from '../spec/path.ts';
import { schemaAt } from '../spec/schema.ts';
import type { Schema } from '../spec/schema.ts';
import type { SchemaError, Validator } from '../spec/validator.ts';
import { respell } from './respell.ts';
import { respellChoices } from './respell-choices.ts';
import { isUndecided } from './validate-branches.ts';
import { findingsOf, takenAway } from './validate-schema.ts';
import { withCharacters } from './validate-characters.ts';
import { withForms } from './validate-forms.ts';
import { textFindings } from './validate-text.ts';

/** What a spec says, with its misspelt keys read as the ones that were meant, and everything that is wrong with it. */
export interface Validated {
  readonly tree: SpecTree;
  readonly findings: readonly Finding[];
}

/** Everything that the schema and the rules for all text object to, in our own words. */
export function validate(written: SpecTree, schema: Schema, validator: Validator): Validated {
  const errors = errorsIn(written, validator);
  // A misspelt key is an error, so most specs need no second look.
  if (errors.length === 0)
    return { tree: written, findings: withCharacters(written, findingsIn(written, schema, [])) };
  const keys = respell(written, schema);
  const spelt = keys.findings.length === 0 ? errors : errorsIn(keys.tree, validator);
  const choices = respellChoices(keys.tree, schema, withoutEchoes(spelt));
  const { tree } = choices;
  const findings = [...keys.findings, ...choices.findings];
  const left = choices.findings.length === 0 ? spelt : errorsIn(tree, validator);
  return { tree, findings: withCharacters(tree, [...findings, ...findingsIn(tree, schema, left)]) };
}

function errorsIn({ data }: SpecTree, validator: Validator): readonly SchemaError[] {
  return validator(data) ? [] : (validator.errors ?? []);
}

function findingsIn(tree: SpecTree, schema: Schema, errors: readonly SchemaError[]): readonly Finding[] {
  if (isMapping(tree.data) && Object.keys(tree.data).length === 0 && !tree.environment) return [emptyFinding];
  if (tree.data === null) return [emptyFinding];
  const findings = withoutEchoes(errors)
    .flatMap((error) => findingsOf(error, tree, schema))
    .filter(({ path }) => !isUndecided(schema, path, tree.data));
  if (errors.length > 0 && findings.length === 0)
    throw new InternalError('no words for what the schema refuses');
  const refused = withoutMeant([...withForms(tree, schema, findings), ...stackFindings(tree)]);
  return withTexts(tree, withoutTwice(refused, tree, schema));
}

/** Keeps one finding about a text that is too long and has the wrong form: what the hint of the other would leave. */
function withoutTwice(findings: readonly Finding[], tree: SpecTree, schema: Schema): readonly Finding[] {
  const formless = new Set(findings.filter(({ code }) => code === 'wrong-form').map(nameOf));
  const isShortEnough = ({ path }: Finding) => {
    const { pattern = '', maxLength } = schemaAt(schema, path, tree.data);
    const text = String(valueAt(tree.data, path))
      .slice(0, maxLength)
      .replace(/[^A-Za-z0-9/]+$/, '');
    return new RegExp(pattern).test(text);
  };
  const both = findings.filter((each) => each.code === 'out-of-range' && formless.has(nameOf(each)));
  const left = new Map(
    both.map((each) => [nameOf(each), isShortEnough(each) ? 'out-of-range' : 'wrong-form']),
  );
  return findings.filter((each) => (left.get(nameOf(each)) ?? each.code) === each.code);
}

/**
 * Adds what no text may have. What the schema says about the same text is left out, and only its hint, which knows the
 * setting, is kept.
 */
function withTexts(tree: SpecTree, findings: readonly Finding[]): readonly Finding[] {
  return inPlaceOf(findings, textFindings(tree.data), (_own, { hint, offer }: Partial<Finding> = {}) =>
    hint === undefined ? {} : { hint, ...(offer && { offer }) },
  );
}

function nameOf({ path }: Finding): string {
  return JSON.stringify(path);
}

/** What a misspelt key may be meant as is not missing. */
function withoutMeant(findings: readonly Finding[]): readonly Finding[] {
  const meant = new Set(findings.flatMap((each) => (each.meant ?? []).map((path) => JSON.stringify(path))));
  return findings.filter(({ path }) => !meant.has(JSON.stringify(path)));
}

/**
 * Drops errors that only follow from another one: a value of the wrong type also is none of the allowed values, and a
 * wrong name breaks several rules.
 */
function withoutEchoes(errors: readonly SchemaError[]): readonly SchemaError[] {
  const mistyped = new Set(
    errors.filter(({ keyword }) => keyword === 'type').map((each) => each.instancePath),
  );
  return errors.filter(
    ({ keyword, instancePath, propertyName }) =>
      propertyName === undefined && (keyword === 'type' || !mistyped.has(instancePath)),
  );
}

const emptyFinding: Finding = {
  code: 'missing-property',
  path: [],
  message: 'The spec is empty',
  hint: 'Run "archc init" to write a spec with comments, and start from that',
};

/** The schema for editors has this rule too, but ajv's messages about it would help nobody. */
function stackFindings(tree: SpecTree): Finding[] {
  const { data } = tree;
  if (!isMapping(data)) return [];
  if (data['shared'] === undefined && data['sharedStack'] === undefined) {
    const taken = ['shared', 'sharedStack'].find((key) => isTaken(tree, [key]));
    if (taken !== undefined) return [takenAway([taken], 'a spec needs "shared" or "sharedStack"')];
    return [
      {
        code: 'missing-property',
        path: ['shared'],
        message: 'The property "shared" is missing',
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
      message: '"shared" and "sharedStack" exclude each other',
      hint: isCommon(tree, ['shared'])
        ? 'Write "shared: null" in the environment if another spec describes its shared stack; otherwise remove "sharedStack"'
        : 'Keep "shared" if this spec describes the shared stack; keep "sharedStack" if another spec does',
      related: { path: ['shared'], message: '"shared" is here' },
    },
  ];
}
