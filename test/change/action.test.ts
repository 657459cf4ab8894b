import { expect } from 'chai';
import { actionWords, actions, countByAction, graver, gravestFirst } from '../../compiler/change/action.ts';

describe('an action', () => {
  it('has a sign, and words that no other has', () => {
    for (const action of actions) expect(actionWords[action].sign, action).to.match(/^[!~+=.-]$/);
    for (const form of ['active', 'counted', 'passive'] as const) {
      const words = actions.map((action) => actionWords[action][form]);
      expect(words.filter((word) => word.trim() === '')).to.deep.equal([]);
      expect(new Set(words).size, form).to.equal(actions.length);
    }
  });

  it('is red where it destroys something, and where it may', () => {
    const red = actions.filter((action) => actionWords[action].colour === 'red');
    expect(red).to.deep.equal(['refuse', 'replace', 'may-replace', 'delete']);
  });

  it('gives way to a graver one', () => {
    expect(graver('update', 'replace')).to.equal('replace');
    expect(graver('replace', 'update')).to.equal('replace');
  });

  it('stands behind each loss of data', () => {
    const changes = [
      { action: 'create' },
      { action: 'refuse' },
      { action: 'update', dataLoss: 'all' },
    ] as const;
    expect([...changes].sort(gravestFirst).map(({ action }) => action)).to.deep.equal([
      'update',
      'refuse',
      'create',
    ]);
  });

  it('is counted, also where there is none', () => {
    const counts = countByAction([{ action: 'update' }, { action: 'create' }, { action: 'update' }]);
    expect(Object.keys(counts)).to.deep.equal(actions);
    expect(counts).to.include({ update: 2, create: 1, replace: 0 });
  });
});
