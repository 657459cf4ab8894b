import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { compile } from '../../compiler/compile.ts';
import { catalogue } from '../../compiler/diagnostics/catalogue.ts';
import { renderText } from '../../compiler/diagnostics/text.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { casesIn, expectFolder } from '../support/compile/snapshot.ts';

const folder = 'test/errors';
/** What is too large for a file of its own (bad-input.test.ts makes it), and what only AWS can say (test/deploy). */
const elsewhere = [
  'too-large',
  'deployment-failed',
  'deployment-refused',
  'image-not-running',
  'closes-database-early',
];

describe('a mistake in a spec', () => {
  for (const name of casesIn(folder)) {
    it(`is told at its place: ${name}`, () => {
      const file = `${folder}/${name}/spec.yaml`;
      const bytes = readFileSync(file);
      const outcome = compile({ name: file, bytes }, toolkit);
      const text = renderText(outcome.diagnostics, new TextDecoder().decode(bytes), false);
      expect(text).to.not.equal('');
      expectFolder(`${folder}/${name}/expected`, { 'stderr.txt': text }, import.meta.filename);
    });
  }

  it('of every kind has a case', () => {
    const seen = casesIn(folder).flatMap((name) => {
      const file = `${folder}/${name}/spec.yaml`;
      return compile({ name: file, bytes: readFileSync(file) }, toolkit).diagnostics.map(({ code }) => code);
    });
    const missing = Object.keys(catalogue).filter((code) => ![...seen, ...elsewhere].includes(code));
    expect(missing.map((code) => `${code}: add ${folder}/${code}/spec.yaml, which makes it`)).to.deep.equal(
      [],
    );
  });
});
