import type { ResolvedSpec } from '../../../build/generated/resolved-spec.ts';
import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import { arnIn, otherRegionOf } from '../../../compiler/modules/account.ts';
import { check } from '../../../compiler/modules/check.ts';
import { eitherOf } from '../../../compiler/modules/edits.ts';
import type { Check } from '../../../compiler/modules/module.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';

type Source = NonNullable<NonNullable<NonNullable<ResolvedSpec['shared']>['database']>['restoreFrom']>;

const path: SpecPath = ['shared', 'database', 'restoreFrom'];

/** Which backup a new cluster is made from. */
export const restoreChecks: readonly Check[] = [
  check({ source: 'shared.database.restoreFrom' }, ({ source }) => sourceFindings(source)),
  check({ time: 'shared.database.restoreFrom.time' }, ({ time }) => timeFindings(time)),
  check(
    {
      snapshot: 'shared.database.restoreFrom.snapshot',
      region: 'region',
      zones: 'shared.availabilityZones?',
    },
    ({ snapshot, region, zones = [] }) => regionFindings(snapshot, region, zones),
  ),
];

function sourceFindings({ snapshot, cluster, time }: Source): Finding[] {
  if (snapshot !== undefined) {
    const other = cluster === undefined ? 'time' : 'cluster';
    return cluster === undefined && time === undefined ? [] : [bothFinding(other)];
  }
  if (cluster === undefined && time === undefined) {
    return [
      {
        code: 'missing-property',
        path,
        at: 'key',
        message: '"restoreFrom" names no backup',
        hint: 'Add "snapshot:" with the name of a snapshot, or "cluster:" and "time:"',
      },
    ];
  }
  if (cluster !== undefined && time !== undefined) return [];
  if (time === undefined) {
    return [
      {
        code: 'missing-property',
        path: [...path, 'cluster'],
        at: 'key',
        message: '"cluster" needs "time": the moment to go back to',
        ...eitherOf('Add', [
          { path: [...path, 'time'], value: 'latest', words: '"time: latest", or a time in UTC' },
        ]),
      },
    ];
  }
  return [
    {
      code: 'missing-property',
      path: [...path, 'time'],
      at: 'key',
      message: '"time" needs "cluster": whose backup it is',
      hint: 'Add "cluster:" with the identifier of a cluster',
    },
  ];
}

function bothFinding(other: 'cluster' | 'time'): Finding {
  return {
    code: 'conflicting-properties',
    path: [...path, other],
    at: 'key',
    message: `"snapshot" and "${other}" exclude each other: a cluster is made from one backup`,
    ...eitherOf('Remove', [
      { path: [...path, other], value: undefined, words: `"${other}"` },
      { path: [...path, 'snapshot'], value: undefined, words: '"snapshot"' },
    ]),
    related: { path: [...path, 'snapshot'], message: '"snapshot" is here' },
  };
}

function timeFindings(time: string): Finding[] {
  if (time === 'latest' || isDate(time)) return [];
  return [
    {
      code: 'wrong-form',
      path: [...path, 'time'],
      message: `There is no such day as "${time.slice(0, 10)}"`,
      hint: 'Write a time in UTC, such as "2026-11-24T09:00:00Z", or latest',
    },
  ];
}

/** Whether the calendar has the day; the schema has checked the rest. */
function isDate(time: string): boolean {
  const [year = 0, month = 0, day = 0] = time.split(/[-T]/, 3).map(Number);
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return day <= days;
}

function regionFindings(snapshot: string, region: string, zones: readonly string[]): Finding[] {
  if (!snapshot.startsWith('arn:')) return [];
  const other = otherRegionOf(snapshot, region, zones);
  if (other === undefined) return [];
  return [
    {
      code: 'wrong-form',
      path: [...path, 'snapshot'],
      message: `The snapshot "${snapshot}" is in ${other}, and the cluster in ${region}`,
      hint: `Copy it to ${region} (aws rds copy-db-cluster-snapshot), and write the ARN of the copy, such as "${arnIn(region, snapshot)}"`,
    },
  ];
}
