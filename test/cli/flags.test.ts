import { expect } from 'chai';
import { commands } from '../../compiler/cli/commands/index.ts';
import { parseArguments, readFlags } from '../../compiler/cli/flags/arguments.ts';
import { flag, text, texts } from '../../compiler/cli/flags/flag.ts';
import { listOf } from '../../compiler/diagnostics/enumerate.ts';
import { anyText, oneOf } from '../../compiler/cli/flags/word.ts';
import {
  accountId,
  branchName,
  documentNumber,
  imageUri,
  repository,
} from '../../compiler/cli/flags/words.ts';
import type { Word } from '../../compiler/cli/flags/word.ts';

const flags = {
  output: text(anyText('DIR'), 'folder', { short: 'o', default: 'dist' }),
  format: text(oneOf('FORMAT', ['text', 'json']), 'form', { default: 'text' }),
  part: text(documentNumber, 'only this one', { notWith: 'all' }),
  all: flag('everything', { short: 'a' }),
  allow: texts(anyText('ID'), 'what may be lost'),
};

function read(...args: string[]) {
  const { operands, given } = parseArguments(args, flags, 'try');
  return { operands, ...readFlags(flags, given) };
}

describe('the flags of a command', () => {
  it('have their defaults when nothing is written', () => {
    const nothing = { operands: [], output: 'dist', format: 'text', part: undefined, all: false, allow: [] };
    expect(read()).to.deep.equal(nothing);
  });

  for (const [written, want] of [
    [['-o', 'out', 'a.yaml'], { output: 'out', operands: ['a.yaml'] }],
    [['-oout', '-a'], { output: 'out', all: true }],
    [['-ao', 'out'], { output: 'out', all: true }],
    [['--output=-x'], { output: '-x' }],
    [['-o', '-'], { output: '-' }],
    [['--format', 'json', '--format', 'text'], { format: 'text' }],
    [['--part', '2'], { part: 2 }],
    [['--allow', 'A', 'b.yaml', '--allow=B'], { allow: ['A', 'B'], operands: ['b.yaml'] }],
    [['--', '--all'], { all: false, operands: ['--all'] }],
    [['-', '-a'], { all: true, operands: ['-'] }],
  ] as const) {
    it(`are read from ${written.join(' ')}`, () => {
      expect(read(...written)).to.deep.include(want);
    });
  }

  it('say in the help what a command gets without them', () => {
    expect(flags.output.help).to.equal('folder (default: dist)');
    expect(flags.format.help).to.equal('form: text or json (default: text)');
    expect(flags.part.help).to.equal('only this one');
    expect(text(anyText('B'), 'branch', { default: 'main', onlyWith: 'ci' }).help).to.equal(
      'with --ci: branch (default: main)',
    );
  });

  it('name, beside which they may stand, only flags of the same command', () => {
    const named = commands.flatMap((command) =>
      Object.entries(command.flags).flatMap(([name, { onlyWith, notWith }]) =>
        [onlyWith, notWith]
          .flat()
          .filter((other) => other !== undefined)
          .map((other) => ({ name: `${command.name} --${name}`, isKnown: other in command.flags })),
      ),
    );
    expect(named).to.have.length.above(5);
    expect(named.filter(({ isKnown }) => !isKnown)).to.deep.equal([]);
  });
});

describe('what a flag takes', () => {
  for (const [word, right, wrong] of [
    [accountId, ['123456789012'], ['12', '1234567890123', 'account']],
    [
      imageUri,
      ['123456789012.dkr.ecr.eu-west-1.amazonaws.com/r/s:tag', 'public.ecr.aws/r/s:tag'],
      ['todo', 'todo:1', 'h/r:tag', 'docker.io/library/nginx:1'],
    ],
    [branchName, ['main', 'release/1.x', '1-x'], ['', '**', '-x', 'a b', 'a\nb']],
    [documentNumber, ['1', '12'], ['', '0', '-1', '1.5', 'x']],
    [repository, ['o/n', 'o@1/n@2', 'o/n/m'], ['o', 'o/*', 'o@1/n', 'o/n@2']],
  ] as readonly (readonly [Word<unknown>, readonly string[], readonly string[]])[]) {
    it(`is checked: ${word.name}`, () => {
      for (const each of right) expect(String(word.parse(each, 'x'))).to.equal(each);
      for (const each of wrong)
        expect(() => word.parse(each, 'x'), each).to.throw(/^--x ".*" is .*: write /s);
    });
  }

  it('is the repository as gh prints it, without its first word', () => {
    expect(repository.parse('repo:o@1/n@2', 'repository')).to.equal('o@1/n@2');
  });

  it('is one value at a time, where it is one of a few', () => {
    const { read } = texts(oneOf('SCANNER', ['checkov', 'cfn-lint']), 'a scanner');
    for (const list of ['checkov,cfn-lint', 'checkov, cfn-lint', 'checkov cfn-lint']) {
      expect(() => read([list], 'suppressions')).to.throw(
        '--suppressions takes one value at a time: write --suppressions checkov --suppressions cfn-lint',
      );
    }
    expect(() => read(['checkov,x'], 'suppressions')).to.throw(
      /^--suppressions "checkov,x" is unknown: write /,
    );
    expect(read(['checkov', 'cfn-lint'], 'suppressions')).to.deep.equal(['checkov', 'cfn-lint']);
    expect(texts(anyText('ID'), 'an id').read(['a,b'], 'x')).to.deep.equal(['a,b']);
  });

  it('is listed in words', () => {
    expect([['a'], ['a', 'b'], ['a', 'b', 'c']].map(listOf)).to.deep.equal(['a', 'a or b', 'a, b or c']);
  });
});
