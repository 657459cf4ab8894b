import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { compileAll } from '../../compiler/compile.ts';
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
  'removes-imported-export',
  'removes-route-early',
  'restores-deployed-cluster',
  'other-master-secret',
  'other-preview-user',
  'unfit-backup',
  'unfit-network',
  'not-ready-to-deploy',
];

/** Cases that are no spec at all: what mends them is a whole one. */
const noSpecs = ['alias-bomb', 'empty', 'not-a-mapping', 'not-a-spec', 'too-deep'];

describe('a mistake in a spec', () => {
  for (const name of casesIn(folder)) {
    it(`is reported at its place: ${name}`, () => {
      const file = `${folder}/${name}/spec.yaml`;
      const bytes = readFileSync(file);
      const outcome = compileAll({ name: file, bytes }, toolkit);
      const text = renderText(outcome.diagnostics, new TextDecoder().decode(bytes), false);
      expect(text).to.not.equal('');
      expectFolder(`${folder}/${name}/expected`, { 'stderr.txt': text }, import.meta.filename);
    });
  }

  for (const name of casesIn(folder).filter((each) => !noSpecs.includes(each))) {
    it(`is mended by few lines, as the hints say: ${name}`, () => {
      const file = `${folder}/${name}/mended.yaml`;
      expect(existsSync(file), `write ${file}: the case's spec.yaml, with what its hints say`).to.equal(true);
      const bytes = readFileSync(file);
      const wrong = readFileSync(`${folder}/${name}/spec.yaml`, 'utf8').split('\n');
      const expected = codesIn(readFileSync(`${folder}/${name}/expected/stderr.txt`, 'utf8'));
      const { diagnostics } = compileAll({ name: file, bytes }, toolkit);
      const left = diagnostics.filter(
        ({ severity, code }) => severity === 'error' || expected.includes(code),
      );
      expect(left, renderText(left, bytes.toString(), false)).to.deep.equal([]);
      const written = bytes.toString().split('\n');
      const added = written.filter((line) => !wrong.includes(line));
      expect(added, `too many lines of ${file} are new:\n${added.join('\n')}`).to.have.lengthOf.at.most(
        expected.length + 2,
      );
    });
  }

  it('of every kind has a case', () => {
    const shown = casesIn(folder).flatMap((name) =>
      codesIn(readFileSync(`${folder}/${name}/expected/stderr.txt`, 'utf8')),
    );
    const missing = Object.keys(catalogue).filter((code) => ![...shown, ...elsewhere].includes(code));
    expect(missing.map((code) => `${code}: add ${folder}/${code}/spec.yaml, which makes it`)).to.deep.equal(
      [],
    );
  });
});

/** One for each message. */
function codesIn(messages: string): readonly string[] {
  return Array.from(messages.matchAll(/^\S+ (?:error|warning) (\S+)$/gm), ([, code = '']) => code);
}
