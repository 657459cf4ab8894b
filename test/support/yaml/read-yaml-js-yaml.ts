import { CORE_SCHEMA, defineMappingTag, defineScalarTag, defineSequenceTag, load } from 'js-yaml';

interface Tagged {
  readonly tag: string;
  readonly value: Record<string, unknown>;
}

const shared = { matchByTagPrefix: true, identify: () => false };

/** Accepts any tag on any kind of node. */
const anyTag = [
  defineScalarTag('!', { ...shared, resolve: (source, _isExplicit, tag) => ({ [tag]: source }) }),
  defineSequenceTag('!', {
    ...shared,
    create: (tag) => ({ tag, items: [] as unknown[] }),
    addItem: ({ items }, item) => {
      items.push(item);
    },
    finalize: ({ tag, items }) => ({ [tag]: items }),
  }),
  defineMappingTag('!', {
    ...shared,
    create: (tag): Tagged => ({ tag, value: {} }),
    addPair: ({ value }, key, item) => {
      if (typeof key !== 'string') return 'a key that is not a string';
      value[key] = item;
      return '';
    },
    has: ({ value }, key) => Object.hasOwn(value, String(key)),
    // Only merge keys need these two, and the schema below lacks merge keys.
    keys: () => [],
    get: () => undefined,
    finalize: ({ tag, value }) => ({ [tag]: value }),
  }),
];

const schema = CORE_SCHEMA.withTags(anyTag);

export function readWithJsYaml(text: string): unknown {
  return load(text, { schema });
}
