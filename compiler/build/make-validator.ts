import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import type { Schema } from '../schema.ts';

/** The source (CommonJS) of a function that validates a spec against the schema and lists every error. */
export function makeValidator(schema: Schema): string {
  const ajv = validatorOptions();
  return standaloneCode.default(ajv, ajv.compile(schema));
}

export function validatorOptions(): Ajv {
  const ajv = new Ajv({
    allErrors: true,
    strict: true,
    strictTypes: false,
    messages: false,
    code: { source: true },
  });
  for (const keyword of ['patternErrorMessage', 'absentProperties', 'defaultBy']) ajv.addKeyword(keyword);
  return ajv;
}
