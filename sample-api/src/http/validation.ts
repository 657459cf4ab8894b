import { Ajv } from 'ajv';
import type { ErrorObject } from 'ajv';
import type { FastifyError, FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { readCursor } from '../todos/cursor.ts';

export interface Mistake {
  readonly in: string;
  readonly name?: string;
  readonly detail: string;
}

interface Format {
  readonly fits: (text: string) => boolean;
  readonly rule: string;
}

const formats: Readonly<Record<string, Format>> = {
  uuid: {
    fits: (text) => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(text),
    rule: 'must be a UUID in lower case',
  },
  date: {
    fits: (text) => /^[1-9]\d{3}-\d\d-\d\d$/.test(text) && isCalendarDay(text),
    rule: 'must be a date like 2026-03-31',
  },
  line: {
    // minLength reports an empty text.
    fits: (text) => (text === '' || /\S/.test(text)) && /^[^\p{Cc}\p{Cs}]*$/u.test(text),
    rule: 'must be one line with something to read in it',
  },
  text: {
    fits: (text) => /^([^\p{Cc}\p{Cs}]|[\t\n\r])*$/u.test(text),
    rule: 'must not have control characters',
  },
  cursor: {
    fits: (text) => readCursor(text) !== undefined,
    rule: 'must be a "nextCursor" that this API gave out',
  },
};

const types: Readonly<Record<string, string>> = {
  boolean: 'true or false',
  integer: 'a whole number',
  null: 'null',
  object: 'an object',
  string: 'a string',
};

/**
 * Values in a body must have the right type. Those from paths and queries are texts, which are converted to numbers
 * and booleans.
 */
export function buildValidatorCompiler(): FastifySchemaCompiler<TSchema> {
  const options = { allErrors: true, allowUnionTypes: true, formats: formatChecks() };
  const strict = new Ajv(options);
  const reading = new Ajv({ ...options, coerceTypes: true });
  return ({ schema, httpPart }) => (httpPart === 'body' ? strict : reading).compile(schema);
}

export function findMistakes({ validation = [], validationContext = 'body' }: FastifyError): Mistake[] {
  const places: Record<string, string> = { querystring: 'query', params: 'path' };
  return (validation as unknown as ErrorObject[]).map((error) => {
    const name = nameOf(error);
    return {
      in: places[validationContext] ?? validationContext,
      ...(name !== '' && { name }),
      detail: ruleOf(error),
    };
  });
}

/** The field's name: `items.0.title`. It is empty when the mistake concerns the whole. */
function nameOf({ instancePath, params }: ErrorObject): string {
  const { missingProperty, additionalProperty } = params as Record<string, string | undefined>;
  const steps = instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  return [...steps, missingProperty ?? additionalProperty ?? []].flat().join('.');
}

function ruleOf({ keyword, params, message = 'is wrong' }: ErrorObject): string {
  switch (keyword) {
    case 'required':
      return 'is required';
    case 'additionalProperties':
      return 'is not known here';
    case 'type':
      return `must be ${[params.type]
        .flat()
        .map((type) => types[String(type)])
        .join(' or ')}`;
    case 'minLength':
      return 'must not be empty';
    case 'maxLength':
      return `must have at most ${String(params.limit)} characters`;
    case 'minimum':
      return `must be at least ${String(params.limit)}`;
    case 'maximum':
      return `must be at most ${String(params.limit)}`;
    case 'minProperties':
      return 'must have something to change';
    case 'format':
      return formats[String(params.format)]?.rule ?? message;
    default:
      return message;
  }
}

function formatChecks(): Record<string, (text: string) => boolean> {
  return Object.fromEntries(Object.entries(formats).map(([name, { fits }]) => [name, fits]));
}

function isCalendarDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
