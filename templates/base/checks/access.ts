import type { ResolvedSpec } from '../../../build/generated/resolved-spec.ts';
import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import { check } from '../../../compiler/modules/check.ts';
import { eitherOf } from '../../../compiler/modules/edits.ts';
import type { Check, DatabaseAccess, Runtime, RuntimeContext } from '../../../compiler/modules/module.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';
import { wantsCluster } from './database.ts';

const database: SpecPath = ['shared', 'database'];
const accessPath: SpecPath = [...database, 'access'];

/** Whether the service reaches the database, and who else does. */
export const accessChecks: readonly Check[] = [
  check({ access: 'shared.database.access', service: 'backend.service' }, accessFindings),
];

interface Connection {
  readonly access: DatabaseAccess;
  readonly service: ResolvedSpec['backend']['service'];
}

function accessFindings({ access, service }: Connection, about: RuntimeContext): Finding[] {
  const { runtime, isGiven } = about;
  const needsDatabase = wantsCluster(isGiven);
  // Another backend of the shared stack may need what this one does not.
  if (!needsDatabase && runtime.databaseAccess === 'public') return [];
  const isInside = runtime.connectsFrom(service, needsDatabase ? access : undefined) === 'vpc';
  if (access === 'vpc') return isInside ? [] : [unreachableFinding(runtime)];
  if (isInside) return [needlessFinding(about)];
  return isGiven(accessPath) ? [] : [openFinding(about)];
}

function unreachableFinding({ name, wayInside }: Runtime): Finding {
  return {
    code: 'unreachable-database',
    path: accessPath,
    message: `"access: vpc" shuts the service out: on ${name} it connects from outside the VPC`,
    ...eitherOf('Write', [
      ...(wayInside ? [wayInside.edit] : []),
      { path: accessPath, value: 'public', words: '"access: public" under shared.database' },
    ]),
    ...(wayInside && {
      related: { path: wayInside.edit.path, message: 'This decides where it connects from' },
    }),
  };
}

/** The service is inside already, or comes inside with this spec. */
function needlessFinding({ runtime, isGiven }: RuntimeContext): Finding {
  const close =
    runtime.databaseAccess === 'vpc'
      ? 'Remove "access: public"'
      : 'Write "access: vpc" under shared.database';
  const written = isGiven(accessPath);
  return {
    code: 'needlessly-open-database',
    path: written ? accessPath : database,
    ...(!written && { at: 'key' }),
    message: `${written ? '"access: public" exposes the database' : 'The database is exposed'} to the internet, and ${runtime.name} does not need it`,
    hint: `${close} as soon as nothing outside the VPC connects any more`,
  };
}

function openFinding({ runtime, runtimes, isGiven }: RuntimeContext): Finding {
  const others = runtimes.filter(({ databaseAccess }) => databaseAccess === 'vpc');
  const hasNetwork = isGiven(['shared', 'network']);
  const inside =
    runtime.wayInside && `"access: vpc" there${hasNetwork ? '' : ` and ${runtime.wayInside.network}`}`;
  const ways = [inside, others.map(({ name }) => `"runtime: ${name}"`).join(' or ')]
    .filter(Boolean)
    .join(', or ');
  return {
    code: 'open-database',
    path: database,
    at: 'key',
    message: `The database is reachable from the internet, because ${runtime.reasons['shared.database.access']}`,
    hint: `To accept this, write "access: public" under shared.database (TLS and a password stay required)${ways === '' ? '' : `; to keep the database private, write ${ways}`}`,
  };
}
