import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { transformSync } from 'esbuild';
import { isMapping } from '../../spec/path.ts';
import { dereference, elseRequired } from '../../spec/schema.ts';
import type { Schema } from '../../spec/schema.ts';
import type { Validator } from '../../spec/validator.ts';
import { shareSchemas } from './share-schemas.ts';

/** The source (CommonJS) of a function that validates a spec against the schema and lists every error. */
export function makeValidator(schema: Schema): string {
  const ajv = validatorOptions();
  const source = standaloneCode.default(
    ajv,
    ajv.compile(shareSchemas(withoutWords(withNames(schema, schema)))),
  );
  // Nobody reads it, and every start loads it.
  return transformSync(source, { minifyIdentifiers: true, minifySyntax: true, charset: 'ascii' }).code;
}

/** Keywords of our own, which the validator does not need. */
const ownKeywords = [
  'patternErrorMessage',
  'enumDescriptions',
  'choiceDescription',
  'absentProperties',
  'defaultBy',
  'orWord',
  'inPlaceOf',
] as const;

/** Keywords that only people and editors read. In the validator's code they would be loaded at every start. */
const words: ReadonlySet<string> = new Set(['title', 'description', 'default', 'examples', ...ownKeywords]);

/**
 * The schema with the forms of a mapping's names where they are used: an error in a definition would not say which name
 * is wrong.
 */
function withNames(root: Schema, schema: Schema): Schema {
  const entries = Object.entries(schema).map(([keyword, value]): [string, unknown] => {
    if (keyword === 'propertyNames') return [keyword, dereference(root, value as Schema)];
    return [keyword, isMapping(value) ? withNames(root, value) : value];
  });
  return Object.fromEntries(entries);
}

function withoutWords(schema: Schema): Schema {
  if (schema.orWord) return withWord(schema, schema.orWord.word);
  const { properties, definitions, ...keywords } = schema;
  const each = (schemas: Readonly<Record<string, Schema>>) =>
    Object.fromEntries(Object.entries(schemas).map(([key, value]) => [key, withoutWords(value)]));
  const kept = Object.entries(keywords)
    .filter(([keyword]) => !words.has(keyword))
    .map(([keyword, value]) => [keyword, isMapping(value) ? withoutWords(value) : value]);
  return {
    ...(Object.fromEntries(kept) as Schema),
    ...elseRequired(schema),
    ...(properties && { properties: each(properties) }),
    ...(definitions && { definitions: each(definitions) }),
  };
}

function withWord({ orWord: _, ...mapping }: Schema, word: string): Schema {
  return { if: { type: 'string' }, then: { enum: [word] }, else: withoutWords(mapping) };
}

/** The same function, made at once. */
export function compileValidator(schema: Schema): Validator {
  return validatorOptions().compile(shareSchemas(withoutWords(withNames(schema, schema)))) as Validator;
}

function validatorOptions(): Ajv {
  const ajv = new Ajv({
    allErrors: true,
    strict: true,
    strictTypes: false,
    messages: false,
    inlineRefs: false,
    code: { source: true },
  });
  for (const keyword of ownKeywords) ajv.addKeyword(keyword);
  return ajv;
}
