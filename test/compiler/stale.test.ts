import { readFileSync, readdirSync } from 'node:fs';
import { expect } from 'chai';
import { committedFiles } from '../../compiler/build/committed-files.ts';
import { schemaText } from '../../compiler/build/generate.ts';
import { makeTypes } from '../../compiler/build/make-types.ts';
import { makeValidator } from '../../compiler/build/make-validator.ts';
import type { Schema } from '../../compiler/schema.ts';

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

  it('of the build fits the schema', async () => {
    const schema = JSON.parse(schemaText()) as Schema;
    const stale = 'is stale: run "npm run build"';
    const read = (name: string) => readFileSync(`build/generated/${name}`, 'utf8');
    expect(read('spec.ts'), `spec.ts ${stale}`).to.equal(await makeTypes(schema, 'Spec'));
    expect(read('resolved-spec.ts'), `resolved-spec.ts ${stale}`).to.equal(
      await makeTypes(schema, 'ResolvedSpec'),
    );
    expect(read('validator.cjs'), `validator.cjs ${stale}`).to.equal(makeValidator(schema));
  });
});
