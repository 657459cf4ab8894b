import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { StackDiff } from '../../compiler/diff/model.ts';
import { diffTexts } from './diff-of.ts';

const folder = 'test/golden';

/** The templates of each golden case. */
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
  const idsOf = (diffs: readonly StackDiff[], actions: readonly string[]) =>
    diffs
      .flatMap(({ stack, resources }) => resources.map((each) => ({ stack, ...each })))
      .filter(({ action }) => actions.includes(action))
      .map(({ stack, logicalId }) => `${stack} ${logicalId}`)
      .sort();

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
        if (one >= other || before.size !== after.size) continue;
        const [there, back] = [diffTexts(before, after), diffTexts(after, before)];
        const title = `${one} and ${other}`;
        const gone = ['remove', 'rename'];
        const common = ['replace', 'may-replace', 'interrupt', 'update', 'refuse', 'follow', 'keep'];
        expect(
          there.some(({ change }) => change !== 'identical'),
          title,
        ).to.equal(true);
        expect(idsOf(there, gone).length, title).to.equal(
          idsOf(back, ['add']).length + idsOf(back, ['rename']).length,
        );
        for (const { resources } of [...there, ...back]) {
          for (const { action, properties, causes, logicalId } of resources) {
            const isExplained = properties.length + causes.length > 0;
            if (common.includes(action)) expect(isExplained, `${title}: ${logicalId}`).to.equal(true);
          }
        }
      }
    }
  }).timeout('1m');
});
