import { expect } from 'chai';
import { typesIn } from '../../compiler/build/resource-types.ts';
import { compile } from '../../compiler/compile.ts';
import { limitOf } from '../../compiler/facts/limits.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { modelledAt, patternOf, resourceSchema, schemaOfProperty } from '../support/judges/aws-models.ts';
import { needs } from '../support/needs.ts';
import { missingPythonTools } from '../support/python-tools.ts';

/** What one service says of a tag's key or value. */
interface Rule {
  readonly of: string;
  readonly least: number;
  readonly most: number;
  readonly pattern: RegExp;
}

/** The shapes of a tag's key and value in the API of each service whose resources get the stack's tags. */
const shapes: Readonly<Record<string, readonly [api: string, key: string, value: string]>> = {
  ApplicationAutoScaling: ['application-autoscaling', 'TagKey', 'TagValue'],
  AppRunner: ['apprunner', 'TagKey', 'TagValue'],
  Backup: ['backup', 'TagKey', 'TagValue'],
  CertificateManager: ['acm', 'TagKey', 'TagValue'],
  Chatbot: ['chatbot', 'TagKey', 'TagValue'],
  CloudWatch: ['cloudwatch', 'TagKey', 'TagValue'],
  EC2: ['ec2', 'Tag.Key', 'Tag.Value'],
  ECR: ['ecr', 'TagKey', 'TagValue'],
  ECS: ['ecs', 'TagKey', 'TagValue'],
  ElasticLoadBalancingV2: ['elbv2', 'TagKey', 'TagValue'],
  IAM: ['iam', 'tagKeyType', 'tagValueType'],
  KMS: ['kms', 'TagKeyType', 'TagValueType'],
  Lambda: ['lambda', 'TagKey', 'TagValue'],
  Logs: ['logs', 'TagKey', 'TagValue'],
  RDS: ['rds', 'Tag.Key', 'Tag.Value'],
  S3: ['s3', 'Tag.Key', 'Tag.Value'],
  SNS: ['sns', 'TagKey', 'TagValue'],
  SecretsManager: ['secretsmanager', 'TagKeyType', 'TagValueType'],
  WAFv2: ['wafv2', 'TagKey', 'TagValue'],
};

function taggedTypes(): readonly string[] {
  return typesIn(Object.values(toolkit.fragments)).filter((type) => {
    const { tagging } = resourceSchema(type);
    return tagging?.taggable === true && tagging.tagProperty !== undefined;
  });
}

/** What CloudFormation, its schemas of the tagged types, and the services' APIs say. */
function rulesOf(part: 'Key' | 'Value'): readonly Rule[] {
  const inSchemas = taggedTypes().map((type): Rule => {
    const property = resourceSchema(type).tagging?.tagProperty?.split('/').at(-1) ?? '';
    const schema = schemaOfProperty(type, [property, 0, part]) ?? partOfMap(type, property, part);
    if (!schema) throw new Error(`no schema of the tags of ${type}`);
    const { minLength: least = 0, maxLength: most = Infinity, pattern = '' } = schema;
    return { of: type, least, most, pattern: patternOf(pattern, false) };
  });
  const inModels = Object.values({ ...shapes, '': ['cloudformation', 'TagKey', 'TagValue'] as const }).map(
    ([api, key, value]): Rule => {
      const place = `${api}.${part === 'Key' ? key : value}`;
      const model = modelledAt(place);
      if (!model) throw new Error(`no shape of ${place}`);
      const { min: least = 0, max: most = Infinity, pattern = '.*' } = model;
      return { of: place, least, most, pattern: patternOf(pattern, true) };
    },
  );
  return [...inSchemas, ...inModels];
}

/** The part's schema in a type whose tags are a mapping from keys to values. */
function partOfMap(type: string, property: string, part: 'Key' | 'Value') {
  const [entry] = Object.entries(schemaOfProperty(type, [property])?.patternProperties ?? {});
  return entry && (part === 'Key' ? { pattern: entry[0] } : entry[1]);
}

/** The codes of a spec with these tags. */
function codesOf(
  tags: Readonly<Record<string, string>>,
  beside: object = { sharedStack: 'platform' },
): string[] {
  const spec = {
    archc: 1,
    name: 'todo',
    region: 'eu-west-1',
    tags,
    ...beside,
    backend: {
      service: { runtime: 'fargate', port: 8080, plainHttp: true },
      database: { name: 'todo', user: 'todo_app' },
    },
  };
  const { diagnostics } = compile({ name: 'spec', bytes: Buffer.from(JSON.stringify(spec)) }, toolkit);
  return diagnostics.map(({ code }) => code);
}

const takesKey = (key: string) => codesOf({ [key]: 'x' }).length === 0;
const takesValue = (value: string) => codesOf({ x: value }).length === 0;
const printable = Array.from({ length: 0x7f - 0x20 }, (_, at) => String.fromCharCode(0x20 + at));

describe('the tags of a spec', () => {
  const parts = [
    ['Key', takesKey],
    ['Value', takesValue],
  ] as const;

  it('reach resources of services that are all known here', function () {
    needs(this, missingPythonTools());
    const types = taggedTypes();
    expect(types).to.have.length.above(20);
    expect(new Set(types.map((type) => type.split('::')[1]))).to.deep.equal(new Set(Object.keys(shapes)));
  });

  for (const [part, takes] of parts) {
    it(`have only characters in each ${part.toLowerCase()} that every service takes, and all of these`, function () {
      needs(this, missingPythonTools());
      const rules = rulesOf(part);
      expect(rules.filter(({ pattern }) => !pattern.test('a&b'))).to.have.length.above(5);
      for (const character of printable) {
        const text = `a${character}b`;
        const against = rules.filter(({ pattern }) => !pattern.test(text)).map(({ of }) => of);
        expect(takes(text), `${JSON.stringify(text)}, refused by ${against.join()}`).to.equal(
          against.length === 0,
        );
      }
    });

    it(`have only lengths of each ${part.toLowerCase()} that every service takes, and all of these`, function () {
      needs(this, missingPythonTools());
      const rules = rulesOf(part);
      const least = Math.max(...rules.map((rule) => rule.least));
      const most = Math.min(...rules.map((rule) => rule.most));
      const limit = limitOf(part === 'Key' ? 'tag-key' : 'tag-value');
      expect([least, most]).to.deep.equal([1, limit]);
      const taken = [0, least, most, most + 1].map((length) => takes('x'.repeat(length)));
      expect(taken).to.deep.equal([false, true, true, false]);
    });

    it(`have no ${part.toLowerCase()} that AWS or RDS keeps for itself, in whatever case`, function () {
      for (const reserved of ['aws:x', 'AWS:x', 'Aws:', 'rds:x', 'RDS:x']) {
        expect(takes(reserved), reserved).to.equal(false);
      }
      for (const free of ['awsome:x', 'aws', 'my:aws:x', 'rds-x', 'x rds:x']) {
        expect(takes(free), free).to.equal(true);
      }
      needs(this, missingPythonTools());
      const said = modelledAt(`rds.Tag.${part}`)?.documentation?.replace(/<[^>]+>/g, '');
      expect(said).to.include("can't be prefixed with aws: or rds:");
    });

    it(`begin and end with no space in a ${part.toLowerCase()}, and with no other white space`, () => {
      for (const text of [' a', 'a ', ' ', 'a\tb', 'a\nb', 'a\u00a0b']) {
        expect(takes(text), JSON.stringify(text)).to.equal(false);
      }
      expect(takes('a  b')).to.equal(true);
    });
  }

  it('have no two keys that differ in case alone', () => {
    expect(codesOf({ Team: 'a', team: 'b', TEAM: 'c' })).to.deep.equal(['duplicate-name', 'duplicate-name']);
    expect(codesOf({ team: 'a', teams: 'a' })).to.deep.equal([]);
  });

  it('are as many as a resource takes, and the VPC has one of its own', () => {
    const shared = {
      shared: {
        availabilityZones: ['eu-west-1a', 'eu-west-1b'],
        database: { deletionProtection: true },
      },
    };
    const tags = (count: number, first = 'first') =>
      Object.fromEntries([
        [first, 'x'],
        ...Array.from({ length: count - 1 }, (_, at) => [`tag-${at}`, 'x']),
      ]) as Record<string, string>;
    expect(codesOf(tags(50))).to.deep.equal([]);
    expect(codesOf(tags(51))).to.deep.equal(['out-of-range']);
    expect(codesOf(tags(49), shared)).to.deep.equal([]);
    expect(codesOf(tags(50), shared)).to.deep.equal(['out-of-range']);
    expect(codesOf(tags(50, 'Name'), shared)).to.deep.equal([]);
    expect(codesOf(tags(51, 'Name'), shared)).to.deep.equal(['out-of-range']);
  });
});
