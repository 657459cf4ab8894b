import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { expect } from 'chai';
import { branchesOf, dereference } from '../../compiler/spec/schema.ts';
import type { Schema } from '../../compiler/spec/schema.ts';
import { toolkit } from '../../compiler/toolkit.ts';

interface Place {
  readonly path: string;
  readonly schema: Schema;
  /** Whether it is a property's own schema, which a person may look up. */
  readonly named: boolean;
}

const root = toolkit.schema;

/** Every schema inside a schema, wherever JSON Schema has one; references are followed where they are defined. */
function walk(schema: Schema, path: string, named: boolean): Place[] {
  const { properties, items, additionalProperties, definitions, then, else: otherwise } = schema;
  const below = (each: Schema | undefined, step: string) => (each ? walk(each, `${path}${step}`, false) : []);
  return [
    { path, schema, named },
    ...Object.entries(properties ?? {}).flatMap(([key, each]) => walk(each, `${path}.${key}`, true)),
    ...Object.entries(definitions ?? {}).flatMap(([key, each]) => walk(each, `#${key}`, false)),
    ...below(items, '[]'),
    ...below(typeof additionalProperties === 'object' ? additionalProperties : undefined, '.*'),
    ...below(then, '(then)'),
    ...below(otherwise, '(else)'),
  ];
}

const places = walk(root, '', false);

function pathsWhere(is: (schema: Schema, named: boolean) => boolean): string[] {
  return places.filter(({ schema, named }) => is(schema, named)).map(({ path }) => path);
}

describe('the schema of a spec', () => {
  it('is walked whole', () => {
    expect(places.map(({ path }) => path)).to.include.members([
      '.shared.availabilityZones[]',
      '#sharedDatabase.capacity.min',
      '#appRunnerService.healthCheck.path',
      '.options.ipRestriction.allowedSourceIps[]',
      '.tags.*',
    ]);
  });

  it('describes every property and has an example of it', () => {
    const bare = pathsWhere((schema, named) => {
      const { description = '', examples = [] } = dereference(root, schema);
      return named && (!/^[A-Z`].*\.$/s.test(description) || examples.length === 0);
    });
    expect(bare).to.deep.equal([]);
  });

  it('is closed at every level: a mapping lists its properties, or has rules for its keys and values', () => {
    const open = pathsWhere(({ type, properties, additionalProperties, propertyNames }) => {
      if (properties) return additionalProperties !== false;
      return type === 'object' && (typeof additionalProperties !== 'object' || !propertyNames);
    });
    // What is laid over the spec is judged as a part of it.
    expect(open.filter((path) => !/^\.(environments\.\*|preview\.)/.test(path))).to.deep.equal([]);
  });

  it('says for every form what to write, as a sentence with an example', () => {
    const isSentence = (text = '') =>
      /^(Use|Write) .*[^.]$/.test(text) && /such as "|^Write http,/.test(text);
    const wordless = pathsWhere(
      ({ pattern, patternErrorMessage }) => pattern !== undefined && !isSentence(patternErrorMessage),
    );
    expect(wordless).to.deep.equal([]);
  });

  it('lets every runtime be reached by IPv6, as a hint of an option says', () => {
    for (const { name } of toolkit.runtimes) {
      const service = branchesOf(root, dereference(root, root.definitions?.['service'] ?? {}));
      const addresses = service?.schemas.get(name)?.properties?.['ipAddressType'];
      expect(addresses?.enum, name).to.include('dualStack');
    }
  });

  it('has a type for everything, and defaults and examples of that type', () => {
    const types: Readonly<Record<string, (value: unknown) => boolean>> = {
      object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
      array: Array.isArray,
      integer: Number.isInteger,
      number: (value) => typeof value === 'number',
      string: (value) => typeof value === 'string',
      boolean: (value) => typeof value === 'boolean',
    };
    const wrong = pathsWhere((schema, named) => {
      if (!named) return false;
      const { type, default: fallback, examples = [], then } = dereference(root, schema);
      const fits = types[type ?? (then ? 'object' : '')];
      return !fits || ![...examples, ...(fallback === undefined ? [] : [fallback])].every(fits);
    });
    expect(wrong).to.deep.equal([]);
  });
});

describe('every module', () => {
  for (const [kind, modules] of [
    ['runtimes', toolkit.runtimes],
    ['options', toolkit.options],
  ] as const) {
    it(`of templates/${kind} is registered`, () => {
      const folders = readdirSync(`templates/${kind}`, { withFileTypes: true }).filter((each) =>
        each.isDirectory(),
      );
      expect(folders.map(({ name }) => name)).to.have.members(modules.map(({ name }) => name));
    });

    for (const { name } of modules) {
      it(`has its settings, and a page with an example: ${name}`, () => {
        expect(existsSync(`templates/${kind}/${name}/schema.json`)).to.be.true;
        expect(readFileSync(`templates/${kind}/${name}/README.md`, 'utf8')).to.include('```yaml\narchc: 1');
      });
    }
  }
});
