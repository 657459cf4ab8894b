import type { SpecPath } from '../../../compiler/spec/path.ts';

const service = 'backend.service';
const database = 'shared.database';
const ranges = 'options.ipRestriction.allowedSourceIps';

/** Settings of which not every value goes with every value of the others. */
const groups: readonly (readonly string[])[] = [
  [`${service}.cpu`, `${service}.memory`],
  [`${service}.scaling.min`, `${service}.scaling.max`],
  [`${service}.architecture`, 'backend.build.platform', `${service}.runtime`],
  [
    `${service}.runtime`,
    service,
    'region',
    `${database}.access`,
    'shared.subnetCidrs',
    'backend.domain',
    ranges,
  ],
  [database, 'backend.database'],
  ['backend.database.existing', 'backend.database', 'region', `${service}.runtime`],
  [`${service}.healthCheck.intervalSeconds`, `${service}.healthCheck.timeoutSeconds`],
  [`${service}.healthCheck.protocol`, `${service}.healthCheck.path`],
  [`${service}.secrets`, `${service}.secretKeyArns`],
  [`${service}.environment`, `${service}.secrets`, 'backend.database.environment'],
  [`${service}.ipAddressType`, ranges],
  [`${service}.visibility`, 'backend.domain', 'options', `${service}.ipAddressType`],
  ['options.managedRules', 'options.rateLimit', 'backend.firewall.maxCapacity'],
  [`${service}.plainHttp`, 'backend.domain'],
  [`${database}.capacity.min`, `${database}.capacity.max`, `${database}.capacity.autoPauseSeconds`],
  [`${database}.capacity`, `${database}.engineVersion`],
  [`${database}.backupWindow`, `${database}.maintenanceWindow`],
  [`${database}.performanceInsightsRetentionDays`, `${database}.databaseInsights`],
  ['backend.domain.hostedZoneId', 'backend.domain.certificateArn', `${service}.runtime`],
  ['region', 'backend.domain.certificateArn'],
  ['backend.domain.weight', 'backend.domain.hostedZoneId'],
  ['backend.domain.name', 'backend.domain.aliases', 'backend.domain.certificateArn', `${service}.runtime`],
  ['region', 'shared.availabilityZones', 'options.ipRestriction.ipSetArns', `${database}.assumeDataApi`],
  ['shared.vpcCidr', 'shared.subnetCidrs', `${service}.scaling`, `${database}.readers`],
  ['name', 'stackNames', 'sharedStack', 'shared'],
  ['backend.firewall.log', 'backend.firewall.redactedHeaders'],
  ['backend.build.context', 'backend.build.dockerfile'],
];

/** The other settings that a value of this one may not fit. */
export function partnersOf(path: SpecPath): readonly SpecPath[] {
  const dotted = path.join('.');
  const isAt = (name: string) =>
    dotted === name || dotted.startsWith(`${name}.`) || name.startsWith(`${dotted}.`);
  return (
    groups
      .filter((group) => group.some(isAt))
      .flat()
      .map((name): SpecPath => name.split('.'))
      // A build secret is in a file or in a variable.
      .concat(/^backend\.build\.secrets\..*\.(file|env)$/.test(dotted) ? [path.slice(0, -1)] : [])
      // The later one of two items that don't go together is reported.
      .concat(typeof path.at(-1) === 'number' ? [path.slice(0, -1)] : [])
  );
}
