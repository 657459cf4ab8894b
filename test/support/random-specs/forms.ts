import fc from 'fast-check';
import { dataApiSince, isOlder, offeredVersions } from '../../../compiler/facts/engine-versions.ts';
import { commercialRegions } from '../../../compiler/facts/regions.ts';

/** Blocks in which a VPC's range may lie; AWS takes public ones too. */
const blocks = [
  { first: 10 * 2 ** 24, prefix: 8 },
  { first: 172 * 2 ** 24 + 16 * 2 ** 16, prefix: 12 },
  { first: 192 * 2 ** 24 + 168 * 2 ** 16, prefix: 16 },
  { first: 100 * 2 ** 24 + 64 * 2 ** 16, prefix: 10 },
];

const byte = fc.integer({ min: 0, max: 255 });

/** IPv4 addresses and ranges, with no bits of a host. */
const ipv4 = fc.tuple(byte, byte, byte, byte, fc.integer({ min: 1, max: 32 })).map(([a, b, c, d, prefix]) => {
  const range = cidr(a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d, prefix);
  return prefix === 32 && d % 2 === 0 ? range.replace('/32', '') : range;
});

const group = fc.integer({ min: 0, max: 0xffff });
const ipv6 = fc.oneof(
  fc.ipV6(),
  fc.tuple(fc.array(group, { minLength: 1, maxLength: 7 }), fc.boolean()).map(([groups, padded]) => {
    const texts = groups.map((each) => each.toString(16).padStart(padded ? 4 : 1, '0'));
    return `${texts.join(':')}::/${groups.length * 16}`;
  }),
);

/** Values of settings about whose form the schema says less than the checks. */
export const forms: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  region: fc.constantFrom(...Object.keys(commercialRegions)),
  'shared.availabilityZones.*': fc.constantFrom('a', 'b', 'c', 'd'),
  'shared.vpcCidr': fc
    .tuple(fc.constantFrom(...blocks), fc.nat({ max: 2 ** 24 }), fc.integer({ min: 16, max: 28 }))
    .map(([block, offset, prefix]) => cidr(block.first + (offset % 2 ** (32 - block.prefix)), prefix)),
  // Where in the VPC's range each lies is for the step that puts them there.
  'shared.subnetCidrs.*': fc
    .tuple(fc.nat({ max: 255 }), fc.integer({ min: 16, max: 28 }))
    .map(([third, prefix]) => `10.0.${third}.0/${prefix}`),
  'shared.database.engineVersion': fc.oneof(
    fc.constantFrom(...offeredVersions.filter((version) => !isOlder(version, dataApiSince))),
    fc
      .tuple(fc.integer({ min: 8, max: 40 }), fc.nat({ max: 20 }))
      .map(([minor, patch]) => `8.0.mysql_aurora.3.${String(minor).padStart(2, '0')}.${patch}`),
  ),
  'options.ipRestriction.allowedSourceIps.*': fc.oneof(
    { weight: 2, arbitrary: ipv4 },
    { weight: 1, arbitrary: ipv6 },
  ),
};

/** The range of that size in which the address lies. */
export function cidr(address: number, prefix: number): string {
  const first = address - (address % 2 ** (32 - prefix));
  return `${[24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.')}/${prefix}`;
}
