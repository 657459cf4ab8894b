import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { schemaAt } from '../../compiler/spec/schema.ts';
import { pathOf } from '../../compiler/template/bind.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { readWithYaml } from '../support/yaml/read-yaml-yaml.ts';

interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}

interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly Properties?: { readonly RetentionInDays?: number };
}

const page = readFileSync('docs/non-functional.md', 'utf8');
/** Items of lists, rows of tables, and paragraphs. */
const parts = page.split(/\n(?=\n|- |\|)/);

function partsWith(code: string): string {
  return parts.filter((part) => part.includes(`\`${code}\``)).join('\n');
}

/** As a number or time of its own. */
function includesWord(text: string, word: string): boolean {
  return new RegExp(`(?<![\\w.-])${word}(?![\\w-])`).test(text);
}

describe('docs/non-functional.md', () => {
  for (const [runtime, setting, named] of [
    ['appRunner', 'backend.service.scaling.min', 'scaling'],
    ['appRunner', 'backend.service.scaling.max', 'scaling'],
    ['appRunner', 'backend.service.scaling.maxConcurrency', 'maxConcurrency'],
    ['fargate', 'backend.service.scaling.min', 'scaling.max'],
    ['fargate', 'backend.service.scaling.max', 'scaling.max'],
    ['fargate', 'backend.service.scaling.targetCpuPercent', 'targetCpuPercent'],
    ['fargate', 'backend.service.logRetentionDays', 'backend.service.logRetentionDays'],
    ['fargate', 'backend.firewall.logRetentionDays', 'backend.firewall.logRetentionDays'],
    ['fargate', 'shared.database.capacity.min', 'capacity.max'],
    ['fargate', 'shared.database.capacity.max', 'capacity.max'],
    ['fargate', 'shared.database.backupRetentionDays', 'backupRetentionDays'],
    ['fargate', 'shared.database.backupWindow', 'backupWindow'],
    ['fargate', 'shared.database.maintenanceWindow', 'maintenanceWindow'],
    ['fargate', 'shared.database.performanceInsightsRetentionDays', 'performanceInsightsRetentionDays'],
  ] as const) {
    it(`has the default of ${setting} on ${runtime} as it is`, () => {
      const spec = { backend: { service: { runtime } } };
      const { default: value } = schemaAt(toolkit.schema, pathOf(setting), spec);
      const shown = String(value).replace(/^tue:(.*)-tue:(.*)$/, 'Tuesdays $1-$2');
      expect(includesWord(partsWith(named), shown), `${shown} beside ${named}`).to.equal(true);
    });
  }

  for (const name of ['domain', 'fargate']) {
    it(`says of every log group in the templates how long it keeps, and whether it stays: ${name}`, () => {
      const text = readFileSync(`test/golden/${name}/expected/backend.yaml`, 'utf8');
      const { Resources } = readWithYaml(text, '1.2') as Template;
      const groups = Object.entries(Resources).filter(([, { Type }]) => Type === 'AWS::Logs::LogGroup');
      expect(groups).to.have.length.above(1);
      const wrong = groups.flatMap(([id, { DeletionPolicy, Properties }]) => {
        const row = partsWith(id);
        const days = `${String(Properties?.RetentionInDays)} days`;
        const fate =
          DeletionPolicy?.startsWith('Retain') === true
            ? 'stays when the stack is deleted'
            : 'deleted with the stack';
        return [days, fate].filter((fact) => !row.includes(fact)).map((fact) => `${id}: ${fact}`);
      });
      expect(wrong).to.deep.equal([]);
    });
  }

  it('has the length of passwords that the templates have', () => {
    const passwords = ['shared', 'backend'].map((stack) => {
      const text = readFileSync(`test/golden/domain/expected/${stack}.yaml`, 'utf8');
      return /PasswordLength: (\d+),?\s+ExcludePunctuation: true\b/.exec(text)?.[1];
    });
    expect(new Set(passwords)).to.have.property('size', 1);
    const [length = ''] = passwords;
    expect(page.replace(/\s+/g, ' ')).to.include(`passwords of ${length} random characters`);
  });

  it('says that no image is deleted by itself, as long as no template has a rule for that', () => {
    const template = readFileSync('test/golden/domain/expected/shared.yaml', 'utf8');
    const { Resources } = readWithYaml(template, '1.2') as Template;
    expect(page).to.include('**No image is ever deleted by itself**');
    expect(Resources['Repository']?.Properties).to.deep.equal({
      EmptyOnDelete: true,
      ImageScanningConfiguration: { ScanOnPush: true },
      ImageTagMutability: 'IMMUTABLE',
    });
  });
});
