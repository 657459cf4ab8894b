import { regionOfZones, usualZones } from '../../compiler/facts/regions.ts';
import { parseRange, partsOf } from '../../compiler/modules/ip-range.ts';
import { valueAt } from '../../compiler/spec/path.ts';

/** What hints may propose for the base's settings, as far as the rest of the spec tells. */
export function examplesFor(spec: unknown): Readonly<Record<string, readonly unknown[]>> {
  const region = textAt(spec, 'region');
  const zones = textsAt(spec, 'shared', 'availabilityZones');
  const zonesHere = region === undefined ? [] : usualZones(region).map((letter) => `${region}${letter}`);
  const meant = regionOfZones(zones.filter((zone) => /^[a-z]+(-[a-z]+)+-[0-9][a-z]$/.test(zone)));
  const { halves, quarters, eighths, whole } = subnetsOf(spec);
  return {
    region: meant === undefined ? [] : [meant],
    stackNames: [{ backend: `${textAt(spec, 'name') ?? 'todo'}-service` }],
    shared: [{ availabilityZones: zonesHere }],
    'shared.availabilityZones': [zonesHere],
    'shared.availabilityZones.*': zonesHere,
    'shared.vpcCidr': whole,
    'shared.subnetCidrs': [quarters.slice(0, 2), halves],
    'shared.subnetCidrs.*': [...quarters, ...halves],
    'shared.network.publicSubnetCidrs': pairsOf(eighths),
    'shared.network.publicSubnetCidrs.*': eighths,
    'shared.network.privateSubnetCidrs': pairsOf(eighths),
    'shared.network.privateSubnetCidrs.*': eighths,
    'shared.database.backupWindow': hours.map((hour) => `${hour}:00-${hour}:30`),
    'shared.database.maintenanceWindow': hours.map((hour) => `tue:${hour}:00-tue:${hour}:30`),
    'backend.database.existing.secretArn': [
      `arn:aws:secretsmanager:${region ?? 'us-east-1'}:123456789012:secret:shop/db-AbCdEf`,
    ],
    'backend.database.environment.*': ['HOST', 'PORT', 'READER_HOST', 'NAME', 'USER', 'PASS'].map(
      (name) => `DB_${name}`,
    ),
    'backend.service.environment.*': variableNames,
    'backend.service.scaling.min': [valueAt(spec, ['backend', 'service', 'scaling', 'max'])],
    'backend.service.scaling.max': [valueAt(spec, ['backend', 'service', 'scaling', 'min'])],
    'backend.service.secrets.*': [...variableNames, '/shop/api-key'],
    'backend.service.policyArns.*': [
      'AmazonS3ReadOnlyAccess',
      'AmazonSQSFullAccess',
      'CloudWatchReadOnlyAccess',
    ].map((name) => `arn:aws:iam::aws:policy/${name}`),
    'backend.firewall.redactedHeaders.*': ['x-api-key', 'x-auth-token', 'set-cookie', 'x-session'],
    'backend.build.cache.from.*': ['registry.example.com/todo-layers', 'registry.example.com/more-layers'],
    'tags.*': ['team', 'project', 'owner', 'cost-centre'],
  };
}

/** Windows of one half hour of these do not overlap one that is shorter than the time between them. */
const hours = ['01', '07', '13', '19'];

const variableNames = ['LOG_LEVEL', 'API_KEY', 'TIME_ZONE', 'FEATURE_FLAGS'];

/** The halves, quarters and eighths of the VPC's range that are possible subnets, and a range that has the subnets in it. */
function subnetsOf(spec: unknown) {
  const vpc = parseRange(textAt(spec, 'shared', 'vpcCidr') ?? '10.0.0.0/16');
  const [subnet] = textsAt(spec, 'shared', 'subnetCidrs');
  const [first, second] = (subnet ?? '').split('.');
  const whole = second === undefined ? [] : [`${String(first)}.${second}.0.0/16`];
  const inside = (more: number) =>
    vpc.ok && vpc.range.family === 'ipv4' && vpc.range.prefix >= 16 && vpc.range.prefix + more <= 28
      ? partsOf(vpc.range, vpc.range.prefix + more).map(({ text }) => text)
      : [];
  return { halves: inside(1), quarters: inside(2), eighths: inside(3), whole };
}

function pairsOf(texts: readonly string[]): readonly (readonly string[])[] {
  return texts.flatMap((_, index) => (index % 2 === 0 ? [texts.slice(index, index + 2)] : []));
}

function textAt(spec: unknown, ...path: string[]): string | undefined {
  const value = valueAt(spec, path);
  return typeof value === 'string' ? value : undefined;
}

function textsAt(spec: unknown, ...path: string[]): readonly string[] {
  const value = valueAt(spec, path);
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
