import type { ResolvedSpec } from '../../build/generated/resolved-spec.ts';
import type { Finding } from '../diagnostics/diagnostic.ts';
import { hintOf } from '../diagnostics/offer.ts';
import { byCodeUnit } from '../spec/code-unit-order.ts';
import type { Derived } from '../spec/derived.ts';
import type { SpecPath } from '../spec/path.ts';
import type { Parts } from './check.ts';
import { databaseVariables } from './database-variables.ts';
import { readSecretSource } from './secret-source.ts';
import type { SecretSource } from './secret-source.ts';

type Backend = ResolvedSpec['backend'];
type Keys = Pick<Backend, 'database'> & {
  readonly service: { readonly secrets: Texts; readonly secretKeyArns: readonly string[] };
};
type Texts = Readonly<Record<string, string>>;

/** A variable in the container's environment. Variables come from three places of a spec. */
export interface Variable {
  readonly name: string;
  readonly path: SpecPath;
  /** Whether the variable's name is the key or the value at that path. */
  readonly at: 'key' | 'value';
}

const service: SpecPath = ['backend', 'service'];
const secretsPath: SpecPath = [...service, 'secrets'];

/** The settings that variables come from, for checks that read them. */
export const variableReads = {
  database: 'backend.database?',
  environment: 'backend.service.environment',
  secrets: 'backend.service.secrets',
} as const;

export function variablesOf({
  database,
  environment,
  secrets,
}: Parts<typeof variableReads>): readonly Variable[] {
  const named = (key: 'environment' | 'secrets', texts: Texts) =>
    Object.keys(texts).map((name): Variable => ({ name, path: [...service, key, name], at: 'key' }));
  return [
    ...Object.entries(database ? databaseVariables(database) : {}).map(([key, name]): Variable => ({
      name,
      path: ['backend', 'database', 'environment', key],
      at: 'value',
    })),
    ...named('environment', environment),
    ...named('secrets', secrets),
  ];
}

/** What to name a variable whose name is reserved, whether that is a key of the spec or a value. */
export function otherName(
  name: string,
  path: SpecPath,
  at: 'key' | 'value',
): Pick<Finding, 'hint' | 'offer'> {
  const other = `APP_${name.replace(/^(AWSAPPRUNNER|AWS_CONTAINER|ECS)_?/, '')}`.replace(/_$/, '');
  const say = ([value]: readonly unknown[]) => `Choose another name, such as "${String(value)}"`;
  const values = [other, `${other}_NAME`];
  return hintOf({ path, kind: at === 'key' ? 'name' : 'example', values, say });
}

/** The environment as a list of names and values, as CloudFormation's types for containers want it. */
export function listEnvironment(environment: Texts): Derived {
  const path = [...service, 'environment'];
  const items = Object.entries(environment).map(([Name, value]) => ({
    value: { Name, Value: literal(value, [...path, Name]) },
    from: [...path, Name],
  }));
  return { value: items, from: path };
}

/**
 * Text that reaches the container as it is. Where it has `${...}`, it is taken apart at its dollar signs: CloudFormation
 * would keep it either way, but tools take it for a forgotten `!Sub` (cfn-lint: E1029).
 */
function literal(value: string, from: SpecPath): string | Derived {
  if (!value.includes('${')) return value;
  const parts = value.split('$').map((part): Derived => ({ value: part, from }));
  return {
    value: [
      { value: '$', from },
      { value: parts, from },
    ],
    tag: 'Join',
    from,
  };
}

/** The secrets as such a list, with the name that the runtime's type has for the value. */
export function listSecrets(secrets: Texts, valueName: 'Value' | 'ValueFrom'): Derived {
  const items = Object.entries(secrets).map(([Name, text]) => {
    const from = [...secretsPath, Name];
    const { reference, isNamed } = readSecretSource(text);
    return { value: { Name, [valueName]: substituted(reference, isNamed, from) }, from };
  });
  return { value: items, from: secretsPath };
}

/**
 * What a role must be able to read of the service, sorted. Each resource occurs once, from the first variable that has
 * it.
 */
export function listResources(secrets: Texts, service: SecretSource['service']): Derived {
  const found = new Map<string, Derived>();
  for (const [variable, text] of Object.entries(secrets)) {
    const { resource, isNamed, service: keeper } = readSecretSource(text);
    if (keeper !== service || found.has(resource)) continue;
    found.set(resource, substituted(resource, isNamed, [...secretsPath, variable]));
  }
  const items = [...found].sort(([one], [other]) => byCodeUnit(one, other)).map(([, item]) => item);
  return { value: items, from: secretsPath };
}

/**
 * The services through which a role may use the keys of secrets, as AWS KMS names them. A secret is in the region of its
 * key. https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
export function listKeyServices({ service: { secrets, secretKeyArns }, database }: Keys): Derived {
  const keepers = new Set(Object.values(secrets).map((text) => readSecretSource(text).service));
  if (database?.existing) keepers.add('secretsmanager');
  const regions = new Set(secretKeyArns.map((arn) => arn.split(':')[3] ?? ''));
  const from = [...service, 'secretKeyArns'];
  const items = [...regions]
    .sort()
    .flatMap((region) =>
      [...keepers].sort().map((keeper) => ({ value: `${keeper}.${region}.amazonaws.com`, from })),
    );
  return { value: items, from };
}

function substituted(value: string, isNamed: boolean, from: SpecPath): Derived {
  return isNamed ? { value, tag: 'Sub', from } : { value, from };
}

/** Whether the container gets a value of Secrets Manager. */
export function readsSecrets({ backend }: ResolvedSpec): boolean {
  return backend.database !== undefined || readsFrom('secretsmanager', backend.service.secrets);
}

export function readsParameters({ backend }: ResolvedSpec): boolean {
  return readsFrom('ssm', backend.service.secrets);
}

function readsFrom(keeper: SecretSource['service'], secrets: Texts): boolean {
  return Object.values(secrets).some((text) => readSecretSource(text).service === keeper);
}
