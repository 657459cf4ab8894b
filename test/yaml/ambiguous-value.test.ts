import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { compile } from '../../compiler/compile.ts';
import { readAmbiguous } from '../../compiler/phases/ambiguous-scalar.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { needs } from '../support/needs.ts';
import { missingReader, readYamlWith, yamlReaders } from '../support/yaml/read-yaml.ts';

/** Values without quotes; each is a spec's number, boolean or text in some reader. */
const forms = [
  '0123 -017 08 00 0_1 0x1F 0X1F 0o17 0O17 0b101 -0b1 1_000 1_0.5 +5 +0.5 .5 -.5 5. 1.5. 1e3 8.08e3 1E+3 1.e+3 1e',
  '1:30 -1:30 1:30:00 12:30.5 1:60 24:00 2001:10:20:30 .inf -.Inf +.INF .nan .NaN .NAN . .. 1.2.3 = << ~ _1 __ 1-2',
  'y Y n N yes Yes YES yEs no No NO on On ON off Off OFF true True TRUE tRue false null Null NULL nUll',
  '2012-10-17 2012-1-7 2012-10-17T10:00:00Z 12-10-17 0 -0 1 -1 0.5 1.10 -12.75 123456789012 1,000 12a',
]
  .flatMap((line) => line.split(' '))
  .concat('2012-10-17 10:00:00', '2012-10-17t1:00:00.5 -5', '1 000');

/** What the readers make of a value, as JSON, each meaning once; an error is a meaning too. */
async function meaningsOf(written: string): Promise<readonly string[]> {
  const meanings = yamlReaders.map(async (reader) => {
    try {
      const { a } = (await readYamlWith(reader, `a: ${written}\n`)) as { readonly a: unknown };
      // The yaml package takes some text for a number that is none in YAML 1.1, such as the folder "." or "e0".
      if (Number.isNaN(a) && !/nan/i.test(written)) return [];
      return [typeof a === 'number' ? String(a) : JSON.stringify(a)];
    } catch {
      return ['an error'];
    }
  });
  return [...new Set((await Promise.all(meanings)).flat())];
}

describe('a value without quotes', () => {
  before(function () {
    needs(this, missingReader());
  });

  for (const written of forms) {
    it(`has a message if two readers differ about it: ${written}`, async () => {
      const meanings = await meaningsOf(written);
      if (meanings.length > 1) expect(readAmbiguous(written), meanings.join(' ')).to.not.equal(undefined);
    });
  }

  it('has a message if two readers differ about it, whatever stands there', async function () {
    const sign = fc.constantFrom(
      ...'0123456789'.split(''),
      '-',
      '+',
      '.',
      '_',
      ':',
      'e',
      'E',
      'x',
      'o',
      'b',
      'T',
      'Z',
      ' ',
    );
    const text = fc
      .array(sign, { minLength: 1, maxLength: 7 })
      .map((signs) => signs.join(''))
      .filter((each) => each === each.trim() && !/: |:$|^[-:?] |^[-:?]$/.test(each));
    await fc.assert(
      fc.asyncProperty(text, async (written) => {
        const meanings = await meaningsOf(written);
        fc.pre(meanings.length > 1);
        expect(readAmbiguous(written), meanings.join(' ')).to.not.equal(undefined);
      }),
      { numRuns: 150, seed: 6 },
    );
  });

  it('that is a form of a number means what the hint says, to a reader of it', async () => {
    for (const written of forms) {
      const { kind, meanings = [] } = readAmbiguous(written) ?? {};
      if (kind !== 'a number' || meanings.length === 0) continue;
      expect(await meaningsOf(written), written).to.include.members([meanings.at(-1)]);
    }
  });
});

describe('a plain value', () => {
  it('is taken in every spec of the tests', () => {
    for (const written of [
      '0',
      '-1',
      '0.5',
      '-12.75',
      '8080',
      '123456789012',
      'true',
      'null',
      'ap-northeast-1',
      '.',
    ])
      expect(readAmbiguous(written), written).to.equal(undefined);
  });

  it('in quotes is text, whatever it looks like', () => {
    const spec = readFileSync('test/golden/minimal/spec.yaml', 'utf8');
    const values = forms.map((written, index) => `      V${index}: '${written}'`).join('\n');
    const text = spec.replace('    port: 3000', `    port: 3000\n    environment:\n${values}`);
    const outcome = compile({ name: 'spec.yaml', bytes: Buffer.from(text) }, toolkit);
    if (!outcome.ok) throw new Error(outcome.diagnostics.map(({ message }) => message).join('; '));
    const { environment } = outcome.value.resolved.spec.backend.service;
    expect(forms.map((_, index) => environment[`V${index}`])).to.deep.equal(forms);
  });

  it('of an empty setting is not read as its key', () => {
    const spec = readFileSync('test/golden/minimal/spec.yaml', 'utf8');
    const text = spec.replace(
      '    port: 3000',
      '    port: 3000\n    environment:\n      NO_COLOR:\n      "NO":',
    );
    const { diagnostics } = compile({ name: 'spec.yaml', bytes: Buffer.from(text) }, toolkit);
    const errors = diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);
    expect(errors).to.deep.equal(['wrong-type', 'wrong-type']);
  });
});
