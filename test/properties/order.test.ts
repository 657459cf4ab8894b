import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { parse } from 'yaml';
import { compile } from '../../compiler/compile.ts';
import type { Compiled } from '../../compiler/phases/results.ts';
import { isMapping, valueAt } from '../../compiler/spec/path.ts';
import type { SpecPath } from '../../compiler/spec/path.ts';
import { branchFor, dereference } from '../../compiler/spec/schema.ts';
import type { Schema } from '../../compiler/spec/schema.ts';
import { visit } from '../../compiler/template/node.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { runs } from '../support/random-specs/runs.ts';

/** Lists whose order is a setting, and why. The order of every other list and of every mapping means nothing. */
const ordered: Readonly<Record<string, string>> = {
  'shared.availabilityZones': 'the writer runs in the first, and each subnet is in the zone at its place',
  'shared.subnetCidrs': 'each is in the zone at its place',
  'shared.network.publicSubnetCidrs': 'each is in the zone at its place',
  'shared.network.privateSubnetCidrs': 'each is in the zone at its place',
  'shared.network.publicSubnetIds': 'each is in the zone at its place',
  'shared.network.privateSubnetIds': 'each is in the zone at its place',
  'options.rateLimit.limits': 'the rules are tried one after the other, and each has the number of its place',
  'backend.build.cache.from': 'builders ask one repository after the other',
};

const cases = [
  'every-setting',
  'fargate-every-setting',
  // No template has room for every list of every option.
  'firewall-options',
  'fargate-alarms',
  'fargate-dns-elsewhere',
];
const specs = cases.map((name) => ({
  name,
  data: parse(readFileSync(`test/golden/${name}/spec.yaml`, 'utf8')) as unknown,
}));

/** Places of lists in a spec whose items the order can change, and of mappings with keys that the spec chooses. */
function sequencesIn(schema: Schema, value: unknown, path: readonly string[] = []): readonly string[] {
  if (Array.isArray(value)) return value.length > 1 ? [path.join('.')] : [];
  if (!isMapping(value)) return [];
  const { properties } = branchFor(toolkit.schema, schema, value);
  if (!properties) return Object.keys(value).length > 1 ? [path.join('.')] : [];
  return Object.entries(value).flatMap(([key, child]) => {
    const rule = properties[key];
    return rule ? sequencesIn(dereference(toolkit.schema, rule), child, [...path, key]) : [];
  });
}

/** The places of all lists and such mappings that the schema has. */
function sequencesOf(schema: Schema, path: readonly string[] = []): readonly string[] {
  const plain = dereference(toolkit.schema, schema);
  const branches = [plain.then, plain.else].filter((branch) => branch !== undefined);
  if (branches.length > 0) return branches.flatMap((branch) => sequencesOf(branch, path));
  if (plain.type === 'array') return plain.maxItems === 1 ? [] : [path.join('.')];
  if (plain.type === 'object' && !plain.properties) return [path.join('.')];
  return Object.entries(plain.properties ?? {}).flatMap(([key, child]) => sequencesOf(child, [...path, key]));
}

type Reorder = (path: string, length: number) => fc.Arbitrary<readonly number[]>;

const inOrder: Reorder = (_, length) => fc.constant([...Array(length).keys()]);
const inAnyOrder: Reorder = (path, length) =>
  path in ordered
    ? inOrder(path, length)
    : fc.shuffledSubarray([...Array(length).keys()], { minLength: length });

/** The data as JSON, in another order. */
function reordered(value: unknown, reorder: Reorder, path: readonly string[] = []): fc.Arbitrary<string> {
  if (typeof value !== 'object' || value === null) return fc.constant(JSON.stringify(value));
  const parts = Object.entries(value).map(([key, child]) => {
    const text = reordered(child, reorder, [...path, key]);
    return Array.isArray(value) ? text : text.map((json) => `${JSON.stringify(key)}: ${json}`);
  });
  return fc
    .tuple(reorder(path.join('.'), parts.length), fc.tuple(...parts))
    .map(([order, texts]) => order.map((index) => texts[index] ?? '').join(', '))
    .map((inner) => (Array.isArray(value) ? `[${inner}]` : `{${inner}}`));
}

function compileText(text: string): Compiled {
  const outcome = compile({ name: 'spec.yaml', bytes: new TextEncoder().encode(text) }, toolkit);
  if (!outcome.ok) throw new Error(`${JSON.stringify(outcome.diagnostics)}\n${text}`);
  return outcome.value;
}

/** All that is deployed: the files and the tags. */
function filesOf(text: string): Readonly<Record<string, string>> {
  const { artifacts, resolved } = compileText(text);
  const files = Object.fromEntries(artifacts.map((artifact) => [artifact.name, artifact.text]));
  return { ...files, tags: JSON.stringify(Object.entries(resolved.spec.tags)) };
}

/** The places of the spec that values in the templates come from, with the values. */
function originsOf({ templates }: Compiled): readonly (readonly [from: SpecPath, value: string])[] {
  const found: (readonly [SpecPath, string])[] = [];
  for (const { root } of templates) {
    visit(root, (node) => {
      if (node.kind === 'scalar' && node.from) found.push([node.from, String(node.value)]);
    });
  }
  return found;
}

const swapped =
  (wanted: string): Reorder =>
  (path, length) =>
    path === wanted ? fc.constant([...Array(length).keys()].reverse()) : inOrder(path, length);

function swappingOnly(data: unknown, wanted: string): string {
  const [text = ''] = fc.sample(reordered(data, swapped(wanted)), { numRuns: 1, seed: 0 });
  return text;
}

describe('the order in a spec', () => {
  /** What only a check reads, and what is laid over the spec, whose order environments.test.ts tries. */
  const notCompiled = [
    'environments',
    'preview.backend',
    'preview.options',
    'preview.tags',
    'backend.plainValues',
  ];

  it('is tried for every list and every mapping with keys of the spec', () => {
    const tried = new Set(specs.flatMap(({ data }) => sequencesIn(toolkit.schema, data)));
    const all = new Set(sequencesOf(toolkit.schema));
    const untried = [...all].filter((path) => !tried.has(path) && !(path in ordered));
    expect(untried).to.deep.equal(notCompiled);
    expect(Object.keys(ordered).filter((path) => !all.has(path))).to.deep.equal([]);
  });

  for (const { name, data } of specs) {
    const wanted = filesOf(JSON.stringify(data));

    it(`means nothing in ${name}, but in lists that say so`, () => {
      fc.assert(
        fc.property(reordered(data, inAnyOrder), (text) => {
          expect(filesOf(text)).to.deep.equal(wanted);
        }),
        runs(60),
      );
    });

    it(`means nothing in any one place of ${name}`, () => {
      for (const path of sequencesIn(toolkit.schema, data).filter((each) => !(each in ordered))) {
        expect(filesOf(swappingOnly(data, path)), path).to.deep.equal(wanted);
      }
    });

    it(`leaves no item of a list in ${name} without its own place in the spec`, () => {
      fc.assert(
        fc.property(reordered(data, inAnyOrder), (text) => {
          const compiled = compileText(text);
          // With defaults, which stand at places that the spec does not have.
          const written = compiled.resolved.spec;
          // Paths of limits stand in lower case, in statements that say how they are compared.
          const items = originsOf(compiled).filter(
            ([from]) =>
              typeof from.at(-1) === 'number' &&
              from[1] !== 'rateLimit' &&
              typeof valueAt(written, from) !== 'object',
          );
          expect(items).to.have.length.above(1);
          for (const [from, value] of items) {
            const given = String(valueAt(written, from));
            // The template has a zone's letter alone.
            if (from[1] === 'availabilityZones') expect(given).to.match(new RegExp(`${value}$`));
            else expect(given, from.join('.')).to.equal(value);
          }
        }),
        runs(5),
      );
    });

    const present = sequencesIn(toolkit.schema, data);
    for (const [path, why] of Object.entries(ordered).filter(([each]) => present.includes(each))) {
      it(`matters in ${path} of ${name}: ${why}`, () => {
        expect(filesOf(swappingOnly(data, path))).to.not.deep.equal(wanted);
      });
    }
  }
});
