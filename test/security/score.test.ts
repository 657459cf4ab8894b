import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { exceptions } from '../../compiler/scanners/exceptions.ts';
import { schemaAt } from '../../compiler/spec/schema.ts';
import { pathOf } from '../../compiler/template/bind.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { missingSecurityTools } from '../support/judges/security-tools.ts';
import { needs } from '../support/needs.ts';
import { compareWithExceptions, figuresOf, judgeOnce } from './judge-specs.ts';

describe('the score of security', () => {
  it('has nothing that compiler/scanners/exceptions.json does not explain, and no exception without need', async function () {
    needs(this, missingSecurityTools());
    const { findings, unused } = compareWithExceptions(await judgeOnce());
    expect(findings, 'not explained').to.deep.equal([]);
    expect(unused, 'exceptions without need').to.deep.equal([]);
  });

  it('names a finding that is new, and an exception whose finding is gone', async function () {
    needs(this, missingSecurityTools());
    const findings = await judgeOnce();
    const [first] = findings;
    expect(first).to.not.be.undefined;
    const added = { spec: 'specs/todo.yaml', rule: 'CKV_AWS_1', resource: 'Vpc', message: 'Be safe' };
    expect(compareWithExceptions([...findings, added]).findings).to.deep.equal([
      'specs/todo.yaml: CKV_AWS_1 at Vpc: Be safe',
    ]);
    const without = findings.filter(({ rule }) => rule !== 'CKV_AWS_192');
    expect(compareWithExceptions(without).unused).to.deep.equal([
      '"A web ACL without a rule against Log4Shell": nothing reports CKV_AWS_192 any more',
      '"A web ACL without a rule against Log4Shell": nothing reports WebAcl any more',
    ]);
  });

  it('has at most five rules of each scanner at what is hardened, as both READMEs say', async function () {
    needs(this, missingSecurityTools());
    const figures = figuresOf(await judgeOnce(), 'specs/hardened.yaml');
    const [checkov = 0, controlTower = 0, awsSolutions = 0] = [...figures.values()].map(({ rules }) => rules);
    expect(Math.max(checkov, controlTower, awsSolutions)).to.be.at.most(5);
    expect(readFileSync('README.md', 'utf8').replaceAll('\n', ' ')).to.include(
      `${checkov} rules of Checkov, ${controlTower} of AWS Control Tower and ${awsSolutions} of cdk-nag's AwsSolutions`,
    );
    expect(readFileSync('README.ja.md', 'utf8')).to.include(
      `Checkov が ${checkov}、AWS Control Tower が ${controlTower}、cdk-nag の AwsSolutions が ${awsSolutions} `,
    );
  });

  it('names only settings that exist as ways out', () => {
    const settings = exceptions.flatMap(({ about, reason, remedy }) =>
      [...`${reason} ${remedy}`.matchAll(/`((?:shared|backend|options)\.[\w.]+)/g)].map(
        ([, setting = '']) => [about, setting] as const,
      ),
    );
    expect(settings.length).to.be.above(20);
    const reference = readFileSync('docs/reference.md', 'utf8');
    expect(settings.filter(([, setting]) => !reference.includes(`### \`${setting}\``))).to.deep.equal([]);
  });

  it('writes only values that the settings have', () => {
    const written = exceptions.flatMap(({ remedy }) => [
      ...remedy.matchAll(/`((?:shared|backend|options)\.[\w.]+): ([^`]+)`/g),
    ]);
    expect(written.length).to.be.above(5);
    for (const [text, setting = '', value] of written) {
      const { enum: allowed, type } = schemaAt(toolkit.schema, pathOf(setting), undefined);
      if (allowed) expect(allowed.map(String), text).to.include(value);
      if (type === 'boolean') expect(value, text).to.match(/^(true|false)$/);
    }
  });

  it('gives each exception a heading, a reason and a way out, as sentences or settings', () => {
    expect(new Set(exceptions.map(({ about }) => about)).size).to.equal(exceptions.length);
    for (const { about, reason, remedy } of exceptions) {
      expect(about).to.match(/^[A-Z].*[^.]$/);
      expect(reason, about).to.match(/^[A-Z].*\.$/);
      expect(remedy, about).to.match(/^([A-Z].*\.|`.*|.*`.*\.)$/);
    }
  });
});
