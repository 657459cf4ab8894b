import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import { renderGithub, renderJson, renderSarif } from '../../compiler/diagnostics/formats.ts';
import { runArchc, useFolder } from '../support/terminal/run-archc.ts';

const broken = 'test/errors/everything-at-once/spec.yaml';
const warned = 'test/golden/minimal/spec.yaml';
const right = 'specs/todo-fargate.yaml';

describe('archc validate', () => {
  const folder = useFolder();

  const exits: readonly (readonly [string, readonly string[], number])[] = [
    ['no errors', [right], 0],
    ['warnings only', [warned, right], 0],
    ['one spec of two with errors', [broken, right], 1],
    ['one spec that is not there', ['nowhere.yaml', right], 2],
    ['a spec with errors and one that is not there', [broken, 'nowhere.yaml'], 2],
  ];
  for (const [what, specs, want] of exits) {
    it(`exits with ${want} for ${what}, and looks at every spec`, () => {
      const { code, stdout, stderr } = runArchc(['validate', ...specs]);
      expect({ code, stdout }).to.deep.equal({ code: want, stdout: '' });
      for (const spec of specs) expect(stderr).to.include(spec);
    });
  }

  it('shows a person what it finds, as in the golden case, with a summary', () => {
    const messages = readFileSync('test/errors/everything-at-once/expected/stderr.txt', 'utf8');
    expect(runArchc(['validate', broken]).stderr).to.equal(`${messages}\n5 errors\n\n`);
    expect(runArchc(['validate', right]).stderr).to.equal(`${right}: no errors\n`);
  });

  it('shows no more than a person reads', () => {
    const many = Array.from({ length: 60 }, (_, index) => `k${index}: 1`).join('\n');
    const { stderr } = runArchc(['validate', '-'], { input: many });
    expect(stderr.match(/^stdin:/gm)).to.have.length(50);
    expect(stderr).to.include('65 errors, of which 15 are not shown');
  });

  it('counts columns after a byte-order mark, and in any alphabet', () => {
    const file = join(folder.path, 'spec.yaml');
    writeFileSync(file, '\ufeff{ "😀é": 1, archc: 2,\r\n  name: "😀" }\r\n');
    const { stderr } = runArchc(['validate', file]);
    expect(stderr)
      .to.include('spec.yaml:1:19 error wrong-value')
      .and.include('spec.yaml:2:10 error non-ascii');
  });

  for (const format of ['json', 'github', 'sarif']) {
    it(`writes ${format} to standard output, also when there is nothing to say`, () => {
      const found = runArchc(['validate', '--format', format, right, broken, warned]);
      expect({ ...found, stdout: '' }).to.deep.equal({ code: 1, stdout: '', stderr: '' });
      expect(found.stdout).to.include('unknown-property').and.include('open-database');
      expect(runArchc(['validate', '--format', format, right]).code).to.equal(0);
    });
  }

  it('lists diagnostics as JSON', () => {
    const rows = JSON.parse(runArchc(['validate', '--format', 'json', broken]).stdout) as object[];
    expect(rows).to.have.length(5);
    expect(rows[0]).to.deep.equal({
      code: 'zone-mismatch',
      severity: 'error',
      file: broken,
      message: 'Both zones are "ap-northeast-1a"',
      hint: "Write another zone, such as ap-northeast-1c: the replica must survive when the writer's zone fails",
      line: 5,
      column: 40,
      endLine: 5,
      endColumn: 55,
    });
  });

  it('annotates on GitHub', () => {
    const { stdout } = runArchc(['validate', '--format', 'github', broken]);
    expect(stdout).to.include(
      `::error file=${broken},line=14,endLine=14,col=5,endColumn=9,title=unknown-property::Unknown property "prot"%0ADid you mean "port"?\n`,
    );
  });
});

describe('a format for programs', () => {
  const place = { line: 1, column: 2, endLine: 1, endColumn: 5 };
  const diagnostic: Diagnostic = {
    code: 'unknown-property',
    severity: 'error',
    file: 'my specs,#1: 50%?.yaml',
    place,
    message: 'Unknown property "a%0A::\r\n\u001b[31m"',
    related: { place, message: 'Here' },
  };

  it('for GitHub lets no text out of its command', () => {
    expect(renderGithub([diagnostic])).to.equal(
      '::error file=my specs%2C#1%3A 50%25?.yaml,line=1,endLine=1,col=2,endColumn=5,title=unknown-property::' +
        'Unknown property "a%250A::%0D%0A\ufffd[31m"\n',
    );
  });

  it('JSON has everything in one level, and the second place below', () => {
    const { place: _, ...rest } = diagnostic;
    expect(JSON.parse(renderJson([diagnostic]))).to.deep.equal([
      { ...rest, ...place, related: { ...place, message: 'Here' } },
    ]);
  });

  it('SARIF names the rule, the file as a reference, and the region', () => {
    const { version, runs } = JSON.parse(renderSarif([diagnostic], '1.2.3')) as SarifLog;
    const [run] = runs;
    expect({ version, runs: runs.length, tool: run?.tool.driver.version }).to.deep.equal({
      version: '2.1.0',
      runs: 1,
      tool: '1.2.3',
    });
    const [result] = run?.results ?? [];
    expect(run?.tool.driver.rules[result?.ruleIndex ?? -1]?.id).to.equal('unknown-property');
    expect(result).to.deep.include({
      ruleId: 'unknown-property',
      level: 'error',
      message: { text: diagnostic.message },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: './my%20specs,%231:%2050%25%3F.yaml' },
            region: { startLine: 1, startColumn: 2, endLine: 1, endColumn: 5 },
          },
        },
      ],
    });
  });
});

interface SarifLog {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: {
      readonly driver: { readonly version: string; readonly rules: readonly { readonly id: string }[] };
    };
    readonly results: readonly { readonly ruleIndex: number }[];
  }[];
}
