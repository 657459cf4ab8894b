import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { compile } from '../../compiler/compile.ts';
import {
  codePointOf,
  knownLookAlikes,
  lookAlikeOf,
  printable,
} from '../../compiler/diagnostics/characters.ts';
import { renderText } from '../../compiler/diagnostics/text.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { needs } from '../support/needs.ts';
import { missingPythonTools, pythonTool } from '../support/python-tools.ts';

const fullWidth = Array.from({ length: 0x5e }, (_, index) => String.fromCodePoint(0xff01 + index));
const all = [...knownLookAlikes(), ...fullWidth];
const spec = readFileSync('test/golden/minimal/spec.yaml', 'utf8');

/** Where people paste or type such a character: what they meant to write, and what they wrote. */
const places: readonly (readonly [where: string, write: (character: string) => string])[] = [
  ['before a value', (character) => spec.replace('port: ', `port:${character}`)],
  ['in place of the indentation', (character) => spec.replace(/^ {4}port/m, `${character.repeat(2)}port`)],
  ['around a value', (character) => spec.replace(/^name: (.*)$/m, `name: ${character}$1${character}`)],
  ['in a value', (character) => spec.replace(/^region: ../m, `region: ${character}`)],
  ['in a key', (character) => spec.replace('port:', `po${character}rt:`)],
  ['in place of a colon', (character) => spec.replace('region: ', `region${character}`)],
  ['in place of a hyphen', (character) => spec.replace(/^region: .*$/m, `tags:\n  ${character} a\n$&`)],
  [
    'in place of a comma',
    (character) => spec.replace('availabilityZones: [', `availabilityZones: [a${character} `),
  ],
];

describe('a character that looks like another one', () => {
  it('has the name that Unicode gives it', function () {
    needs(this, missingPythonTools());
    const program = 'import sys, unicodedata\nfor c in sys.argv[1]: print(unicodedata.name(c))';
    const names = execFileSync(pythonTool('python'), ['-c', program, all.join('')], { encoding: 'utf8' });
    expect(all.map((each) => lookAlikeOf(each)?.name)).to.deep.equal(names.trim().split('\n'));
  });

  for (const [where, write] of places) {
    it(`is named ${where}, and never printed where nobody would see it`, () => {
      for (const character of all) {
        const text = write(character);
        const { diagnostics } = compile({ name: 'spec.yaml', bytes: Buffer.from(text) }, toolkit);
        const found = diagnostics.filter(({ message }) => message.includes(codePointOf(character)));
        expect(found, `${codePointOf(character)}: ${JSON.stringify(diagnostics)}`).to.have.length.above(0);
        for (const { hint, place } of found) {
          expect(hint).to.match(/^(Write .* in its place|Remove (it|the character))/);
          expect(text.split('\n')[place.line - 1]).to.include(character);
        }
        const shown = renderText(diagnostics, text, false);
        if (printable(character) !== character) expect(shown).to.not.include(character);
      }
    });
  }

  it('may stand in a comment, but for line breaks that only some readers know', () => {
    for (const character of all) {
      const text = `# ${character}\n${spec.replace(/^(region: .*)$/m, `$1 # ${character}`)}`;
      const outcome = compile({ name: 'spec.yaml', bytes: Buffer.from(text) }, toolkit);
      expect(outcome.ok, codePointOf(character)).to.equal(!/[\u2028\u2029\ufeff]/.test(character));
    }
  });

  it('leaves the mistakes in the lines above it to their own messages', () => {
    const text = spec.replace(/^name: .*$/m, 'name todo').replace('port: ', 'port:\u00a0');
    const { diagnostics } = compile({ name: 'spec.yaml', bytes: Buffer.from(text) }, toolkit);
    expect(diagnostics.map(({ code }) => code)).to.deep.equal(['yaml-syntax', 'non-ascii']);
  });
});
