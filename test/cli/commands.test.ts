import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { commands } from '../../compiler/cli/commands/index.ts';
import { catalogue } from '../../compiler/diagnostics/catalogue.ts';
import { resourceNames } from '../../compiler/explain/bindings.ts';
import { settingPaths } from '../../compiler/explain/setting.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { runArchc, useFolder } from './run-archc.ts';

const broken = 'test/errors/everything-at-once/spec.yaml';

describe('archc', () => {
  const folder = useFolder();

  it('explains itself: every command has help with an example', () => {
    expect(runArchc([]).code).to.equal(2);
    const { stdout } = runArchc(['--help']);
    for (const { name, examples } of commands) {
      expect(stdout).to.include(`  ${name} `);
      const help = runArchc([name, '--help']).stdout;
      expect(help).to.include(`Usage: archc ${name}`).and.include(String(examples[0]));
    }
  });

  it('knows its version', () => {
    expect(runArchc(['--version']).stdout).to.match(/^archc \d+\.\d+\.\d+\n$/);
  });

  it('suggests the command that was meant', () => {
    const { code, stderr } = runArchc(['complie']);
    expect({ code, stderr }).to.deep.equal({
      code: 2,
      stderr: 'archc: unknown command "complie": did you mean "archc compile"?\n',
    });
  });

  it('uses no escape codes where there is no terminal', () => {
    expect(runArchc(['validate', broken]).stderr)
      .to.include('error')
      .and.not.include('\u001b');
  });

  describe('validate', () => {
    it('exits with 0 without errors, also with warnings, and with 1 with errors', () => {
      expect(runArchc(['validate', 'specs/todo.yaml']).code).to.equal(0);
      expect(runArchc(['validate', 'test/golden/minimal/spec.yaml']).code).to.equal(0);
      expect(runArchc(['validate', 'specs/todo.yaml', broken]).code).to.equal(1);
    });

    it('lists diagnostics as JSON', () => {
      const rows = JSON.parse(runArchc(['validate', '--format', 'json', broken]).stdout) as object[];
      expect(rows).to.have.length(6);
      expect(rows[0]).to.include({
        code: 'zone-mismatch',
        severity: 'error',
        file: broken,
        line: 5,
        column: 40,
      });
    });

    it('annotates on GitHub', () => {
      const { stdout } = runArchc(['validate', '--format', 'github', broken]);
      expect(stdout).to.include(
        `::error file=${broken},line=14,endLine=14,col=5,endColumn=9,title=unknown-property::Unknown property "prot"%0ADid you mean "port"?\n`,
      );
    });

    it('writes SARIF whose results name their rules', () => {
      const log = JSON.parse(runArchc(['validate', '--format', 'sarif', broken]).stdout) as {
        version: string;
        runs: {
          tool: { driver: { rules: { id: string }[] } };
          results: { ruleId: string; ruleIndex: number }[];
        }[];
      };
      const [run] = log.runs;
      expect(log.version).to.equal('2.1.0');
      expect(run?.results).to.have.length(6);
      for (const { ruleId, ruleIndex } of run?.results ?? []) {
        expect(run?.tool.driver.rules[ruleIndex]?.id).to.equal(ruleId);
      }
    });

    it('refuses an unknown format', () => {
      expect(runArchc(['validate', '--format', 'xml', broken]).stderr).to.include(
        'text, json, github, sarif',
      );
    });
  });

  describe('init', () => {
    it('writes a spec without errors, but never over a file', () => {
      const run = (...args: string[]) => runArchc(['init', ...args], { cwd: folder.path });
      expect(run('--name', 'shop', '--region', 'eu-west-1').stdout).to.include('shop.yaml written');
      expect(runArchc(['compile', 'shop.yaml'], { cwd: folder.path }).code).to.equal(0);
      expect(run('--name', 'shop').stderr).to.include('it is there already');
      expect(readFileSync(join(folder.path, 'shop.yaml'), 'utf8')).to.include('region: eu-west-1');
    });

    it('refuses a name or region that no spec can have', () => {
      expect(runArchc(['init', '-', '--name', 'My API']).code).to.equal(1);
      expect(runArchc(['init', '-', '--region', 'eu-north-1']).stderr).to.include('region-not-supported');
    });
  });

  describe('explain', () => {
    const { stdout: longest } = runArchc(['explain', 'Service', 'specs/todo.yaml']);

    it('knows every code, setting and resource', () => {
      const explainAll = commands.find(({ name }) => name === 'explain');
      const out: string[] = [];
      const terminal = { out: (text: string) => out.push(text), err: () => undefined, colour: false };
      const topics = [...Object.keys(catalogue), ...settingPaths(toolkit.schema), ...resourceNames(toolkit)];
      for (const topic of topics) void explainAll?.run([topic], {}, terminal, toolkit);
      expect(out).to.have.length(topics.length);
      expect(out.join('')).to.not.include('undefined');
    });

    it("shows the lines of a spec that make a resource, and what is a default's", () => {
      expect(longest)
        .to.include('backend.service.port (specs/todo.yaml:18)')
        .and.include('backend.service.cpu (default)');
    });

    it('suggests what was meant', () => {
      expect(runArchc(['explain', 'DatabaseClustr']).stderr).to.include('did you mean "DatabaseCluster"?');
    });
  });

  it('prints the schema and the modules', () => {
    expect(runArchc(['schema']).stdout).to.equal(readFileSync('schema/archc.schema.json', 'utf8'));
    expect(runArchc(['options']).stdout)
      .to.include('ipRestriction')
      .and.include('appRunner');
    expect(runArchc(['options', 'ipRestriction']).stdout).to.include('# Option `ipRestriction`');
    expect(runArchc(['options', 'ipRestricton']).stderr).to.include('did you mean "ipRestriction"?');
  });
});
