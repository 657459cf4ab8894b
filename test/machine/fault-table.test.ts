import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { faults } from '../support/machine/disk-faults.ts';
import { writers } from '../support/machine/scenarios.ts';

const page = readFileSync('test/machine/faults.md', 'utf8');

/** First cells of the table below a heading. */
function rowsBelow(heading: string): readonly string[] {
  const section = page.split(`## ${heading}\n`)[1]?.split('\n#')[0] ?? '';
  return [...section.matchAll(/^\| (?!when)(.+?) \|/gm)].map(([, cell = '']) => cell);
}

function titlesIn(file: string): readonly string[] {
  const titles = readFileSync(`test/machine/${file}`, 'utf8').matchAll(/^ {2}it\('(.+?)', /gm);
  return [...titles].map(([, title = '']) => title);
}

describe('The table of faults', () => {
  for (const [heading, titles] of [
    ['A command that is killed', [...writers.map(({ title }) => title), ...titlesIn('killed.test.ts')]],
    ['A deployment that is killed', titlesIn('deploy-killed.test.ts')],
    ['A disk that fails', faults.map(({ title }) => title)],
    ['Two commands at once', titlesIn('at-once.test.ts')],
    ['Around a command', titlesIn('surroundings.test.ts')],
  ] as const) {
    it(`has a row for each test, and a test for each row: ${heading}`, () => {
      expect(titles).to.have.length.above(2);
      expect(rowsBelow(heading)).to.deep.equal(titles);
    });
  }
});
