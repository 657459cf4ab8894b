import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import { eitherOf } from '../../../compiler/modules/edits.ts';
import { opensGroup, usesCluster } from '../../../compiler/modules/database-variables.ts';
import type { CheckContext, DatabaseAccess, SpecOn, WayInside } from '../../../compiler/modules/module.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';

type Spec = SpecOn<'appRunner'>;
type Egress = NonNullable<Spec['backend']['service']['egress']>;

const egress: SpecPath = ['backend', 'service', 'egress'];
const access: SpecPath = ['shared', 'database', 'access'];
const network: SpecPath = ['shared', 'network'];

/** A closed database brings the service that uses it into the VPC, unless the spec says otherwise. */
export function connectsFrom(
  service: { readonly egress?: Egress | undefined },
  databaseAccess: DatabaseAccess | undefined,
): Egress {
  return service.egress ?? (databaseAccess === 'vpc' ? 'vpc' : 'internet');
}

export const wayInside: WayInside = {
  edit: { path: egress, value: 'vpc', words: '"egress: vpc" under backend.service' },
  network: '"network: { nat: one }" under shared (docs/closing-the-database.md)',
};

/** Inside the VPC, the service needs a connector, and a way into the database if it has one there. */
export function egressFragments(spec: Spec): readonly string[] {
  const isUser = usesCluster(spec);
  const databaseAccess = isUser ? spec.shared?.database?.access : undefined;
  if (connectsFrom(spec.backend.service, databaseAccess) === 'internet') return [];
  return [
    'backend/vpc-connector',
    ...(isUser ? ['backend/database'] : []),
    ...(opensGroup(spec) ? ['backend/existing-database'] : []),
  ];
}

interface Parts {
  readonly shared: NonNullable<Spec['shared']>;
  readonly database: Spec['backend']['database'];
  readonly egress: Egress | undefined;
}

/** A VPC connector stands in private subnets, which only a spec with `shared.network` makes. */
export function networkFindings(
  { shared, database, egress: wanted }: Parts,
  { written }: CheckContext,
): Finding[] {
  const isUser = usesCluster({ backend: { database } });
  const from = connectsFrom({ egress: wanted }, isUser ? shared.database?.access : undefined);
  if (shared.network || from === 'internet') return [];
  return [
    {
      code: 'needs-other-setting',
      path: written(access, egress),
      message: 'From inside the VPC, App Runner connects through private subnets, and this spec has none',
      ...eitherOf('Write', [
        {
          path: network,
          value: { nat: 'one' },
          words: '"network: { nat: one }" under shared',
        },
        { path: network, value: { nat: 'perZone' }, words: '"network: { nat: perZone }"' },
        {
          path: network,
          value: { nat: 'none' },
          words: `"network: { nat: none }", with which the service reaches ${isUser ? 'the database and nothing else' : 'nothing outside the VPC'}`,
        },
        { path: access, value: 'public', words: '"access: public" under shared.database' },
        { path: egress, value: 'internet', words: '"egress: internet" under backend.service' },
      ]),
    },
  ];
}
