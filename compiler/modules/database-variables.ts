import type { ResolvedSpec } from '../../build/generated/resolved-spec.ts';
import type { Derived } from '../spec/derived.ts';
import type { SpecPath } from '../spec/path.ts';
import { readSecretSource } from './secret-source.ts';

type Database = NonNullable<ResolvedSpec['backend']['database']>;
type WithDatabase = { readonly database?: Database | undefined };
type Existing = NonNullable<Database['existing']>;
type Environment = Database['environment'];
type Purpose = keyof Environment;
type Texts = Readonly<Record<string, string>>;

const path: SpecPath = ['backend', 'database'];
const environmentPath: SpecPath = [...path, 'environment'];
const existingPath: SpecPath = [...path, 'existing'];

/** Whether the backend has a database of its own in the cluster of the shared stack. */
export function usesCluster({ backend }: { readonly backend: WithDatabase }): boolean {
  return backend.database !== undefined && !backend.database.existing;
}

/** Whether the backend adds a rule to the security group of an existing database. */
export function opensGroup({ backend }: Pick<ResolvedSpec, 'backend'>): boolean {
  return backend.database?.existing?.securityGroupId !== undefined;
}

/** The variables about its database that a container gets, by what each is for. */
export function databaseVariables({ existing, environment }: Database): Partial<Environment> {
  if (!existing || existing.name !== undefined) return environment;
  const { name: _, ...others } = environment;
  return others;
}

/** What tells the container where its database is, as a list of names and values; empty without a database. */
export function listDatabaseVariables(database: Database | undefined): Derived {
  const values = !database ? {} : database.existing ? existingValues(database.existing) : ownValues(database);
  return listed(values, database, 'Value');
}

/** The values by what each is for, in the order in which the container gets them. */
type Values = Partial<Record<Purpose, Derived>>;

function ownValues({ name = '', user = '' }: Database): Values {
  return {
    host: imported('ClusterEndpoint'),
    name: { value: name, from: [...path, 'name'] },
    user: { value: user, from: [...path, 'user'] },
    port: { value: '3306', from: [...environmentPath, 'port'] },
    readerHost: imported('ClusterReaderEndpoint'),
  };
}

function existingValues({ host, port, readerHost, name }: Existing): Values {
  const at = (value: string, key: keyof Existing): Derived => ({ value, from: [...existingPath, key] });
  return {
    host: at(host, 'host'),
    ...(name !== undefined && { name: at(name, 'name') }),
    port: at(String(port), 'port'),
    ...(readerHost !== undefined && { readerHost: at(readerHost, 'readerHost') }),
  };
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
  const values: Values = database?.existing ? secretValues(database.existing) : { password: userSecret };
  return listed(values, database, valueName);
}

/** Amazon ECS wants all three colons, or none. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html */
function secretValues({ secretArn, userKey, passwordKey }: Existing): Values {
  const at = (jsonKey: string, key: keyof Existing): Derived => ({
    value: `${secretArn}:${jsonKey}::`,
    from: [...existingPath, key],
  });
  return { user: at(userKey, 'userKey'), password: at(passwordKey, 'passwordKey') };
}

/** A list of the variables that have a name, which the spec gives them or else the default. */
function listed(values: Values, database: Database | undefined, valueName: 'Value' | 'ValueFrom'): Derived {
  const names: Partial<Record<Purpose, string>> = database?.environment ?? {};
  const items = (Object.entries(values) as [Purpose, Derived][]).flatMap(([purpose, value]): Derived[] => {
    const from = [...environmentPath, purpose];
    const name = names[purpose];
    return name === undefined ? [] : [{ value: { Name: { value: name, from }, [valueName]: value }, from }];
  });
  return { value: items, from: environmentPath };
}

/** What a role must be able to read so that the container gets those variables, without what it reads already. */
export function listDatabaseResources(database: Database | undefined, secrets: Texts): Derived {
  if (!database) return { value: [], from: path };
  if (!database.existing) return { value: [userSecret], from: path };
  const { resource } = readSecretSource(database.existing.secretArn);
  const isRead = Object.values(secrets).some((text) => readSecretSource(text).resource === resource);
  const from = [...existingPath, 'secretArn'];
  return { value: isRead ? [] : [{ value: resource, from }], from };
}

/** The password that the backend stack makes. */
const userSecret: Derived = { value: 'DatabaseUserSecret', tag: 'Ref', from: path };
