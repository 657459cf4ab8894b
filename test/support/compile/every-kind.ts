import type { Schema } from '../../../compiler/spec/schema.ts';

const patternErrorMessage = 'Use lower-case letters, such as "todo"';
const integer = { type: 'integer' } as const;

/** One setting of each kind that a schema can have. */
export const everyKind: Schema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    // Every spec has it, or gets a message of its own.
    shared: { type: 'object', additionalProperties: false, properties: {} },
    size: { type: 'integer', minimum: 1, maximum: 10, default: 5, examples: [4] },
    half: { type: 'number', minimum: 0, maximum: 2, examples: [0.5] },
    only: { type: 'integer', minimum: 3, maximum: 3 },
    word: { type: 'string', enum: ['small', 'large'] },
    one: { type: 'string', enum: ['vpc'] },
    meaning: { type: 'string', enum: ['on', 'off'], enumDescriptions: ['it works', 'it rests'] },
    units: { type: 'integer', enum: [256, 512] },
    flag: { type: 'boolean' },
    items: { type: 'integer' },
    short: { type: 'string', maxLength: 3, examples: ['ab'] },
    text: { type: 'string', minLength: 1, maxLength: 5 },
    free: { type: 'string', examples: ['abc', 'def'] },
    name: { type: 'string', pattern: '^[a-z]+$', patternErrorMessage, maxLength: 8 },
    dashed: { type: 'string', pattern: '^[a-z]+(-[a-z]+)*$', patternErrorMessage, maxLength: 6 },
    path: {
      type: 'string',
      pattern: '^/([a-z]+/)*$',
      patternErrorMessage: 'Write a path, such as "/a/"',
      maxLength: 6,
    },
    digits: { type: 'string', pattern: '^[0-9]+$', patternErrorMessage: 'Write digits, such as "12"' },
    crosses: { type: 'string', pattern: '^x+$', patternErrorMessage: 'Write crosses', examples: ['xx'] },
    list: {
      type: 'array',
      items: { type: 'string', minLength: 1 },
      minItems: 1,
      maxItems: 2,
      examples: [['x', 'y'], ['z']],
    },
    pair: { type: 'array', items: integer, minItems: 2, maxItems: 2 },
    some: { type: 'array', items: integer, minItems: 2 },
    few: { type: 'array', items: integer, maxItems: 3 },
    map: {
      type: 'object',
      additionalProperties: { type: 'string' },
      propertyNames: {
        pattern: '^[A-Za-z_][A-Za-z0-9_]*$',
        maxLength: 6,
        patternErrorMessage: 'Use letters, such as "KEY"',
      },
      examples: [{ KEY: 'x', OTHER: 'y' }],
    },
    part: {
      type: 'object',
      additionalProperties: false,
      properties: {
        port: { type: 'integer', examples: [80, 90] },
        host: { type: 'string', examples: ['h'] },
      },
      required: ['port'],
      examples: [{ port: 80 }],
    },
    choice: {
      type: 'object',
      additionalProperties: false,
      properties: { kind: { type: 'string', enum: ['a', 'b'], enumDescriptions: ['first', 'second'] } },
      required: ['kind'],
    },
    // Lists and mappings of mappings.
    pairs: { type: 'array', items: { $ref: '#/definitions/pair' } },
    places: { type: 'object', additionalProperties: { $ref: '#/definitions/pair' }, propertyNames: {} },
    // What it has depends on one of its settings.
    engine: {
      if: { properties: { kind: { const: 'steam' } }, required: ['kind'] },
      then: { $ref: '#/definitions/steam' },
      else: {
        if: { properties: { kind: { const: 'wind' } }, required: ['kind'] },
        then: { $ref: '#/definitions/wind' },
        else: { $ref: '#/definitions/water' },
      },
    },
    nested: {
      type: 'object',
      additionalProperties: false,
      properties: {
        map: {
          type: 'object',
          additionalProperties: { type: 'string' },
          propertyNames: { pattern: '^[a-z]+$' },
        },
      },
    },
    // Nobody wrote an example of what it must have.
    bare: { type: 'object', additionalProperties: false, properties: { key: integer }, required: ['key'] },
  },
  definitions: {
    pair: {
      type: 'object',
      additionalProperties: false,
      properties: {
        from: { type: 'string' },
        to: { type: 'string' },
        width: integer,
        role: { type: 'string', enum: ['way', 'wall'] },
      },
    },
    steam: engine('steam', {
      pressure: integer,
      load: integer,
      height: integer,
      boiler: { type: 'string' },
      place: { type: 'string' },
    }),
    wind: engine('wind', { wings: integer, lead: integer, height: integer, place: { type: 'string' } }),
    water: {
      ...engine('water', { wheels: integer, place: integer }),
      absentProperties: { wings: { because: 'water flows', instead: 'wheels' } },
    },
  },
};

function engine(kind: string, settings: Readonly<Record<string, Schema>>): Schema {
  const kinds = ['steam', 'wind', 'water'];
  const examples = [kind];
  return {
    type: 'object',
    additionalProperties: false,
    properties: { kind: { type: 'string', enum: kinds, examples }, speed: integer, ...settings },
    required: ['kind'],
  };
}
