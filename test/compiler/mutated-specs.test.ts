import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { compileAll } from '../../compiler/compile.ts';
import { renderText } from '../../compiler/diagnostics/text.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { casesIn } from '../support/compile/snapshot.ts';
import { damaged, damages, yamlSigns } from '../support/random-specs/damage.ts';

const texts = casesIn('test/golden').map((name) => readFileSync(`test/golden/${name}/spec.yaml`, 'utf8'));

/** Values that are right somewhere and wrong elsewhere, or right nowhere. */
const leaf = fc.oneof(
  fc.constantFrom(null, true, 0, -0, -1, 0.3, 1e-7, 1e21, 65535, NaN, Infinity),
  fc.constantFrom('', '::/0', '10.0.0.1/24', 'us-east-1', 'public', 'vpc', 'advanced', 'http', 'mysql'),
  fc.constantFrom('{{resolve:ssm:x}}', '$(id)', '../../x', 'a\nb', '\0', '\ud800', '😀', 'x'.repeat(2000)),
  fc.constantFrom('23:59-00:29', 'sun:23:59-mon:00:30', '8.9.mysql_aurora.99999999999999999999.0.0'),
  fc.string({ unit: 'binary', maxLength: 10 }),
  fc.double(),
  fc.bigInt(),
);
const key = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'toString', '', '0', '/', '~', 'port', 'min', 'environment'),
  fc.constantFrom('PORT', 'null', '1e3', 'a\nb', 'x'.repeat(300)),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.array(fc.tuple(key, tie('tree')), { maxLength: 3 }).map((entries) => Object.fromEntries(entries)),
  ),
}));

interface Edit {
  /** Which of the spec's nodes, and where else to look. */
  readonly at: number;
  readonly from: number;
  readonly kind: 'replace' | 'delete' | 'add' | 'move';
  readonly key: string;
  readonly value: unknown;
}
const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat(),
  from: fc.nat(),
  kind: fc.constantFrom('replace', 'delete', 'add', 'move'),
  key,
  value: tree,
});

type Path = readonly string[];

function pathsOf(data: unknown, path: Path = []): Path[] {
  if (typeof data !== 'object' || data === null) return [path];
  return [path, ...Object.entries(data).flatMap(([step, value]) => pathsOf(value, [...path, step]))];
}

function at(data: unknown, path: Path): unknown {
  return path.reduce((here, step) => (here as Record<string, unknown>)[step], data);
}

function set(target: unknown, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}

function mutate(spec: unknown, edits: readonly Edit[]): unknown {
  for (const { at: index, from, kind, key: name, value: given } of edits) {
    // A later edit may change it, and fast-check goes on with the one it has.
    const value = structuredClone(given);
    const paths = pathsOf(spec);
    const path = paths[index % paths.length] ?? [];
    const last = path.at(-1);
    if (last === undefined) continue;
    const parent = at(spec, path.slice(0, -1)) as object;
    const here = at(spec, path);
    if (kind === 'replace') set(parent, last, value);
    if (kind === 'move') set(parent, last, structuredClone(at(spec, paths[from % paths.length] ?? [])));
    if (kind === 'add') set(typeof here === 'object' && here !== null ? here : parent, name, value);
    if (kind === 'delete') Reflect.deleteProperty(parent, last);
  }
  return spec;
}

/** Compiles, and shows what there is to say; throws only for a bug. */
function tryOut(text: string): void {
  const outcome = compileAll({ name: 'spec.yaml', bytes: Buffer.from(text) }, toolkit);
  const { diagnostics } = outcome;
  expect(outcome.ok).to.equal(!diagnostics.some(({ severity }) => severity === 'error'));
  const lines = text.split('\n').length;
  for (const { message, hint = 'hint', place } of diagnostics) {
    expect(message).to.not.match(/undefined|\[object/);
    expect(message).to.not.equal('');
    expect(hint).to.not.equal('');
    expect(place.line).to.be.within(1, lines);
    expect(place.endLine).to.be.within(place.line, lines);
  }
  renderText(diagnostics, text, true);
}

describe('a golden spec that is changed at random', () => {
  it('in its values compiles or gets messages', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.array(edit, { minLength: 1, maxLength: 4 }),
        (text, edits) => {
          tryOut(stringify(mutate(parse(text), edits), { aliasDuplicateObjects: false }));
        },
      ),
      { numRuns: 600 },
    );
  });

  it('in its text compiles or gets messages', () => {
    const marks = ['...\n', '%YAML 1.1\n', '`', '@', '='];
    const odd = [
      '\r\n',
      '\r',
      '\0',
      '\u2028',
      '\ufeff',
      '😀',
      '"\\ud83d"',
      '{: x}',
      '{? a : b}',
      '? [a]\n: b\n',
    ];
    const pieces = [[...yamlSigns, ...marks, ...odd]];
    fc.assert(
      fc.property(fc.constantFrom(...texts), damages(pieces, { most: 4, removed: 12 }), (text, changes) => {
        tryOut(damaged(text, changes));
      }),
      { numRuns: 600 },
    );
  });
});
