import { expect } from 'chai';
import fc from 'fast-check';
import { compile } from '../../compiler/compile.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { damaged, damages, yamlSigns } from '../support/random-specs/damage.ts';
import { runs, showFigure } from '../support/random-specs/runs.ts';
import { specText, styles } from '../support/random-specs/spec-text.ts';
import { validSpecs } from '../support/random-specs/valid-specs.ts';

/** Text that is long, of one sort or of many. */
const long = fc
  .tuple(
    fc.constantFrom('1', 'a', 'a b ', '1.', '::', '[', '"', '\\', '\n', '- ', 'k: ', '😀', ...yamlSigns),
    fc.nat(20_000),
  )
  .map(([part, times]) => part.repeat(times));
/** A valid spec with long text in it, in the place of a value or anywhere. */
const swollen = fc
  .tuple(
    validSpecs(),
    styles(),
    fc.array(fc.tuple(fc.nat(), fc.boolean(), long), { minLength: 1, maxLength: 3 }),
  )
  .map(([spec, style, parts]) =>
    parts.reduce(
      (text, [at, isValue, part]) => {
        const values = [...text.matchAll(/(?<=: ["']?)[^\s"',\]}]+/g)];
        const value = isValue ? values[at % Math.max(values.length, 1)] : undefined;
        const [start, end] = value
          ? [value.index, value.index + value[0].length]
          : [at % text.length, at % text.length];
        return text.slice(0, start) + part + text.slice(end);
      },
      specText(spec, style),
    ),
  );
const mangled = fc
  .tuple(validSpecs(), styles(), damages([yamlSigns], { most: 20, removed: 200 }))
  .map(([spec, style, changes]) => damaged(specText(spec, style), changes));
/** Bytes that are hardly text, and text in which some bytes are others. */
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 5_000 }),
  fc.string({ unit: 'binary', maxLength: 2_000 }).map((text) => Buffer.from(text)),
  fc.tuple(mangled, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 })).map(([text, changes]) => {
    const all = Buffer.from(text);
    for (const [at, byte] of changes) all[at % Math.max(all.length, 1)] = byte;
    return all;
  }),
  swollen.map((text) => Buffer.from(text)),
);

describe('hostile bytes', () => {
  it('get messages that a person can read: at most 20 kB of them on a terminal', () => {
    const { numRuns, seed } = runs(100);
    let refused = 0;
    let longest = 0;
    fc.assert(
      fc.property(bytes, (spec) => {
        const { ok, diagnostics } = compile({ name: 'spec.yaml', bytes: spec }, toolkit);
        if (ok) return;
        refused += 1;
        expect(diagnostics).to.have.length.above(0);
        const sizes = diagnostics.map(({ message, hint = '' }) => Buffer.byteLength(message + hint));
        // A terminal is shown no more.
        const shown = sizes.slice(0, 50).reduce((sum, size) => sum + size, 0);
        longest = Math.max(longest, shown);
        expect(shown).to.be.below(20_000);
      }),
      { numRuns, seed },
    );
    showFigure(`hostile files: ${numRuns}, refused: ${refused}, most bytes of messages: ${longest}`);
    expect(refused).to.be.above(numRuns / 2);
  });
});
