import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { readPages } from './pages.ts';

/** What else shows commands to users, or runs them. */
const sources = ['templates/build.sh.ejs', 'compiler/cli/print-bootstrap.ts'];

interface Command {
  readonly place: string;
  readonly text: string;
}

/** Commands with flags, a continued line as one. Prose only names the command. */
function deploymentsIn(file: string, text: string): readonly Command[] {
  const joined = text.replaceAll(/\\+\n\s*/g, '');
  return [...joined.matchAll(/aws cloudformation deploy (?=[-$"]).*/g)].map(([command]) => ({
    place: file,
    text: command,
  }));
}

describe('The deployments that are shown with the AWS CLI', () => {
  const commands = [...readPages(), ...sources.map((file) => ({ file, text: readFileSync(file, 'utf8') }))]
    .filter(({ file }) => !file.startsWith('docs/adr/'))
    .flatMap(({ file, text }) => deploymentsIn(file, text));

  it('are found', () => {
    const places = commands.map(({ place }) => place);
    for (const file of ['docs/ci.md', 'docs/deploying.md', ...sources]) expect(places).to.include(file);
  });

  // Version 1 of the AWS CLI ends with 255 when a stack has nothing to change.
  it('can be repeated with each version of the AWS CLI', () => {
    const others = commands.filter(({ text }) => !text.includes('--no-fail-on-empty-changeset'));
    expect(others).to.deep.equal([]);
  });
});
