import { expect } from 'chai';
import { Lexer } from 'yaml';
import { compile } from '../../compiler/compile.ts';
import type { Outcome } from '../../compiler/diagnostics/diagnostic.ts';
import type { Compiled } from '../../compiler/phases/results.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { leftOut, needs } from '../support/needs.ts';

function compileText(text: string): Outcome<Compiled> {
  return compile({ name: 'spec.yaml', bytes: Buffer.from(text) }, toolkit);
}

function codesOf(outcome: Outcome<Compiled>): string[] {
  return outcome.diagnostics.map(({ code }) => code);
}

/** In milliseconds: what takes less is lost in what else node does. */
const shortestTime = 10;

describe('bad input', () => {
  // They compute for long, and few changes matter to them.
  before(function () {
    needs(this, leftOut());
  });

  const garbage = [
    ...[
      '[',
      '}',
      '{a: ',
      '- ',
      '? \n',
      'a:\n',
      ': ',
      ',',
      '"',
      "'",
      '\\',
      '&a ',
      '*a\n',
      '!a ',
      '<<: ',
      '|\n',
    ],
    ...[
      '---\n',
      '...\n',
      '%a\n',
      '[]\n',
      '\n',
      '#',
      ' ',
      '\r',
      '\t',
      'a\n',
      '@',
      '- é\n',
      '😀',
      '"{{resolve:", ',
    ],
  ];
  for (const text of garbage) {
    it(`of a mebibyte of ${JSON.stringify(text)} gets a message in time that its length explains`, () => {
      expectSteady((share) => {
        const mebibyte = (1024 * 1024) / Buffer.byteLength(text);
        expect(compileText(text.repeat(mebibyte * share)).ok).to.be.false;
      });
    });
  }

  for (const text of ['[', ']', '- ', '-\n', '"', '&a ', '[]\n', 'a:\n']) {
    it(`of as many ${JSON.stringify(text)} as a spec may have gets a message in time that its length explains`, () => {
      const most = 99_000 / partsOf(text);
      expectSteady((share) => {
        const outcome = compileText(text.repeat(most * share));
        expect(codesOf(outcome)).to.have.length.above(0).and.not.include('too-large');
      });
    });
  }

  it('of too many keys gets a message in time that their number explains, in one line or many', () => {
    for (const [opening, separator, closing] of [
      ['', '\n', '\n'],
      ['{', ', ', '}'],
      ['backend: {service: {environment: {', ', ', '}}}'],
    ] as const) {
      const keys = (count: number) =>
        Array.from({ length: count }, (_, index) => `k${index}: 1`).join(separator);
      expect(codesOf(compileText(`${opening}${keys(80_000)}${closing}`))).to.deep.equal(['too-large']);
      expectSteady((share) => {
        const codes = codesOf(compileText(`${opening}${keys(12_000 * share)}${closing}`));
        expect(codes).to.have.length.above(0).and.not.include('too-large');
      });
    }
  });
});

/**
 * Does the work on a sixteenth and on the whole, and expects that the whole takes about sixteen times as long: where
 * each part is looked at for each other part, it is 256 times. Processor time, which other processes don't take, and
 * compared with itself, since machines differ.
 */
function expectSteady(work: (share: number) => void): void {
  const timeFor = (share: number) => {
    const start = process.cpuUsage();
    work(share);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  };
  const [part, whole] = [1 / 16, 1].map(timeFor);
  expect(whole).to.be.below(80 * Math.max(part ?? 0, shortestTime));
}

/** What YAML's lexer makes of the text, when it stands among more of its kind. */
function partsOf(text: string): number {
  const copies = 100;
  return [...new Lexer().lex(text.repeat(copies))].length / copies;
}
