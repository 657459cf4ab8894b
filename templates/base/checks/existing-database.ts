import type { ResolvedSpec } from '../../../build/generated/resolved-spec.ts';
import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import { arnIn } from '../../../compiler/modules/account.ts';
import { check } from '../../../compiler/modules/check.ts';
import { eitherOf } from '../../../compiler/modules/edits.ts';
import type { Check, CheckContext, RuntimeContext } from '../../../compiler/modules/module.ts';
import { readSecretSource } from '../../../compiler/modules/secret-source.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';
import { sizeFindings, sourceFindings } from './secrets.ts';

type Database = NonNullable<ResolvedSpec['backend']['database']>;
type Existing = NonNullable<Database['existing']>;

const database: SpecPath = ['backend', 'database'];
const existing: SpecPath = [...database, 'existing'];
const environment: SpecPath = [...database, 'environment'];

/** Checks of a database that archc does not make. */
export const existingDatabaseChecks: readonly Check[] = [
  check({}, (_, about) => ['name', 'user'].flatMap((key) => exclusionFindings(key, about))),
  check({ arn: 'backend.database.existing.secretArn', region: 'region' }, ({ arn, region }) =>
    secretFindings(arn, region),
  ),
  check(
    { source: 'backend.database.existing', variables: 'backend.database.environment' },
    ({ source }, about) => [
      ...unsetFindings('name', source, about),
      ...unsetFindings('readerHost', source, about),
      ...readerFindings(source, about),
    ],
  ),
  check({ group: 'backend.database.existing.securityGroupId', service: 'backend.service' }, groupFindings),
];

function exclusionFindings(key: string, { isGiven }: CheckContext): Finding[] {
  if (!isGiven(existing) || !isGiven([...database, key])) return [];
  const name = key === 'name';
  return [
    {
      code: 'conflicting-properties',
      path: [...database, key],
      at: 'key',
      message: `"existing" and "${key}" exclude each other: archc makes no ${name ? 'database' : 'user'} in a database that exists`,
      hint: name
        ? 'Remove it, or write it under "existing", if the container shall get it'
        : 'Remove it: the secret of "existing" has the user',
      related: { path: existing, message: '"existing" is here' },
    },
  ];
}

function secretFindings(arn: string, region: string): Finding[] {
  const path = [...existing, 'secretArn'];
  const [, , , other = ''] = arn.split(':');
  const found = [...sourceFindings(path, arn), ...sizeFindings(path, readSecretSource(arn), region)];
  if (other === region) return found;
  return [
    ...found,
    {
      code: 'wrong-form',
      path,
      message: `The secret "${arn}" is in ${other}, and the service in ${region}`,
      hint: `Write the ARN of a secret in ${region}, such as "${arnIn(region, arn)}": Secrets Manager can keep a replica there`,
    },
  ];
}

/** A variable that the spec names, and of which nobody knows the value. */
function unsetFindings(key: 'name' | 'readerHost', source: Existing, { isGiven }: CheckContext): Finding[] {
  if (source[key] !== undefined || !isGiven([...environment, key])) return [];
  return [
    {
      code: 'needs-other-setting',
      path: [...environment, key],
      at: 'key',
      message: `The variable has no value without "${key}" under "existing"`,
      ...eitherOf('', [
        { path: [...environment, key], value: undefined, words: 'Remove it' },
        {
          path: [...existing, key],
          value: examples[key],
          words: `write "${key}: ${examples[key]}" under "existing"`,
        },
      ]),
    },
  ];
}

const examples = { name: 'shop', readerHost: 'reader.example.com' } as const;

function readerFindings({ readerHost }: Existing, { isGiven }: CheckContext): Finding[] {
  if (readerHost === undefined || isGiven([...environment, 'readerHost'])) return [];
  return [
    {
      code: 'needs-other-setting',
      path: [...existing, 'readerHost'],
      at: 'key',
      message: '"readerHost" works only with a variable for it',
      ...eitherOf('', [
        { path: [...existing, 'readerHost'], value: undefined, words: 'Remove it' },
        {
          path: [...environment, 'readerHost'],
          value: 'DB_READER_HOST',
          words: 'write "readerHost: DB_READER_HOST" under backend.database.environment',
        },
      ]),
    },
  ];
}

interface Connection {
  readonly group: string;
  readonly service: ResolvedSpec['backend']['service'];
}

/** A rule names the group that connections come from, which a service outside the VPC does not have. */
function groupFindings({ group, service }: Connection, { runtime, runtimes }: RuntimeContext): Finding[] {
  if (runtime.connectsFrom(service, undefined) === 'vpc') return [];
  const path = [...existing, 'securityGroupId'];
  const { edit } = runtime.wayInside ?? {};
  const inside = runtimes.filter(({ databaseAccess }) => databaseAccess === 'vpc');
  return [
    {
      code: 'needs-other-setting',
      path,
      at: 'key',
      message: `No rule in "${group}" can let the service in, because ${runtime.reasons['shared.database.access']}`,
      ...eitherOf('', [
        { path, value: undefined, words: 'Remove it, and let the database answer on the internet' },
        ...(edit ? [{ ...edit, words: `write ${edit.words}` }] : []),
        ...inside.map(({ name }) => ({
          path: ['backend', 'service', 'runtime'],
          value: name,
          words: `write "runtime: ${name}"`,
        })),
      ]),
    },
  ];
}
