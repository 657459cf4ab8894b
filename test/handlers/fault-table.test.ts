import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { entryOf, textOf } from '../../compiler/template/node.ts';
import { readTemplate } from '../../compiler/template/read.ts';

const faults = readFileSync('test/handlers/faults.md', 'utf8');

/** First cells of the table below a heading. */
function rowsBelow(heading: string): string[] {
  const section = faults.split(`## ${heading}\n`)[1]?.split('\n#')[0] ?? '';
  return [...section.matchAll(/^\| (.+?) \|/gm)]
    .map(([, cell = '']) => cell)
    .filter((cell) => cell !== 'when');
}

function titlesIn(file: string): string[] {
  const source = readFileSync(`test/handlers/${file}`, 'utf8');
  const titles = [...source.matchAll(/^\s*it\((['"`])(.+?)\1, /gm)].map(([, , title = '']) => title);
  return titles.flatMap((title) =>
    title.includes('${major}') ? [22, 24].map((major) => title.replace('${major}', String(major))) : [title],
  );
}

describe('the table of faults', () => {
  const sections = [
    ['The database and its user', 'database.test.ts'],
    ['The database of a preview', 'preview.test.ts'],
    ['The domain', 'domain.test.ts'],
    ["The rotation of the user's password", 'rotation.test.ts'],
  ] as const;
  for (const [heading, file] of sections) {
    it(`has a row for each test, and a test for each row: ${heading}`, () => {
      expect(rowsBelow(heading)).to.deep.equal(titlesIn(file));
    });
  }

  it('stands beside a page that has the size of each function', () => {
    const page = readFileSync('docs/custom-resources.md', 'utf8');
    const template = readTemplate(readFileSync('dist/todo/backend.yaml', 'utf8'));
    const [shared, database, domain] = ['CustomResource', 'Database', 'Domain'].map((key) => {
      const code = textOf(['Mappings', 'Sources', key, 'Code'].reduce(entryOf, template));
      return `${((code?.length ?? 0) / 1000).toFixed(1)} KB`;
    });
    expect(page).to.include(
      `| size | ${database}, beside ${shared} that both have | ${domain}, beside ${shared} |`,
    );
  });
});
