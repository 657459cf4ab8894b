import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { compile } from '../../compiler/compile.ts';
import { catalogue } from '../../compiler/diagnostics/catalogue.ts';
import { limitOf, limits } from '../../compiler/facts/limits.ts';
import type { LimitId } from '../../compiler/facts/limits.ts';
import { dereference } from '../../compiler/spec/schema.ts';
import type { Schema } from '../../compiler/spec/schema.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { modelledAt } from '../support/judges/aws-models.ts';
import { needs } from '../support/needs.ts';
import { missingPythonTools } from '../support/python-tools.ts';

const all = Object.entries(limits);

/** The schemas that hold at a dotted path, with that runtime or with each; `*` stands for any key. */
function schemasAt(path: string, runtime: string | undefined): readonly Schema[] {
  const fitting = toolkit.runtimes.filter(({ name }) => name === (runtime ?? name));
  const roots = fitting.map(({ name }) => ({
    ...toolkit.schema.definitions,
    service: toolkit.schema.definitions?.[`${name}Service`] ?? {},
  }));
  return roots.flatMap((definitions) => {
    const root: Schema = { ...toolkit.schema, definitions };
    let here: Schema | undefined = root;
    for (const key of path.split('.')) {
      const inside: Schema = dereference(root, here ?? {});
      const value = inside.additionalProperties;
      const any = inside.items ?? (typeof value === 'object' ? value : undefined);
      here = key === '*' ? any : inside.properties?.[key];
    }
    return here ? [dereference(root, here)] : [];
  });
}

/** The codes of a spec's messages, with these parts in place of the usual ones. */
function codesOf(parts: { tags?: object; shared?: object; service?: object; backend?: object }): string[] {
  const spec = {
    archc: 1,
    name: 'todo',
    region: 'eu-west-1',
    tags: parts.tags ?? {},
    shared: {
      availabilityZones: ['eu-west-1a', 'eu-west-1b'],
      database: { deletionProtection: true },
      ...parts.shared,
    },
    backend: {
      service: { runtime: 'fargate', port: 8080, ...parts.service },
      database: { name: 'todo', user: 'todo_app' },
      domain: { name: 'api.example.com', hostedZoneId: 'Z0123456789ABCDEFGHIJ' },
      ...parts.backend,
    },
  };
  const { diagnostics } = compile({ name: 'spec', bytes: Buffer.from(JSON.stringify(spec)) }, toolkit);
  return diagnostics.map(({ code }) => code);
}

const onAppRunner = { runtime: 'appRunner' };
const open = { database: { access: 'public', deletionProtection: true } };
const aliases = (count: number) => ({
  domain: { name: 'example.com', aliases: times(count, (at) => ({ name: `a${at}.example.com` })) },
});
const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, at) => make(at));
const tags = (count: number) => Object.fromEntries(times(count, (at) => [`tag-${at}`, 'x']));
const domain = (length: number) => ({
  domain: { name: `${'a'.repeat(30)}.${'b'.repeat(length - 35)}.com`, hostedZoneId: 'Z0123456789ABCDEFGHIJ' },
});
const network = (prefix: number) => ({ subnetCidrs: [`10.0.4.0/${prefix}`, `10.0.8.0/${prefix}`] });
const tasks = (max: number) => ({ scaling: { min: 1, max } });
const secrets = (count: number) => ({
  secrets: Object.fromEntries(
    times(count, (at) => [
      `S_${at}`,
      `arn:aws:secretsmanager:eu-west-1:123456789012:secret:${'x'.repeat(200)}${at}-AbCdEf`,
    ]),
  ),
});

describe('the limits of AWS', () => {
  for (const [id, limit] of all) {
    it(`have their source, and one way in which archc keeps to them: ${id}`, () => {
      expect(limit.source).to.match(
        /^https:\/\/((docs\.)?aws\.amazon\.com|dev\.mysql\.com|github\.com\/aws)\//,
      );
      expect(limit.most).to.be.above(0);
      expect([limit.page, limit.model].filter((known) => known !== undefined)).to.have.length(1);
      if (limit.page !== undefined) expect(limit.page).to.match(/^20\d\d(-\d\d)?$/);
      const ways = [limit.code, limit.settings, limit.never, limit.aws].filter((way) => way !== undefined);
      expect(ways).to.have.length(1);
      if (limit.code !== undefined) expect(Object.keys(catalogue)).to.include(limit.code);
    });
  }

  for (const [id, { settings = [], runtime, most }] of all) {
    for (const setting of settings) {
      it(`are those of the schema, or larger: ${setting} and ${id}`, () => {
        const bounds = schemasAt(setting, runtime).flatMap(({ maxLength, maxItems, maximum }) =>
          [maxLength, maxItems, maximum].filter((bound) => bound !== undefined),
        );
        expect(bounds).to.not.deep.equal([]);
        for (const bound of bounds) expect(bound).to.be.at.most(most);
      });
    }
  }

  for (const [id, { most, model }] of all) {
    if (model === undefined) continue;
    it(`are those of AWS's models: ${id}`, function () {
      needs(this, missingPythonTools());
      const found = modelledAt(model.at);
      if (model.says === undefined) {
        expect(found?.max ?? found?.maxLength ?? found?.maximum ?? found?.maxItems).to.equal(most);
      } else {
        expect(found?.documentation?.replace(/<[^>]+>/g, '')).to.include(model.says);
        expect(model.says.replaceAll(',', '').split(/\D+/)).to.include(String(most));
      }
    });
  }

  const withCode = all.flatMap(([id, { code }]) => (code === undefined ? [] : [id as LimitId]));
  /** For each limit with a message: a spec that just keeps to it, and one that exceeds it. */
  const cases: Partial<Record<LimitId, readonly [keeps: Parameters<typeof codesOf>[0], exceeds: object]>> = {
    'template-bytes': [
      { service: { environment: { A: 'x'.repeat(20_000) } } },
      { service: { environment: { A: 'x'.repeat(50_000) } } },
    ],
    'stack-tags': [{ tags: tags(49) }, { tags: tags(50) }],
    'tag-key': [{ tags: { ['x'.repeat(127)]: 'x' } }, { tags: { ['x'.repeat(128)]: 'x' } }],
    'role-inline-policies': [{ service: secrets(30) }, { service: secrets(40) }],
    'secret-name': [
      { service: { secrets: { S: `secret:${'x'.repeat(512)}` } } },
      { service: { secrets: { S: `secret:${'x'.repeat(513)}` } } },
    ],
    'parameter-name': [
      { service: { secrets: { S: `/${'x'.repeat(1011 - 45)}` } } },
      { service: { secrets: { S: `/${'x'.repeat(1012 - 45)}` } } },
    ],
    'parameter-levels': [
      { service: { secrets: { S: '/x'.repeat(15) } } },
      { service: { secrets: { S: '/x'.repeat(16) } } },
    ],
    'certificate-name': [{ backend: domain(64) }, { backend: domain(65) }],
    'app-runner-domains': [
      { service: onAppRunner, shared: open, backend: aliases(4) },
      { service: onAppRunner, shared: open, backend: aliases(5) },
    ],
    'load-balancer-addresses': [
      { shared: network(27), service: tasks(18) },
      { shared: network(27), service: tasks(19) },
    ],
    'load-balancer-subnet': [
      { shared: network(27), service: tasks(1) },
      { shared: network(28), service: tasks(1) },
    ],
    'reserved-addresses': [
      { shared: network(24), service: tasks(242) },
      { shared: network(24), service: tasks(243) },
    ],
    'subnet-prefix': [{ shared: network(27) }, { shared: network(29) }],
  };

  it('with a message are all tried here', () => {
    expect(Object.keys(cases)).to.have.members(withCode);
  });

  for (const id of withCode) {
    it(`are reported when a spec exceeds them, and not before: ${id}`, () => {
      const [keeps = {}, exceeds = {}] = cases[id] ?? [];
      expect(codesOf(keeps)).to.deep.equal([]);
      expect(codesOf(exceeds)).to.include(limits[id].code);
    });
  }

  it('count a secret once, however many of its keys are read', () => {
    const name = 'x'.repeat(60);
    const keys = times(100, (at) => [`S_${at}`, `secret:${name}:key-${at}`] as const);
    expect(codesOf({ service: { secrets: Object.fromEntries(keys) } })).to.deep.equal([]);
  });

  it('leave a subnet room for the instances of the database that stand in it', () => {
    const inSmall = (readers: number, max: number) =>
      codesOf({
        shared: { ...network(27), database: { deletionProtection: true, readers } },
        service: tasks(max),
      });
    expect(inSmall(1, 18)).to.deep.equal([]);
    expect(inSmall(2, 18)).to.deep.equal(['subnet-too-small']);
    expect(inSmall(3, 18)).to.deep.equal(['subnet-too-small', 'subnet-too-small']);
    expect(inSmall(15, 11)).to.deep.equal([]);
  });

  it('leave the default network room for the most tasks that a spec may ask for', () => {
    expect(codesOf({ service: tasks(1000) })).to.deep.equal([]);
  });

  it('of a load balancer do not matter where there is none', () => {
    const service = { runtime: 'appRunner' };
    const shared = { ...network(28), database: { access: 'public', deletionProtection: true } };
    expect(codesOf({ service, shared })).to.deep.equal([]);
    expect(codesOf({ service, shared, backend: domain(65) })).to.deep.equal([]);
  });

  it('are on their page, each with its figure', () => {
    expect(existsSync('docs/limits.md')).to.equal(true);
    const page = readFileSync('docs/limits.md', 'utf8');
    for (const [, { what, source }] of all) expect(page).to.include(`[${what}](${source})`);
    expect(page).to.include(`| ${String(limitOf('certificate-name'))} |`);
  });
});
