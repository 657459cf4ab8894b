import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { toolkit } from '../../compiler/toolkit.ts';
import { runArchc } from '../support/terminal/run-archc.ts';

describe('archc options', () => {
  it('lists every option and runtime with a line about it', () => {
    const { stdout } = runArchc(['options']);
    for (const { name } of [...toolkit.options, ...toolkit.runtimes]) {
      expect(stdout).to.match(new RegExp(`^  ${name} +\\S.{10}`, 'm'));
    }
  });

  it('says of each what it costs by its kind, without links', () => {
    const { stdout } = runArchc(['options']);
    for (const { name } of [...toolkit.options, ...toolkit.runtimes]) {
      expect(stdout).to.match(new RegExp(`^  ${name} .*\\n +Costs: [A-Z][^\\[\\]*]{20,}\\.$`, 'm'));
    }
  });

  for (const [kind, modules] of [
    ['options', toolkit.options],
    ['runtimes', toolkit.runtimes],
  ] as const) {
    for (const { name } of modules) {
      it(`shows the page of ${name}`, () => {
        const page = readFileSync(`templates/${kind}/${name}/README.md`, 'utf8');
        expect(runArchc(['options', name])).to.deep.equal({ code: 0, stdout: page, stderr: '' });
      });
    }
  }
});

describe('archc schema', () => {
  it('prints what editors load', () => {
    const stdout = readFileSync('schema/archc.schema.json', 'utf8');
    expect(runArchc(['schema'])).to.deep.equal({ code: 0, stdout, stderr: '' });
  });
});
