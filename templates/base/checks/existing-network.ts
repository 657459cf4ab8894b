import type { ResolvedSpec } from '../../../build/generated/resolved-spec.ts';
import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import { check } from '../../../compiler/modules/check.ts';
import { eitherOf } from '../../../compiler/modules/edits.ts';
import type { Check, CheckContext } from '../../../compiler/modules/module.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';

type Network = NonNullable<NonNullable<ResolvedSpec['shared']>['network']>;

const path: SpecPath = ['shared', 'network'];

/** A network is made, with `nat`, or it exists, with `vpcId`. */
export const existingNetworkChecks: readonly Check[] = [
  check({ network: 'shared.network' }, ({ network }, about) =>
    network.vpcId === undefined ? madeFindings(network, about) : givenFindings(network, about),
  ),
  check(
    { network: 'shared.network', access: 'shared.database.access' },
    ({ network, access }, { written }) => {
      if (network.vpcId === undefined || access !== 'public') return [];
      return [
        {
          code: 'unreachable-database',
          path: written(['shared', 'database', 'access'], [...path, 'vpcId']),
          message: 'The database is for connections from the internet, and it stands in private subnets',
          hint: 'Write "access: vpc" under shared.database',
        },
      ];
    },
  ),
];

function madeFindings(
  { nat, publicSubnetIds, privateSubnetIds }: Network,
  { isGiven }: CheckContext,
): Finding[] {
  const ids = { publicSubnetIds, privateSubnetIds };
  const lonely = Object.entries(ids).flatMap(([key, value]): Finding[] =>
    value === undefined
      ? []
      : [
          {
            code: 'needs-other-setting',
            path: [...path, key],
            at: 'key',
            message: `"${key}" are subnets of an existing VPC, and there is no "vpcId"`,
            hint: 'Add "vpcId" under shared.network, for example vpcId: vpc-0123456789abcdef0',
          },
        ],
  );
  if (nat !== undefined || lonely.length > 0 || !isGiven(path)) return lonely;
  return [
    {
      code: 'missing-property',
      path,
      at: 'key',
      message: 'The property "nat" is missing',
      ...eitherOf('Write', [
        { path: [...path, 'nat'], value: 'one', words: '"nat: one"' },
        { path: [...path, 'nat'], value: 'perZone', words: '"nat: perZone"' },
        {
          path: [...path, 'nat'],
          value: 'none',
          words: '"nat: none", with which nothing leads from the private subnets to the internet',
        },
      ]),
    },
  ];
}

/** What archc would make, and so can't be said of a VPC that exists. */
const ofMade: readonly SpecPath[] = [
  ...['nat', 'publicSubnetCidrs', 'privateSubnetCidrs', 'endpoints', 'databaseRoute'].map((key) => [
    ...path,
    key,
  ]),
  ['shared', 'vpcCidr'],
  ['shared', 'subnetCidrs'],
];

function givenFindings(network: Network, { isGiven }: CheckContext): Finding[] {
  const conflicts = ofMade.filter(isGiven).map((setting): Finding => {
    const key = String(setting.at(-1));
    return {
      code: 'conflicting-properties',
      path: setting,
      at: 'key',
      message: `"${key}" and "vpcId" exclude each other: "${key}" is for a VPC that archc makes`,
      hint: `Remove "${key}"`,
      related: { path: [...path, 'vpcId'], message: '"vpcId" is here' },
    };
  });
  if (!network.privateSubnetIds) {
    return [
      ...conflicts,
      {
        code: 'missing-property',
        path,
        at: 'key',
        message: 'The property "privateSubnetIds" is missing',
        hint: 'Add it, for example privateSubnetIds: [subnet-0123456789abcdef2, subnet-0123456789abcdef3]',
      },
    ];
  }
  return [...conflicts, ...repeated(network)];
}

function repeated(network: Network): Finding[] {
  const all = (['publicSubnetIds', 'privateSubnetIds'] as const).flatMap((key) =>
    (network[key] ?? []).map((id, index) => ({ id, path: [...path, key, index] })),
  );
  return all.flatMap((each, index): Finding[] => {
    const first = all.slice(0, index).find(({ id }) => id === each.id);
    if (!first) return [];
    return [
      {
        code: 'duplicate-name',
        path: each.path,
        message: `"${each.id}" is listed twice`,
        hint: 'Write the id of another subnet',
        related: { path: first.path, message: 'First listed here' },
      },
    ];
  });
}
