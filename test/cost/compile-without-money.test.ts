import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { globSync } from 'tinyglobby';
import { builtFolder } from '../support/built.ts';

describe('archc compile', () => {
  for (const bundle of ['compile.js', 'core.cjs']) {
    it(`loads no prices: ${bundle}`, () => {
      const code = readFileSync(join(builtFolder, bundle), 'utf8');
      expect(code).to.not.include('auroraCapacity');
      expect(code).to.not.include('USD');
    });
  }

  it('says nothing of money in its messages', () => {
    const files = globSync('test/{errors,golden}/*/expected/stderr.txt');
    expect(files).to.have.length.above(100);
    const telling = files.filter((file) => /\bUSD\b|\$\d|dollar/.test(readFileSync(file, 'utf8')));
    expect(telling).to.deep.equal([]);
  });
});
