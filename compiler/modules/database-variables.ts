import type { ResolvedSpec } from '../../build/generated/resolved-spec.ts';
import type { Derived } from '../spec/derived.ts';
import type { SpecPath } from '../spec/path.ts';

type Database = NonNullable<ResolvedSpec['backend']['database']>;

const path: SpecPath = ['backend', 'database'];
const environmentPath: SpecPath = [...path, 'environment'];

/** Whether the backend has a database of its own in the cluster of the shared stack. */
export function usesCluster({ backend }: Pick<ResolvedSpec, 'backend'>): boolean {
  return backend.database !== undefined;
}

/** What tells the container where its database is, as a list of names and values; empty without a database. */
export function listDatabaseVariables(database: Database | undefined): Derived {
  return { value: database ? variablesFor(database) : [], from: environmentPath };
}

function variablesFor({ name, user, environment }: Database): readonly Derived[] {
  const { port, readerHost } = environment;
  return [
    variable(environment, 'host', imported('ClusterEndpoint')),
    variable(environment, 'name', { value: name, from: [...path, 'name'] }),
    variable(environment, 'user', { value: user, from: [...path, 'user'] }),
    ...(port === undefined ? [] : [variable(environment, 'port', '3306')]),
    ...(readerHost === undefined
      ? []
      : [variable(environment, 'readerHost', imported('ClusterReaderEndpoint'))]),
  ];
}

type VariableKey = keyof Database['environment'];

/** A variable with the name that the spec, or else the default, gives it. */
function variable(
  environment: Database['environment'],
  key: VariableKey,
  value: Derived | string,
  valueName: 'Value' | 'ValueFrom' = 'Value',
): Derived {
  const from = [...environmentPath, key];
  const name: Derived = { value: environment[key] ?? null, from };
  return { value: { Name: name, [valueName]: value }, from };
}

/** The value of an export of the shared stack. */
function imported(output: string): Derived {
  const name: Derived = { value: `\${SharedStackName}-${output}`, tag: 'Sub', from: path };
  return { value: { 'Fn::ImportValue': name }, from: path };
}

/** The variables that AWS reads from Secrets Manager, with the name that the runtime's type has for the value. */
export function listDatabaseSecrets(
  database: Database | undefined,
  valueName: 'Value' | 'ValueFrom',
): Derived {
  const secrets = database ? [variable(database.environment, 'password', userSecret, valueName)] : [];
  return { value: secrets, from: environmentPath };
}

/** What a role must be able to read so that the container gets those variables. */
export function listDatabaseResources(database: Database | undefined): Derived {
  return { value: database ? [userSecret] : [], from: path };
}

/** The password that the backend stack makes. */
const userSecret: Derived = { value: 'DatabaseUserSecret', tag: 'Ref', from: path };
