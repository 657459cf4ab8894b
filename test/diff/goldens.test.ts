import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Action } from '../../compiler/change/action.ts';
import type { StackDiff } from '../../compiler/diff/model.ts';
import { diffTexts } from './diff-of.ts';

const folder = 'test/golden';

/** The templates of each golden case that has no environments. */
const cases = new Map(
  readdirSync(folder).map((name) => [
    name,
    new Map(
      ['shared', 'backend']
        .map((stack) => [stack, join(folder, name, 'expected', `${stack}.yaml`)] as const)
        .filter(([, file]) => existsSync(file))
        .map(([stack, file]) => [stack, readFileSync(file, 'utf8')]),
    ),
  ]),
);

describe('the difference of any two golden cases', () => {
  /** How many resources this is done to, or are under another logical id. */
  const count = (diffs: readonly StackDiff[], wanted: Action) =>
    diffs
      .flatMap(({ resources }) => resources)
      .filter(({ action, renamedTo }) => action === wanted || renamedTo !== undefined).length;

  it('is none where a case is compared with itself', () => {
    expect(cases.size).to.be.above(4);
    for (const [name, templates] of cases) {
      for (const { change } of diffTexts(templates, templates)) expect(change, name).to.equal('identical');
    }
  });

  it('is told in full, there and back', () => {
    for (const [one, before] of cases) {
      for (const [other, after] of cases) {
        // A stack that is on one side only is told as a whole.
        if (one >= other || before.size !== after.size || before.size === 0) continue;
        const [there, back] = [diffTexts(before, after), diffTexts(after, before)];
        const title = `${one} and ${other}`;

        expect(
          there.some(({ change }) => change !== 'identical'),
          title,
        ).to.equal(true);
        expect(count(there, 'delete'), title).to.equal(count(back, 'create'));
        for (const { resources } of [...there, ...back]) {
          for (const { action, renamedTo, properties, causes, logicalId } of resources) {
            const isExplained = properties.length + causes.length > 0 || renamedTo !== undefined;
            if (action !== 'create' && action !== 'delete')
              expect(isExplained, `${title}: ${logicalId}`).to.equal(true);
          }
        }
      }
    }
  });
});
