import { readFileSync, readdirSync } from 'node:fs';
import { expect } from 'chai';
import { committedFiles } from '../../compiler/build/committed-files.ts';
import { generatedFiles } from '../../compiler/build/generate.ts';

describe('a generated file', () => {
  for (const [file, text] of Object.entries(committedFiles())) {
    it(`is not stale: ${file}`, () => {
      expect(readFileSync(file, 'utf8'), `${file} is stale: run "npm run update"`).to.equal(text);
    });
  }

  it('is all that there is in dist/', () => {
    const made = Object.keys(committedFiles()).filter((file) => file.startsWith('dist/'));
    const found = readdirSync('dist', { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => `${entry.parentPath}/${entry.name}`);
    expect(found.sort()).to.deep.equal(made.sort());
  });

  it('of the build is made from what is there now', async () => {
    const files = await generatedFiles();
    for (const [name, text] of Object.entries(files)) {
      const built = readFileSync(`build/generated/${name}`, 'utf8');
      const stale = `build/generated/${name} is stale: run "npm run build"`;
      expect(withOneKeyword(built), stale).to.equal(withOneKeyword(text));
    }
  }).timeout('1m');
});

/** ejs declares with `let` or `var`, by whether it was imported or required. */
function withOneKeyword(code: string): string {
  return code.replace(/^ {2}var __/gm, '  let __');
}
