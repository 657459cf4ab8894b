import { expect } from 'chai';
import { suggest } from '../../compiler/diagnostics/suggest.ts';

const candidates = ['port', 'environment', 'secrets', 'healthCheck', 'cpu', 'memory', 'min', 'max'];

describe('a suggestion', () => {
  const rows = [
    ['prot', 'port', 'two letters are swapped'],
    ['pot', 'port', 'a letter is missing'],
    ['porrt', 'port', 'a letter is too many'],
    ['part', 'port', 'a letter is another'],
    ['PORT', 'port', 'only the case differs'],
    ['health_check', 'healthCheck', 'the style of the name differs'],
    ['enviroment', 'environment', 'a long word has one mistake'],
    ['environmental', 'environment', 'a long word has two'],
    ['mix', 'min', 'two are as near, and the first is taken'],
    ['xyz', undefined, 'nothing is near'],
    ['a', undefined, 'one letter could be anything'],
    ['', undefined, 'there is no word'],
  ] as const;
  for (const [word, want, when] of rows) {
    it(`is ${want ?? 'none'} for "${word.slice(0, 20)}": ${when}`, () => {
      expect(suggest(word, candidates)).to.equal(want);
    });
  }

  it('is none without candidates, and for a word that is too long to be a slip', () => {
    expect(suggest('port', [])).to.be.undefined;
    expect(suggest('p'.repeat(60), ['p'.repeat(59)])).to.equal('p'.repeat(59));
    expect(suggest('p'.repeat(61), ['p'.repeat(60)])).to.be.undefined;
  });
});
