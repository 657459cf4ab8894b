import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import { check } from '../../../compiler/modules/check.ts';
import { contains, overlaps, parseRange } from '../../../compiler/modules/ip-range.ts';
import type { IpRange } from '../../../compiler/modules/ip-range.ts';
import type { Check } from '../../../compiler/modules/module.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';

const zones: SpecPath = ['shared', 'availabilityZones'];
const vpc: SpecPath = ['shared', 'vpcCidr'];
const subnets: SpecPath = ['shared', 'subnetCidrs'];

export const networkChecks: readonly Check[] = [
  check({ region: 'region', names: 'shared.availabilityZones' }, ({ region, names }) =>
    zoneFindings(region, names),
  ),
  check({ vpcCidr: 'shared.vpcCidr', subnetCidrs: 'shared.subnetCidrs' }, ({ vpcCidr, subnetCidrs }) =>
    rangeFindings(vpcCidr, subnetCidrs),
  ),
];

/** Zones are told from the region by their names: which letters exist differs by account. */
function zoneFindings(region: string, names: readonly string[]): Finding[] {
  const foreign = names.flatMap((zone, index): Finding[] =>
    zone.startsWith(region) && /^[a-z]$/.test(zone.slice(region.length))
      ? []
      : [
          {
            code: 'zone-mismatch',
            path: [...zones, index],
            message: `"${zone}" is not an availability zone of ${region}`,
            hint: `Write the region and a letter, such as ${region}a`,
          },
        ],
  );
  if (names.length !== 2 || names[0] !== names[1]) return foreign;
  return [
    ...foreign,
    {
      code: 'zone-mismatch',
      path: [...zones, 1],
      message: `Both zones are "${String(names[0])}"`,
      hint: "Write two different zones: the replica must survive the loss of the writer's",
    },
  ];
}

/** VPCs and subnets are /16 to /28: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
function rangeFindings(vpcText: string, subnetTexts: readonly string[]): Finding[] {
  const findings: Finding[] = [];
  const read = (text: string, path: SpecPath): IpRange | undefined => {
    const parsed = parseRange(text);
    if (!parsed.ok) {
      findings.push({ code: 'bad-range', path, message: parsed.message, hint: parsed.hint });
      return undefined;
    }
    const { family, prefix } = parsed.range;
    if (family === 'ipv4' && prefix >= 16 && prefix <= 28) return parsed.range;
    const message = `"${text}" is not an IPv4 range of /16 to /28`;
    findings.push({ code: 'bad-range', path, message, hint: 'Write a range such as 10.0.0.0/16' });
    return undefined;
  };
  const whole = read(vpcText, vpc);
  const parts = subnetTexts.map((text, index) => read(text, [...subnets, index]));
  parts.forEach((part, index) => {
    if (!part) return;
    const path = [...subnets, index];
    if (whole && !contains(whole, part)) {
      const message = `"${part.text}" lies outside the VPC's range ${whole.text}`;
      findings.push({ code: 'range-overlap', path, message, hint: `Write a range inside ${whole.text}` });
    }
    const other = parts.slice(0, index).find((earlier) => earlier && overlaps(earlier, part));
    if (other) {
      const message = `"${part.text}" overlaps the other subnet's ${other.text}`;
      findings.push({ code: 'range-overlap', path, message, hint: 'Write two ranges apart from each other' });
    }
  });
  return findings;
}
