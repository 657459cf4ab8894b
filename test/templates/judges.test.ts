import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { offeredVersions } from '../../compiler/facts/engine-versions.ts';
import { suppress } from '../../compiler/scanners/suppress.ts';
import { readTemplate } from '../../compiler/template/read.ts';
import { runtimes } from '../../templates/runtimes/registry.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { compileCombinations, withNewParts } from '../support/compile/compile-combinations.ts';
import { runtimeOf } from '../support/compile/runtime-of.ts';
import { validateTemplates } from '../support/judges/aws-validator.ts';
import { lintTemplates } from '../support/judges/cfn-lint.ts';
import { findArtifacts } from '../support/judges/find-artifacts.ts';
import { showFinding } from '../support/judges/finding.ts';
import type { Finding } from '../support/judges/finding.ts';
import { checkScripts } from '../support/judges/shellcheck.ts';
import { leftOut, needs } from '../support/needs.ts';
import { missingPythonTools } from '../support/python-tools.ts';

/**
 * Regions by runtime. For me-south-1 this version of cfn-lint has no schemas: it takes the name, and would judge
 * nothing.
 */
const regions: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  runtimes.map(({ name, regions }) => [name, regions.filter((region) => region !== 'me-south-1')]),
);

/** Rules that are right in general and wrong here. */
const accepted: readonly { rule: string; about: RegExp; reason: string }[] = [
  {
    rule: 'W2508',
    about: /port 3306/,
    reason: "App Runner's default egress has no fixed address (access: public); the compiler warns of it.",
  },
  {
    rule: 'E9006',
    about: new RegExp(`^'(${offeredVersions.join('|')})' is not one of`),
    reason: "The list of engine versions in AWS's validator is older than the one in cfn-lint.",
  },
  {
    rule: 'W2001',
    about: /^Parameter '?SharedStackName'? /,
    reason: 'A deployment gives it to every backend; without a database, one on App Runner imports nothing.',
  },
  ...['E3021', 'F3021'].map((rule) => ({
    rule,
    about: /'MasterUsername' is a dependency of 'MasterUserPassword'/,
    reason:
      'A restored cluster has the master user of the backup, and AWS says not to name it (docs/backup.md).',
  })),
  {
    rule: 'W3689',
    about: /MasterUserPassword/,
    reason: "AWS's handler sets the password after it has restored a cluster to a time (docs/backup.md).",
  },
  { rule: 'W9011', about: /PubliclyAccessible/, reason: 'The same: access: public.' },
];

/** Whether `archc compile --suppressions cfn-lint` writes that the rule is ignored. */
function isSuppressed({ file, rule }: Finding): boolean {
  const root = readTemplate(readFileSync(file, 'utf8'));
  const stack = path.basename(file).includes('shared') ? 'shared' : 'backend';
  return root.kind === 'map' && suppress('cfn-lint', [{ stack, root }]).text.includes(`- ${rule}\n`);
}

function isUnexpected({ rule, message }: Finding): boolean {
  return !accepted.some((exception) => exception.rule === rule && exception.about.test(message));
}

const planted = (file: string) => `test/templates/planted-mistakes/${file}`;
const templates = findArtifacts('.yaml');
const composed: string[] = [];
const misspelt = [planted('property.yaml'), planted('region.yaml')];
const scripts = findArtifacts('.sh');

let validated: Promise<readonly Finding[]> | undefined;

/** The compiled templates and those with mistakes, since most of the time goes into loading. */
function validateOnce(): Promise<readonly Finding[]> {
  validated ??= validateTemplates([...templates, ...composed, ...misspelt]);
  return validated;
}

describe('the compiled files', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'archc-judges-'));
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it('are there to be judged', () => {
    expect(templates).to.include('dist/todo/shared.yaml').and.include('dist/todo/backend.yaml');
    expect(templates.some((file) => file.startsWith('test/golden/'))).to.be.true;
    expect(scripts).to.include('dist/todo/build.sh');
    for (const { title, templates } of withNewParts(compileCombinations(toolkit))) {
      for (const { stack, text } of templates) {
        const file = path.join(folder, `${title.replaceAll(/\W+/g, '-')}-${stack}.yaml`);
        writeFileSync(file, text);
        composed.push(file);
      }
    }
    expect(composed).to.have.length.above(2 * runtimes.length);
  });

  for (const { name } of runtimes) {
    it(`leave cfn-lint silent in every region of ${name}`, async function () {
      needs(this, missingPythonTools());
      const files = templates.filter((file) => runtimeOf(file) === name);
      expect(files).to.have.length.above(0);
      expect(regions).to.have.property(name);
      const findings = await lintTemplates(files, regions[name] ?? []);
      expect(findings.filter(isUnexpected).map(showFinding)).to.deep.equal([]);
      const reported = findings.filter((finding) => !isSuppressed(finding));
      expect(reported.map(showFinding), 'left out of .cfnlintrc').to.deep.equal([]);
    });
  }

  // The templates with every setting have all options together, and are judged above in every region.
  it('leave cfn-lint silent whichever options are chosen together', async function () {
    needs(this, missingPythonTools());
    const findings = await lintTemplates(composed, ['ap-northeast-1']);
    expect(findings.filter(isUnexpected).map(showFinding)).to.deep.equal([]);
  });

  it("leave AWS's validator silent", async function () {
    needs(this, leftOut());
    const findings = await validateOnce();
    const unexpected = findings.filter(({ file }) => !misspelt.includes(file)).filter(isUnexpected);
    expect(unexpected.map(showFinding)).to.deep.equal([]);
  });

  it('leave ShellCheck silent', async function () {
    needs(this, missingPythonTools());
    expect((await checkScripts(scripts)).map(showFinding)).to.deep.equal([]);
  });
});

describe('the judges', () => {
  it('cfn-lint finds a misspelt property', async function () {
    needs(this, missingPythonTools());
    const findings = await lintTemplates([planted('property.yaml')], ['us-east-1']);
    expect(findings.map(showFinding)).to.deep.equal([
      `${planted('property.yaml')}:6:7 E3002 Additional properties are not allowed` +
        " ('DelaySecond' was unexpected. Did you mean 'DelaySeconds'?)",
    ]);
  });

  it('cfn-lint finds what only one of the regions lacks', async function () {
    needs(this, missingPythonTools());
    const findings = await lintTemplates([planted('region.yaml')], ['us-east-1', 'af-south-1']);
    expect(findings.map(({ rule }) => rule)).to.deep.equal(['E3006']);
    expect(await lintTemplates([planted('region.yaml')], regions['appRunner'] ?? [])).to.deep.equal([]);
  });

  it('cfn-lint has schemas for every region that it is asked about', async function () {
    needs(this, missingPythonTools());
    const asked = new Set(Object.values(regions).flat());
    const findings = await lintTemplates([planted('type.yaml')], [...asked]);
    const answers = findings.map(({ message }) => / does not exist in '(\S+)'$/.exec(message)?.[1]);
    expect(answers).to.have.members([...asked]);
  });

  it("AWS's validator finds a misspelt property", async function () {
    needs(this, leftOut());
    const findings = await validateOnce();
    const [finding, ...others] = findings.filter(({ file }) => misspelt.includes(file));
    expect(finding).to.include({ file: planted('property.yaml'), line: 6, rule: 'F3002' });
    expect(others).to.deep.equal([]);
  });

  it('ShellCheck finds an unquoted variable', async function () {
    needs(this, missingPythonTools());
    const findings = await checkScripts([planted('unquoted.sh')]);
    expect(findings.map(({ rule, line }) => ({ rule, line }))).to.deep.equal([{ rule: 'SC2086', line: 2 }]);
  });

  it('say that they failed when a file is not there', async function () {
    needs(this, missingPythonTools());
    for (const judge of [checkScripts, validateTemplates]) {
      const refusal = await judge(['no-such-file']).catch((error: unknown) => error);
      expect(refusal).to.be.an.instanceOf(Error);
    }
    expect(await lintTemplates(['no-such-file.yaml'], ['us-east-1'])).to.have.length(1);
  });
});
