import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import {
  accountFindings,
  arnIn,
  boundaryArn,
  otherRegionOf,
  policyArns,
} from '../../../compiler/modules/account.ts';
import { check, checkOf } from '../../../compiler/modules/check.ts';
import { eitherOf } from '../../../compiler/modules/edits.ts';
import type { Check, SpecWith } from '../../../compiler/modules/module.ts';
import { repeatedItems } from '../../../compiler/modules/repeated-items.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';

const option: SpecPath = ['options', 'alarms'];
const topic: SpecPath = [...option, 'topicArn'];

export const alarmChecks: readonly Check[] = [
  check({ alarms: 'options.alarms' }, ({ alarms: { notify, slack, topicArn } }) =>
    (notify ?? slack ?? topicArn) === undefined ? [nobodyNotified] : [],
  ),
  check({ alarms: 'options.alarms' }, ({ alarms }) => exclusionFindings(alarms)),
  check({ notify: 'options.alarms.notify' }, ({ notify }) =>
    repeatedItems(notify, [...option, 'notify'], 'mail address'),
  ),
  check({ without: 'options.alarms.without' }, ({ without }) =>
    repeatedItems(without, [...option, 'without'], 'alarm'),
  ),
  check(
    { topicArn: 'options.alarms.topicArn', region: 'region', zones: 'shared.availabilityZones?' },
    ({ topicArn, region, zones = [] }) => regionFindings(topicArn, region, zones),
  ),
  check(
    {
      topicArn: 'options.alarms.topicArn',
      boundary: 'permissionsBoundary?',
      policies: 'backend.service.policyArns',
    },
    ({ topicArn, boundary, policies }) =>
      accountFindings([{ arn: topicArn, path: topic }], [...boundaryArn(boundary), ...policyArns(policies)]),
  ),
  checkOf<SpecWith<'alarms'>>()(
    { rollback: 'options.alarms.rollback', runtime: 'backend.service.runtime' },
    ({ rollback }, { runtime, isGiven }) => {
      const path = [...option, 'rollback'];
      if (!rollback || !isGiven(path) || runtime.rollbackOn.length > 0) return [];
      return [
        {
          code: 'other-runtime',
          path,
          at: 'key',
          message: `On ${runtime.name} no alarm ends a deployment: AWS brings the former version back only when the health check fails`,
          hint: 'Remove "rollback"',
        },
      ];
    },
  ),
];

const nobodyNotified: Finding = {
  code: 'missing-property',
  path: option,
  at: 'key',
  message: '"alarms" names nobody to report to',
  hint: 'Add "notify:" with mail addresses, "slack:" with a channel, or "topicArn:" with an SNS topic',
};

/** An existing topic has its own subscribers. */
function exclusionFindings(alarms: {
  readonly topicArn?: string;
  readonly notify?: unknown;
  readonly slack?: unknown;
}): Finding[] {
  if (alarms.topicArn === undefined) return [];
  return (['notify', 'slack'] as const).flatMap((key): Finding[] => {
    if (alarms[key] === undefined) return [];
    const what = key === 'notify' ? 'mail addresses' : 'channels';
    return [
      {
        code: 'conflicting-properties',
        path: [...option, key],
        at: 'key',
        message: `"${key}" and "topicArn" exclude each other: an existing topic has ${what} of its own`,
        ...eitherOf('', [
          { path: [...option, key], value: undefined, words: `remove "${key}"` },
          { path: topic, value: undefined, words: 'remove "topicArn"' },
        ]),
        related: { path: topic, message: '"topicArn" is here' },
      },
    ];
  });
}

/** CloudWatch publishes only to topics of the alarm's region. */
function regionFindings(arn: string, region: string, zones: readonly string[]): Finding[] {
  const other = otherRegionOf(arn, region, zones);
  if (other === undefined) return [];
  return [
    {
      code: 'wrong-form',
      path: topic,
      message: `The topic "${arn}" is in ${other}, and the alarms in ${region}`,
      hint: `Write the ARN of a topic in ${region}, such as "${arnIn(region, arn)}"`,
    },
  ];
}
