import { copyFileSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { expect } from 'chai';
import { suppress } from '../../compiler/scanners/suppress.ts';
import { securityTools, missingSecurityTools } from '../support/judges/security-tools.ts';
import { needs } from '../support/needs.ts';
import { missingPythonTools, pythonTool } from '../support/python-tools.ts';
import { run, runArchc, runLine, useFolder } from '../support/terminal/run-archc.ts';
import { compileFile, judgedSpecs, judgeOnce } from './judge-specs.ts';

const page = readFileSync('docs/what-scanners-say.md', 'utf8');
const [cdkApp = ''] = blocks('js');
const commands = blocks('sh');

function blocks(language: string): string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(
    ([, text = '']) => text,
  );
}

describe('archc compile --suppressions', () => {
  const folder = useFolder();
  const at = (...names: string[]) => join(folder.path, ...names);
  const suppressions = ['checkov', 'cdk-nag', 'cfn-lint'].flatMap((name) => ['--suppressions', name]);
  const compile = (...args: string[]) => runArchc(['compile', ...args], { cwd: folder.path });

  beforeEach(() => {
    mkdirSync(at('specs'));
    copyFileSync('specs/todo.yaml', at('specs/todo.yaml'));
  });

  it('leaves Checkov and cfn-lint nothing to find, by the commands of docs/what-scanners-say.md', function () {
    needs(this, missingSecurityTools() ?? missingPythonTools());
    expect(commands).to.have.length(2);
    const programs = [join(securityTools, 'venv/bin'), dirname(pythonTool('cfn-lint')), process.env.PATH];
    // Nothing else of this process: what earlier tests set must not decide what a scanner finds.
    const env = { PATH: programs.join(delimiter), HOME: folder.path };
    for (const command of commands) {
      const { code, stdout, stderr } = runLine(`set -e\n${command}`, { cwd: folder.path, env });
      expect(code, stdout + stderr).to.equal(0);
    }
  });

  it('leaves cdk-nag nothing to find, by the lines of that page', function () {
    needs(this, missingSecurityTools());
    compile('specs/todo.yaml', '--suppressions', 'cdk-nag');
    symlinkSync(join(securityTools, 'node_modules'), at('node_modules'));
    writeFileSync(at('app.cjs'), cdkApp);
    // CDK's own validation of templates, which takes seconds, is not cdk-nag's.
    const env = { ...process.env, CDK_OUTDIR: at('cdk.out'), CDK_VALIDATION: 'false' };
    const judge = () => run([process.execPath, 'app.cjs'], { cwd: folder.path, env });
    expect(judge()).to.deep.equal({ code: 0, stdout: '', stderr: '' });
    writeFileSync(at('dist/todo/.cdk-nag.json'), '[]\n');
    const { code, stdout, stderr } = judge();
    expect(code).to.equal(1);
    expect(stdout + stderr).to.include('The VPC does not have an associated Flow Log. (AwsSolutions)');
  });

  it('suppresses a rule of cfn-lint where a template breaks it', function () {
    needs(this, missingPythonTools());
    copyFileSync('test/golden/without-database/spec.yaml', at('shop.yaml'));
    expect(compile('shop.yaml', ...suppressions).code).to.equal(0);
    const [name = ''] = readdirSync(at('dist'));
    const templates = ['--', at('dist', name, 'backend.yaml')];
    const config = ['--config-file', at('dist', name, '.cfnlintrc')];
    expect(readFileSync(at('dist', name, '.cfnlintrc'), 'utf8')).to.include('- W2001');
    const { code, stdout } = run([pythonTool('cfn-lint'), ...config, ...templates]);
    expect({ code, stdout }).to.deep.equal({ code: 0, stdout: '' });
  });

  it('suppresses what the scanners find in each judged spec, and nothing else', async function () {
    needs(this, missingSecurityTools());
    const findings = await judgeOnce();
    for (const file of judgedSpecs) {
      const { templates } = compileFile(file);
      const found = findings.filter(({ spec, rule }) => spec === file && !rule.startsWith('CT.'));
      const suppressed = new Set([...checkovPairs(templates), ...cdkNagPairs(templates)]);
      const pairs = new Set(found.map(({ rule, resource }) => `${rule} ${resource}`));
      expect([...suppressed].sort(), file).to.deep.equal([...pairs].sort());
    }
  });

  it('writes files beside the templates, which stay as they are, and compares them', () => {
    compile('specs/todo.yaml');
    const before = readFileSync(at('dist/todo/backend.yaml'), 'utf8');
    expect(compile('specs/todo.yaml', '--check', '--suppressions', 'checkov').stderr).to.include(
      'run "archc compile specs/todo.yaml --suppressions checkov"',
    );
    expect(compile('specs/todo.yaml', ...suppressions, '--suppressions', 'checkov').stdout).to.match(
      /^dist\/todo\/\.cfnlintrc +created/m,
    );
    expect(readFileSync(at('dist/todo/backend.yaml'), 'utf8')).to.equal(before);
    expect(compile('specs/todo.yaml', '--check', ...suppressions).code).to.equal(0);
    expect(runArchc(['diff', 'dist/todo', 'specs/todo.yaml'], { cwd: folder.path }).stderr).to.equal('');
  });

  it('leaves a file alone when it is not asked for', () => {
    compile('specs/todo.yaml', ...suppressions);
    writeFileSync(at('dist/todo/.checkov.baseline'), 'mine\n');
    expect(compile('specs/todo.yaml').code).to.equal(0);
    expect(compile('specs/todo.yaml', '--check').code).to.equal(0);
    expect(readFileSync(at('dist/todo/.checkov.baseline'), 'utf8')).to.equal('mine\n');
    expect(readdirSync(at('dist/todo'))).to.include('.cfnlintrc');
  });

  it('knows three scanners', () => {
    const { code, stderr } = compile('specs/todo.yaml', '--suppressions', 'checkof');
    expect(code).to.equal(2);
    expect(stderr).to.include('--suppressions "checkof" is unknown: write checkov, cdk-nag or cfn-lint');
  });
});

type Templates = ReturnType<typeof compileFile>['templates'];

interface Baseline {
  readonly failed_checks: readonly {
    readonly findings: readonly { readonly resource: string; readonly check_ids: readonly string[] }[];
  }[];
}

function checkovPairs(templates: Templates): string[] {
  const { failed_checks: files } = JSON.parse(suppress('checkov', templates).text) as Baseline;
  return files.flatMap(({ findings }) =>
    findings.flatMap(({ resource, check_ids: ids }) =>
      ids.map((id) => `${id} ${resource.split('.').at(-1) ?? ''}`),
    ),
  );
}

function cdkNagPairs(templates: Templates): string[] {
  const list = JSON.parse(suppress('cdk-nag', templates).text) as readonly Readonly<
    Record<'id' | 'resource', string>
  >[];
  return list.map(({ id, resource }) => `${id} ${resource}`);
}
