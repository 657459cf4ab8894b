import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { compileAll } from '../../compiler/compile.ts';
import { parse } from '../../compiler/phases/parse.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { casesIn } from '../support/compile/snapshot.ts';
import { needs } from '../support/needs.ts';
import { damaged } from '../support/random-specs/damage.ts';
import { runs, showFigure } from '../support/random-specs/runs.ts';
import { dissenters, readByForm } from '../support/yaml/compare-readings.ts';
import { randomText, smallDamage } from '../support/yaml/random-text.ts';
import { missingReader } from '../support/yaml/read-yaml.ts';

const specs = casesIn('test/golden').map((name) => readFileSync(`test/golden/${name}/spec.yaml`, 'utf8'));

describe('YAML that archc accepts', () => {
  before(function () {
    needs(this, missingReader());
  });

  it('is the same data to every reader, whatever the schema says about it', async () => {
    const { numRuns, seed } = runs(10_000);
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(randomText, async (written) => {
        const tree = readByForm(written);
        if (!tree) return;
        accepted += 1;
        expect(await dissenters(tree.text, tree.data), JSON.stringify(written)).to.deep.equal([]);
      }),
      { numRuns, seed },
    );
    showFigure(`texts: ${numRuns}, accepted and compared: ${accepted}`);
    expect(accepted).to.be.above(numRuns / 10);
  });

  it('is the same data to every reader when it is a spec', async () => {
    const { numRuns, seed } = runs(400);
    const text = fc
      .tuple(fc.constantFrom(...specs), smallDamage)
      .map(([spec, damage]) => damaged(spec, [damage]));
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(text, async (written) => {
        const source = { name: 'spec.yaml', bytes: Buffer.from(written) };
        const tree = parse(source);
        if (!tree.ok || !compileAll(source, toolkit).ok) return;
        accepted += 1;
        // The one word of the settings themselves that some readers take for something else.
        const clear = tree.value.text.replace(/: off(?=[\s,}])/g, ': "off"');
        expect(await dissenters(clear, tree.value.data)).to.deep.equal([]);
      }),
      { numRuns, seed },
    );
    showFigure(`damaged specs: ${numRuns}, accepted and compared: ${accepted}`);
    expect(accepted).to.be.above(numRuns / 40);
  });
});
