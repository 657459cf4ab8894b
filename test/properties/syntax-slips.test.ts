import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { parse } from '../../compiler/phases/parse.ts';
import { casesIn } from '../support/compile/snapshot.ts';
import { runs, showFigure } from '../support/random-specs/runs.ts';
import { specText, styles } from '../support/random-specs/spec-text.ts';
import { validSpecs } from '../support/random-specs/valid-specs.ts';
import { kindsOfSlips, slip } from '../support/yaml/slips.ts';

const written = casesIn('test/golden').map((name) => readFileSync(`test/golden/${name}/spec.yaml`, 'utf8'));
const drawn = fc
  .tuple(validSpecs(), styles())
  .map(([spec, style]) => specText(spec, { ...style, start: '' }));

/** In how many of those that are refused before the schema is asked the only message is at the slip. */
function shareAtPlace(specs: fc.Arbitrary<string>, times: ReturnType<typeof runs>): number {
  const found = { refused: 0, atPlace: 0, several: 0 };
  const property = fc.property(specs, fc.nat(), (spec, which) => {
    for (const kind of kindsOfSlips) {
      const slipped = slip(spec, kind, which);
      if (!slipped) continue;
      const { text, first, last } = slipped;
      const { ok, diagnostics } = parse({ name: 'spec.yaml', bytes: Buffer.from(text) });
      if (ok) continue;
      found.refused += 1;
      if (diagnostics.every(({ place: { line } }) => line >= first && line <= last)) found.atPlace += 1;
      if (diagnostics.length > 1) found.several += 1;
    }
  });
  fc.assert(property, times);
  const { refused, atPlace, several } = found;
  showFigure(
    `slips: ${refused}, reported at their place: ${atPlace}, elsewhere: ${refused - atPlace}, more than once: ${several}`,
  );
  expect(several / refused).to.be.below(0.005);
  return atPlace / refused;
}

describe('a slip in the syntax of a spec', () => {
  it('is reported once, on its line, in a spec as people write it', () => {
    expect(shareAtPlace(fc.constantFrom(...written), runs(40))).to.be.above(0.98);
  });

  it('is reported once, mostly on its line, in a drawn spec of any style', () => {
    expect(shareAtPlace(drawn, runs(25))).to.be.above(0.9);
  });
});
