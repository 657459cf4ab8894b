import { expect } from 'chai';
import fc from 'fast-check';
import { clean } from '../../compiler/cli/terminal/clean.ts';
import { fileWord, quoteForShell, shellWord, specWords } from '../../compiler/diagnostics/shell-quote.ts';
import { runs } from '../support/random-specs/runs.ts';
import { runProcess } from '../support/terminal/run-process.ts';

/** What bash makes of the words: one line of the script each, printed back as bytes between NULs. */
async function readWithBash(
  values: readonly string[],
  quote: (value: string) => string = quoteForShell,
): Promise<readonly string[]> {
  const script = values.map((value) => `printf '%s\\0' ${quote(value)}\n`).join('');
  const { code, stdout, stderr } = await runProcess('bash', ['-euc', script]);
  expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
  return stdout.split('\0').slice(0, -1);
}

const nasty = [
  '',
  ' ',
  "it's",
  "'",
  "''",
  '\\',
  "\\'",
  "'\\",
  '"',
  '$HOME',
  '$(touch /tmp/x)',
  '`id`',
  '${IFS}',
  '!!',
  '~',
  '*',
  '-n',
  '--help',
  'a\nb',
  '\r\n',
  '\t',
  '\u0001\u007f\u0080',
  'caf\u00e9 \u{1f600} \u2028',
  '{{resolve:secretsmanager:x}}',
  '${AWS::AccountId}',
  '#',
  ';&|<>()',
];

const awkward = ["'", '"', '\\', '$', '`', '(', ')', '!', '~', '-', '\n', ' ', '#', '\u00e9', '\u0001', '7'];

describe('A value quoted for the shell', () => {
  it('comes back from bash as it was, however it is meant to harm', async () => {
    expect(await readWithBash(nasty)).to.deep.equal(nasty);
  });

  it('comes back from bash as it was, whatever text it is', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.constantFrom(...awkward)).map((characters) => characters.join('')),
    );
    const values = fc.array(
      text.map((value) => value.replaceAll('\0', '')),
      { minLength: 1, maxLength: 50 },
    );
    await fc.assert(
      fc.asyncProperty(values, async (list) => {
        expect(await readWithBash(list)).to.deep.equal(list);
      }),
      { numRuns: 60 },
    );
  });

  it('comes back from bash as it was, in a command for people too, and has no effect on a terminal', async () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.constantFrom(...awkward)).map((characters) => characters.join('')),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 50 }), async (list) => {
        expect(await readWithBash(list, shellWord)).to.deep.equal(
          list.map((each) => each.replaceAll('\0', '?')),
        );
        for (const each of list) expect(clean(shellWord(each))).to.equal(shellWord(each));
      }),
      runs(30),
    );
  });

  it('stays as it is in a command for people, if it can', () => {
    for (const value of ['specs/todo.yaml', '設定/一.yaml', '/aws/rds/cluster/a', 'a@b=c+d%', '../x', '.']) {
      expect(shellWord(value)).to.equal(value);
    }
    expect(shellWord('specs\\todo.yaml')).to.equal("'specs\\todo.yaml'");
    expect(shellWord("it's")).to.equal(String.raw`'it'\''s'`);
    expect(shellWord('~/a')).to.equal("'~/a'");
    expect(shellWord('a\u001b[31m')).to.equal(String.raw`$'a\033[31m'`);
    expect(['-', '-n.yaml', 'a.yaml'].map(fileWord)).to.deep.equal(['-', './-n.yaml', 'a.yaml']);
    expect(['stdin', 'a b.yaml'].map((name) => specWords({ name }))).to.deep.equal(['-', "'a b.yaml'"]);
  });

  it('is printable ASCII on one line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        expect(quoteForShell(value.replaceAll('\0', ''))).to.match(/^[ -~]+$/);
      }),
    );
  });

  it('stays readable when it is plain', () => {
    expect(quoteForShell('linux/amd64')).to.equal(`'linux/amd64'`);
    expect(quoteForShell('two words, "quoted"')).to.equal(`'two words, "quoted"'`);
    expect(quoteForShell("it's $5")).to.equal(`$'it\\'s $5'`);
  });

  it('is refused when no shell word can hold it', () => {
    for (const value of ['a\0b', '\ud800', 'x\udfffy']) {
      expect(() => quoteForShell(value), JSON.stringify(value)).to.throw('No shell word can hold');
    }
  });
});
