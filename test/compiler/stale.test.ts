import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { committedFiles, committedPictures } from '../../compiler/build/committed-files.ts';
import { generatedFiles } from '../../compiler/build/generate.ts';
import { expectFiles } from '../support/compile/compare-files.ts';
import type { Files } from '../support/compile/compare-files.ts';

describe('a generated file', () => {
  const committed = committedFiles();

  for (const [file, text] of Object.entries(committed)) {
    it(`is not stale: ${file}`, () => {
      expectFiles(read([file]), { [file]: text }, 'npm run update');
    });
  }

  it('is all that there is in dist/', () => {
    const superfluous = filesIn('dist').filter((file) => !(file in committed));
    expectFiles(read(superfluous), {}, `rm ${superfluous.join(' ')}`);
  });

  it('with a picture is not stale either, and no other is there', async () => {
    expectFiles(read(filesIn('docs/pictures')), await committedPictures(), 'npm run update');
  });

  it('of the build is made from what is there now', async () => {
    const files = await generatedFiles();
    const made = Object.entries(files).map(
      ([name, text]) => [`build/generated/${name}`, withOneKeyword(text)] as const,
    );
    const built = Object.entries(read(made.map(([file]) => file))).map(
      ([file, text]) => [file, withOneKeyword(text)] as const,
    );
    expectFiles(Object.fromEntries(built), Object.fromEntries(made), 'npm run build');
  });
});

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`);
}

/** Those that exist. */
function read(files: readonly string[]): Files {
  const found = files.filter((file) => existsSync(file));
  return Object.fromEntries(found.map((file) => [file, readFileSync(file, 'utf8')]));
}

/** ejs declares with `let` or `var`, by whether it was imported or required. */
function withOneKeyword(code: string): string {
  return code.replace(/^ {2}var __/gm, '  let __');
}
