import { expect } from 'chai';
import { compile } from '../../compiler/compile.ts';
import { catalogue } from '../../compiler/diagnostics/catalogue.ts';
import { limits } from '../../compiler/facts/limits.ts';
import facts from '../../compiler/facts/rules.json' with { type: 'json' };
import type { SpecPath } from '../../compiler/spec/path.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { modelledAt } from '../support/judges/aws-models.ts';
import { boundValues, refusalsOf, saysSomething } from '../support/judges/aws-refusals.ts';
import { needs } from '../support/needs.ts';
import { missingPythonTools } from '../support/python-tools.ts';
import { compiledSpecs } from '../support/random-specs/compiled-specs.ts';
import { draftOf } from '../support/random-specs/draft.ts';
import { showFigure } from '../support/random-specs/runs.ts';

interface Rule {
  readonly settings: readonly string[];
  readonly rule: string;
  readonly runtime?: string;
  readonly source: string;
  readonly model?: { readonly at: string; readonly says: string };
  readonly page?: string;
  readonly unread?: boolean;
  readonly takes: readonly unknown[];
  readonly refuses: readonly { readonly value: unknown; readonly code: string }[];
}
const rules = facts.rules as readonly Rule[];

/** The setting with `*` for an index or a key of the user's own. */
function settingOf(from: SpecPath): string {
  return from
    .map((step) => (typeof step === 'number' ? '*' : step))
    .join('.')
    .replace(/^(backend\.service\.(?:environment|secrets))\..*$/, '$1.*');
}

const documented = new Set([
  ...rules.flatMap(({ settings }) => settings),
  ...Object.values(limits).flatMap(({ settings = [] }) => settings),
]);

const secretArn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf';

/** The codes of errors in a spec with a value at a setting, or around its `*`. */
function codesOf({ settings: [setting = ''], runtime }: Rule, value: unknown): string[] {
  const data: Record<string, unknown> = {
    archc: 1,
    name: 'todo',
    region: 'eu-west-1',
    shared: {
      availabilityZones: ['eu-west-1a', 'eu-west-1b'],
      ...(setting.startsWith('shared.network.') && { network: { nat: 'none' } }),
    },
    backend: {
      service: { runtime: runtime ?? 'fargate', port: 8080 },
      database: setting.startsWith('backend.database.existing.')
        ? { existing: { host: 'db.example.com', secretArn } }
        : { name: 'todo', user: 'todo_app' },
    },
  };
  draftOf(data, toolkit.schema).set(setting.replace(/\.\*$/, ''), value);
  const { diagnostics } = compile({ name: 'spec', bytes: Buffer.from(JSON.stringify(data)) }, toolkit);
  return diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);
}

describe('what AWS refuses', () => {
  it('is in no template of a valid spec, as far as the schemas of resource types say it', function () {
    needs(this, missingPythonTools());
    let values = 0;
    const refused = compiledSpecs(300).flatMap(({ text, compiled }) =>
      compiled.templates.flatMap(boundValues).flatMap((bound) => {
        values += 1;
        const at = `${settingOf(bound.from)} as ${bound.type} ${bound.property.join('.')}`;
        return refusalsOf(bound).map((refusal) => `${at} is ${refusal}, in\n${text}`);
      }),
    );
    showFigure(`values of settings at properties of AWS, compared with its schemas: ${values}`);
    expect(values).to.be.above(10_000);
    expect(refused).to.deep.equal([]);
  });

  it('would be found in a template', function () {
    needs(this, missingPythonTools());
    const scalar = (value: string | number) => ({ kind: 'scalar', value }) as const;
    const wrong = [
      ['AWS::Logs::LogGroup', ['RetentionInDays'], scalar(2)],
      ['AWS::ElasticLoadBalancingV2::TargetGroup', ['HealthCheckIntervalSeconds'], scalar(301)],
      ['AWS::ElasticLoadBalancingV2::TargetGroup', ['HealthCheckTimeoutSeconds'], scalar(1)],
      ['AWS::RDS::DBCluster', ['BackupRetentionPeriod'], scalar(1.5)],
      ['AWS::RDS::DBCluster', ['DeletionProtection'], scalar('true')],
      ['AWS::IAM::Role', ['Path'], scalar('teams')],
      ['AWS::IAM::Role', ['ManagedPolicyArns', 0], scalar('arn:aws:iam::1:policy/x')],
      ['AWS::IAM::Role', ['ManagedPolicyArns'], { kind: 'list', items: [scalar('a'), scalar('a')] }],
      ['AWS::IAM::Role', ['PermissionsBoundary'], scalar('x'.repeat(2049))],
      ['AWS::WAFv2::IPSet', ['Addresses', 0], scalar('')],
    ] as const;
    for (const [type, property, node] of wrong) {
      const refusals = refusalsOf({ from: [], type, property, node });
      expect(refusals, `${type} ${property.join('.')}`).to.not.deep.equal([]);
    }
  });

  it('is written down for every setting whose property has no rule in the schemas', function () {
    needs(this, missingPythonTools());
    const bound = compiledSpecs(300)
      .flatMap(({ compiled }) => compiled.templates.flatMap(boundValues))
      .filter(({ node }) => node.kind === 'scalar');
    const ruled = new Set(bound.filter(saysSomething).map(({ from }) => settingOf(from)));
    const settings = new Set(bound.map(({ from }) => settingOf(from)));
    expect(settings.size).to.be.above(50);
    const unknown = [...settings].filter(
      (setting) => !ruled.has(setting) && !documented.has(setting) && !documented.has(`${setting}.*`),
    );
    expect(unknown, 'write what AWS takes into compiler/facts/rules.json').to.deep.equal([]);
  });

  for (const rule of rules) {
    const title = `${rule.settings[0] ?? ''}${rule.runtime === undefined ? '' : ` on ${rule.runtime}`}`;

    it(`is refused by archc, and what AWS takes is not: ${title}: ${rule.rule}`, () => {
      expect(rule.source).to.match(/^https:\/\/docs\.aws\.amazon\.com\/./);
      for (const value of rule.takes) {
        expect(codesOf(rule, value), JSON.stringify(value)).to.deep.equal([]);
      }
      expect(rule.refuses).to.not.deep.equal([]);
      for (const { value, code } of rule.refuses) {
        expect(Object.keys(catalogue)).to.include(code);
        expect(codesOf(rule, value), JSON.stringify(value)).to.include(code);
      }
    });

    it(`says from what it is known: ${title}: ${rule.rule}`, function () {
      expect([rule.model, rule.page, rule.unread].filter((known) => known !== undefined)).to.have.length(1);
      if (!rule.model) return;
      needs(this, missingPythonTools());
      const said = modelledAt(rule.model.at)?.documentation?.replace(/<[^>]+>/g, '');
      expect(said?.replace(/\s+/g, ' ')).to.include(rule.model.says);
    });
  }
});
