import { expect } from 'chai';
import fc from 'fast-check';
import { compileAll } from '../../compiler/compile.ts';
import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import { fixedInEnvironments } from '../../compiler/spec/fixed-in-environments.ts';
import { isMapping } from '../../compiler/spec/path.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { runs, showFigure } from '../support/random-specs/runs.ts';
import { validSpecs } from '../support/random-specs/valid-specs.ts';

type Data = Readonly<Record<string, unknown>>;

/** What of a spec is left out: the environments' own stacks have other names than `stackNames` says. */
const specs = validSpecs().map(({ stackNames: _, ...spec }): Data => ({
  ...spec,
  name: String(spec['name']).slice(0, 20).replace(/-$/, ''),
}));

/** Part of another spec: of each mapping some keys, some of which are null. */
const overlays = fc
  .tuple(specs, fc.array(fc.nat(3), { minLength: 60, maxLength: 60 }))
  .map(([spec, choices]): Data => {
    const own = Object.entries(spec).filter(([key]) => !fixedInEnvironments.includes(key));
    return part(Object.fromEntries(own), { choices, next: 0 });
  });

function part(mapping: Data, turn: { readonly choices: readonly number[]; next: number }): Data {
  return Object.fromEntries(
    Object.entries(mapping).flatMap(([key, value]): [string, unknown][] => {
      turn.next += 1;
      const choice = turn.choices[turn.next % turn.choices.length];
      if (choice === 0) return [];
      if (choice === 1 && turn.next % 5 === 0) return [[key, null]];
      return [[key, isMapping(value) && choice !== 2 ? part(value, turn) : value]];
    }),
  );
}

/** The algorithm of RFC 7396, as it stands there. */
function merge(target: unknown, patch: unknown): unknown {
  if (!isMapping(patch)) return patch;
  const result: Record<string, unknown> = isMapping(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) Reflect.deleteProperty(result, key);
    else result[key] = merge(result[key], value);
  }
  return result;
}

/** What must be laid over one spec for another one. */
function difference(from: Data, to: Data): Data {
  const gone = Object.keys(from).filter((key) => !Object.hasOwn(to, key));
  const own = Object.entries(to).flatMap(([key, value]): [string, unknown][] => {
    const former = from[key];
    if (JSON.stringify(former) === JSON.stringify(value)) return [];
    return [[key, isMapping(former) && isMapping(value) ? difference(former, value) : value]];
  });
  return { ...Object.fromEntries(own), ...Object.fromEntries(gone.map((key) => [key, null])) };
}

function reversed(value: unknown): unknown {
  if (!isMapping(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, child]) => [key, reversed(child)]),
  );
}

interface Result {
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The files, without whose they are: the descriptions, and the beginning of image tags. */
function compileData(data: unknown): Result {
  const outcome = compileAll({ name: 'spec.yaml', bytes: Buffer.from(JSON.stringify(data)) }, toolkit);
  const compiled = outcome.ok ? outcome.value : [];
  const files = compiled.flatMap(({ artifacts }) =>
    artifacts.map(({ text }) => text.replace(/^Description: .*$/m, '').replace(/^readonly NAME=.*$/m, '')),
  );
  return { files, diagnostics: outcome.diagnostics };
}

/** What is wrong, without the places, which are others, and without what only an environment can have. */
function codesOf({ diagnostics }: Result): readonly string[] {
  return diagnostics
    .map(({ code }) => code)
    .filter((code) => code !== 'nothing-to-take-back')
    .sort();
}

describe('an environment', () => {
  it('that changes nothing compiles to the same as the spec with that name', () => {
    const { numRuns, seed } = runs(60);
    fc.assert(
      fc.property(specs, fc.constantFrom(null, {}), (spec, nothing) => {
        const alone = compileData({ ...spec, name: `${String(spec['name'])}-dev` });
        const { files, diagnostics } = compileData({ ...spec, environments: { dev: nothing } });
        expect(files).to.not.deep.equal([]);
        expect(files).to.deep.equal(alone.files);
        expect(codesOf({ files, diagnostics })).to.deep.equal(codesOf(alone));
      }),
      { numRuns, seed },
    );
  });

  it('can be any spec, whatever the rest is: another runtime, region or options', () => {
    const { numRuns, seed } = runs(40);
    fc.assert(
      fc.property(specs, specs, (spec, { archc: _, name: __, architecture: ___, ...wanted }) => {
        const { archc, name, architecture, ...rest } = spec;
        const fixed = { archc, name, ...(architecture !== undefined && { architecture }) };
        const alone = compileData({ ...fixed, ...wanted, name: `${String(name)}-dev` });
        const dev = difference(rest, wanted);
        const { files, diagnostics } = compileData({ ...spec, environments: { dev } });
        expect(files).to.not.deep.equal([]);
        expect(files).to.deep.equal(alone.files);
        expect(codesOf({ files, diagnostics })).to.deep.equal(codesOf(alone));
      }),
      { numRuns, seed },
    );
  });

  it('compiles as the spec into which somebody has merged it by hand', () => {
    const { numRuns, seed } = runs(60);
    let accepted = 0;
    fc.assert(
      fc.property(specs, overlays, (spec, overlay) => {
        const environment = compileData({ ...spec, environments: { dev: overlay } });
        const merged = merge(spec, overlay) as Data;
        const byHand = compileData({ ...merged, name: `${String(spec['name'])}-dev` });
        expect(environment.files).to.deep.equal(byHand.files);
        expect(codesOf(environment)).to.deep.equal(codesOf(byHand));
        if (byHand.files.length > 0) accepted += 1;
      }),
      { numRuns, seed },
    );
    showFigure(`drawn environments: ${numRuns}, compiled: ${accepted}, refused alike: ${numRuns - accepted}`);
    expect(accepted).to.be.above(0).and.below(numRuns);
  });

  it('is the same in any order of its keys, and of the environments', () => {
    const { numRuns, seed } = runs(30);
    fc.assert(
      fc.property(specs, overlays, (spec, overlay) => {
        const written = compileData({ ...spec, environments: { dev: overlay, test: {} } });
        const otherwise = compileData({ ...spec, environments: { test: {}, dev: reversed(overlay) } });
        expect([...otherwise.files].sort()).to.deep.equal([...written.files].sort());
        expect(codesOf(otherwise)).to.deep.equal(codesOf(written));
      }),
      { numRuns, seed },
    );
  });
});
