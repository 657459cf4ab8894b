import type { ResolvedSpec } from '../../build/generated/resolved-spec.ts';
import type { Derived } from '../spec/derived.ts';
import type { SpecPath } from '../spec/path.ts';
import type { Parts } from './check.ts';

type Texts = Readonly<Record<string, string>>;

/** A variable in the container's environment. Variables come from three places of a spec. */
export interface Variable {
  readonly name: string;
  readonly path: SpecPath;
  /** Whether the variable's name is the key or the value at that path. */
  readonly at: 'key' | 'value';
}

const service: SpecPath = ['backend', 'service'];

/** The settings that variables come from, for checks that read them. */
export const variableReads = {
  ofDatabase: 'backend.database.environment',
  environment: 'backend.service.environment',
  secrets: 'backend.service.secrets',
} as const;

export function variablesOf({
  ofDatabase,
  environment,
  secrets,
}: Parts<typeof variableReads>): readonly Variable[] {
  const named = (key: 'environment' | 'secrets', texts: Texts) =>
    Object.keys(texts).map((name): Variable => ({ name, path: [...service, key, name], at: 'key' }));
  return [
    ...Object.entries(ofDatabase).map(([key, name]): Variable => ({
      name,
      path: ['backend', 'database', 'environment', key],
      at: 'value',
    })),
    ...named('environment', environment),
    ...named('secrets', secrets),
  ];
}

/** Environment or secrets as a list of names and values, as CloudFormation's types for containers want them. */
export function listVariables(
  values: Texts,
  key: 'environment' | 'secrets',
  valueName: 'Value' | 'ValueFrom',
): Derived {
  const path = [...service, key];
  const items = Object.entries(values).map(([Name, value]) => ({
    value: { Name, [valueName]: value },
    from: [...path, Name],
  }));
  return { value: items, from: path };
}

/** The ARNs of the secrets that this AWS service keeps. Each occurs once, from the first variable that has it. */
export function listArns(secrets: Texts, service: 'secretsmanager' | 'ssm'): Derived {
  const seen = new Set<string>();
  const path = ['backend', 'service', 'secrets'];
  const items = Object.entries(secrets)
    .filter(([, arn]) => arn.includes(`:${service}:`) && !seen.has(arn) && seen.add(arn))
    .map(([name, arn]) => ({ value: arn, from: [...path, name] }));
  return { value: items, from: path };
}

export function readsParameters({ backend }: ResolvedSpec): boolean {
  return Object.values(backend.service.secrets).some((arn) => arn.includes(':ssm:'));
}
