import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { pythonPackages, readPackageData } from '../../../compiler/build/python-packages.ts';

/** A shape of an API: what AWS's own model says of a value. */
export interface Modelled {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly documentation?: string;
  /** The shape of a member. */
  readonly shape?: string;
  readonly members?: Readonly<Record<string, Modelled>>;
}
interface ApiModel {
  readonly shapes: Readonly<Record<string, Modelled>>;
  readonly operations: Readonly<Record<string, Modelled>>;
}

const models = new Map<string, ApiModel>();

/**
 * What botocore's models have at a place such as `acm.RequestCertificateRequest.DomainName`, or the schema of a
 * resource type at one such as `AWS::ECR::Repository.Tags.0.Key`.
 */
export function modelledAt(place: string): (Modelled & AwsSchema) | undefined {
  if (place.startsWith('AWS::')) {
    const [type = '', ...path] = place.split('.');
    return schemaOfProperty(
      type,
      path.map((step) => (/^\d+$/.test(step) ? Number(step) : step)),
    );
  }
  const [service = '', name = '', member] = place.split('.');
  const { shapes, operations } = modelOf(service);
  const found = shapes[name] ?? operations[name];
  if (member === undefined) return found;
  const part = found?.members?.[member];
  return part && { ...shapes[part.shape ?? ''], ...part };
}

function modelOf(service: string): ApiModel {
  const known = models.get(service);
  if (known) return known;
  const folder = join(pythonPackages(), 'botocore', 'data', service);
  const newest = readdirSync(folder).sort().at(-1) ?? '';
  const packed = readFileSync(join(folder, newest, 'service-2.json.gz'));
  const model = JSON.parse(gunzipSync(packed).toString()) as ApiModel;
  models.set(service, model);
  return model;
}

/** The part of JSON Schema that CloudFormation's schemas of resource types use for values. */
export interface AwsSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, AwsSchema>>;
  readonly patternProperties?: Readonly<Record<string, AwsSchema>>;
  readonly items?: AwsSchema;
  readonly definitions?: Readonly<Record<string, AwsSchema>>;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly tagging?: { readonly taggable?: boolean; readonly tagProperty?: string };
}

const schemas = new Map<string, AwsSchema>();

/** CloudFormation's schema of a resource type, as cfn-lint ships it. */
export function resourceSchema(type: string): AwsSchema {
  const known = schemas.get(type);
  if (known) return known;
  const read = (...path: readonly string[]) => readPackageData('cfnlint', 'data', 'schemas', ...path);
  const files = read('providers', 'us-east-1.json') as Readonly<Record<string, string>>;
  const file = files[type];
  if (file === undefined) throw new Error(`cfn-lint has no schema of ${type}`);
  const schema = read('resources', `${file}.json`) as AwsSchema;
  schemas.set(type, schema);
  return schema;
}

/** What the schema of a type says of a property, an item, or a part of one; `undefined` where it says nothing. */
export function schemaOfProperty(type: string, path: readonly (string | number)[]): AwsSchema | undefined {
  const root = resourceSchema(type);
  return path.reduce<AwsSchema | undefined>((outer, step) => {
    const inner = typeof step === 'number' ? outer?.items : outer?.properties?.[step];
    return inner && resolved(root, inner);
  }, root);
}

function resolved(root: AwsSchema, schema: AwsSchema): AwsSchema {
  if (schema.$ref === undefined) return schema;
  const { $ref, ...beside } = schema;
  const name = $ref.replace('#/definitions/', '');
  return { ...resolved(root, root.definitions?.[name] ?? {}), ...beside };
}

/** AWS writes its patterns for Java, which must match a whole value in its APIs, and a part of it in its schemas. */
export function patternOf(pattern: string, isWhole: boolean): RegExp {
  const ours = pattern.replaceAll('\\Z', '$').replaceAll('\\-', '\\x2d').replaceAll('\\_', '_');
  return new RegExp(isWhole ? `^(?:${ours})$` : ours, 'u');
}
