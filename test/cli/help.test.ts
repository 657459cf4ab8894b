import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { commands } from '../../compiler/cli/commands/index.ts';
import { runArchc, runLine, useFolder } from '../support/terminal/run-archc.ts';

/** Those whose examples need an AWS account are tried with a local one: test/deploy. */
const offline = ['init', 'validate', 'compile', 'explain', 'options', 'schema'];

describe('archc', () => {
  const folder = useFolder();

  it('lists its commands', () => {
    const { code, stdout } = runArchc(['--help']);
    expect(code).to.equal(0);
    for (const { name, summary } of commands)
      expect(stdout).to.match(new RegExp(`^  ${name} +${summary}$`, 'm'));
  });

  it('shows the same, as an error, when it is called without a command', () => {
    const { code, stdout, stderr } = runArchc([]);
    expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' });
    expect(stderr).to.equal(runArchc(['--help']).stdout);
  });

  for (const { name, flags, examples } of commands) {
    it(`tells what ${name} takes, with an example`, () => {
      const { code, stdout, stderr } = runArchc([name, '--help']);
      expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
      expect(stdout).to.include(`Usage: archc ${name}`);
      for (const flag of Object.keys(flags)) expect(stdout).to.include(`--${flag}`);
      for (const example of examples) expect(stdout).to.include(`\n  ${example}\n`);
      expect(examples).to.have.length.above(0);
    });
  }

  for (const { name, examples } of commands.filter((command) => offline.includes(command.name))) {
    it(`shows examples of ${name} that work`, () => {
      for (const name of ['specs', '.git']) mkdirSync(join(folder.path, name));
      if (name !== 'init') copyFileSync('specs/todo.yaml', join(folder.path, 'specs/todo.yaml'));
      for (const example of examples) {
        const { code, stderr } = runLine(example, { cwd: folder.path });
        expect(code, `${example}: ${stderr}`).to.equal(0);
      }
    });
  }

  it('is asked for help in several ways', () => {
    const { stdout } = runArchc(['compile', '--help']);
    expect(runArchc(['compile', 'a.yaml', '-h']).stdout).to.equal(stdout);
    expect(runArchc(['help', 'compile']).stdout).to.equal(stdout);
    expect(runArchc(['help']).stdout).to.equal(runArchc(['-h']).stdout);
  });

  it('knows its version', () => {
    expect(runArchc(['--version']).stdout).to.match(/^archc \d+\.\d+\.\d+\n$/);
  });

  const mistaken: readonly (readonly [readonly string[], string])[] = [
    [['complie'], 'unknown command "complie": did you mean "archc compile"?'],
    [['xyz'], 'unknown command "xyz": see "archc --help"'],
    // Every object of JavaScript has these.
    [['constructor'], 'unknown command "constructor": see "archc --help"'],
    [['toString'], 'unknown command "toString": see "archc --help"'],
    [['help', 'xyz'], 'unknown command "xyz": see "archc --help"'],
    [['--chek'], 'unknown command "--chek": see "archc --help"'],
    [['compile', '--chek', 'a.yaml'], 'unknown flag "--chek": did you mean "--check"?'],
    [['compile', '-x', 'a.yaml'], 'unknown flag "-x": see "archc compile --help"'],
    [['compile', '--toString', 'a.yaml'], 'unknown flag "--toString": see "archc compile --help"'],
    [['compile', '--check=yes', 'a.yaml'], '--check takes no value: write --check alone'],
    [['compile', 'a.yaml', '-o'], '--output needs a value: write --output DIR'],
    [['compile', 'a.yaml', '-o', '--check'], '--output needs a value: write --output DIR'],
    [['compile', 'a.yaml', '-o', ''], '--output needs a value: write --output DIR'],
    [['compile', 'a.yaml', '--output='], '--output needs a value: write --output DIR'],
    [
      ['compile', 'a.yaml', ''],
      'an argument is empty: is a variable unset? Write the argument, or leave it out',
    ],
    [['validate', ''], 'an argument is empty: is a variable unset? Write the argument, or leave it out'],
    [['explain', ''], 'an argument is empty: is a variable unset? Write the argument, or leave it out'],
    [
      ['compile', '-', '/dev/stdin'],
      'standard input can be read only once: name a file in one of the places',
    ],
    [['diff', '-', '-'], 'standard input can be read only once: name a file in one of the places'],
    [['init', '--name', ''], '--name needs a value: write --name NAME'],
    [['policy', 'a', '--part=1e3'], '--part "1e3" is not the number of a document: write 1 for the first'],
    [
      ['policy', 'a', '--part', '9'.repeat(400)],
      `--part "${'9'.repeat(60)}... (400 characters)" is not the number of a document: write 1 for the first`,
    ],
    [['x'.repeat(100_000)], `unknown command "${'x'.repeat(60)}... (100000 characters)": see "archc --help"`],
    [[''], 'unknown command "": see "archc --help"'],
    [['--'], 'unknown command "--": see "archc --help"'],
    [['--versoin'], 'unknown command "--versoin": did you mean "archc --version"?'],
    [['compile'], 'name a spec: archc compile specs/todo.yaml'],
    [['validate'], 'name a spec: archc validate specs/todo.yaml'],
    [['validate', '--format', 'xml', 'a'], '--format "xml" is unknown: write text, json, github or sarif'],
    [
      ['validate', '--format', 'Sarf', 'a'],
      '--format "Sarf" is unknown: write text, json, github or sarif (did you mean "sarif"?)',
    ],
    [['policy', 'a', '--part', '0'], '--part "0" is not the number of a document: write 1 for the first'],
    [
      ['policy', 'a', '--account', '12'],
      '--account "12" is not the id of an AWS account: write its 12 digits',
    ],
    [
      ['policy', 'a', '--role-arn', 'deployments'],
      '--role-arn "deployments" is not the ARN of a role: write one such as arn:aws:iam::123456789012:role/deployments',
    ],
    [
      ['destroy', 'a', '--role-arn', 'arn:aws:iam::123456789012:user/me'],
      '--role-arn "arn:aws:iam::123456789012:user/me" is not the ARN of a role: write one such as arn:aws:iam::123456789012:role/deployments',
    ],
    [
      ['policy', 'a', '--service-role', '--bootstrap'],
      '--bootstrap does not go with --service-role: leave one of them out',
    ],
    [['init', '--runtime', 'lambda'], '--runtime "lambda" is unknown: write fargate or appRunner'],
    [['init', 'a', 'b'], 'name one file'],
    [['options', 'a', 'b'], 'name one option'],
    [['options', 'ipRestricton'], 'unknown option "ipRestricton": did you mean "ipRestriction"?'],
    [['options', 'toString'], 'unknown option "toString": see "archc options"'],
    [['schema', 'a'], '"archc schema" takes no operands'],
    [['completion'], 'name one shell: bash, zsh, fish'],
    [['completion', 'csh'], 'name one shell: bash, zsh, fish'],
    [['explain'], 'name one code, spec path or logical id: archc explain zone-mismatch'],
    [['explain', 'a', 'b', 'c'], 'name one code, spec path or logical id: archc explain zone-mismatch'],
  ];
  for (const [args, message] of mistaken) {
    it(`exits with 2 and one line for "archc ${args.join(' ').slice(0, 80)}"`, () => {
      expect(runArchc(args)).to.deep.equal({ code: 2, stdout: '', stderr: `archc: ${message}\n` });
    });
  }
});
