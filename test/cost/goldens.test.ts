import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { compileAll } from '../../compiler/compile.ts';
import { estimateSpec } from '../../compiler/cost/estimate-spec.ts';
import { meterNames } from '../../compiler/cost/usage.ts';
import type { Usage } from '../../compiler/cost/usage.ts';
import { toolkit } from '../../compiler/toolkit.ts';

const everything: Usage = Object.fromEntries(meterNames.map((meter) => [meter, 1000]));

describe('the estimate of each golden spec', () => {
  for (const name of readdirSync('test/golden')) {
    it(name, () => {
      const file = join('test/golden', name, 'spec.yaml');
      const outcome = compileAll({ name: file, bytes: readFileSync(file) }, toolkit);
      if (!outcome.ok) throw new Error(`${file} has errors`);
      for (const compiled of outcome.value) {
        const { items, byTime, byUse, total } = estimateSpec(compiled, toolkit, everything);
        for (const { charged, words, quantity, unitPrice, monthly, resources } of items) {
          expect(quantity?.floor, words).to.be.at.most(quantity?.ceiling ?? -1);
          if (unitPrice !== undefined) expect(monthly, words).to.not.equal(undefined);
          if (charged === 'time') expect(resources).to.have.length(1);
          // Each place is a part of the spec, so that it can be shown.
          for (const { path } of resources) expect(path, words).to.not.equal(undefined);
        }
        const sum = (end: 'floor' | 'ceiling') =>
          items.reduce((all, { monthly }) => all + (monthly?.[end] ?? 0), 0);
        expect(total?.floor).to.be.closeTo(sum('floor'), 1e-6);
        expect(total?.ceiling).to.be.closeTo(sum('ceiling'), 1e-6);
        expect((byTime?.floor ?? 0) + (byUse ?? 0)).to.be.closeTo(sum('floor'), 1e-6);
      }
    });
  }
});
