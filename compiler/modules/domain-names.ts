import type { ResolvedSpec } from '../../build/generated/resolved-spec.ts';
import { byCodeUnit } from '../spec/code-unit-order.ts';
import type { Derived } from '../spec/derived.ts';
import type { SpecPath } from '../spec/path.ts';
import type { Copy } from './module.ts';

export type Domain = NonNullable<ResolvedSpec['backend']['domain']>;

/** A name of the service beside its domain. */
export interface Alias {
  readonly name: Derived & { readonly value: string };
  /** The zone that its records are made in; `undefined` when its DNS is elsewhere. */
  readonly zone: (Derived & { readonly value: string }) | undefined;
  /** What the logical ids of its resources end with. */
  readonly id: string;
}

const path: SpecPath = ['backend', 'domain'];

/** All names of the service, the domain first. */
export function namesOf(domain: Domain): readonly string[] {
  return [domain.name, ...aliasesOf(domain).map(({ name }) => name.value)];
}

/** The aliases, sorted: their order means nothing. */
export function aliasesOf({ aliases, hostedZoneId }: Domain): readonly Alias[] {
  return aliases
    .map(({ name, hostedZoneId: own }, index): Alias => {
      const zone = own ?? hostedZoneId;
      const from =
        own === undefined ? [...path, 'hostedZoneId'] : [...path, 'aliases', index, 'hostedZoneId'];
      return {
        name: { value: name, from: [...path, 'aliases', index, 'name'] },
        zone: zone === undefined ? undefined : { value: zone, from },
        id: idOf(name),
      };
    })
    .sort((one, other) => byCodeUnit(one.name.value, other.name.value));
}

/**
 * `WwwExampleCom` and a checksum, because `a-b.com` and `a.b.com` would be the same. The id follows from
 * the name alone: with a number, a removed alias would give its record to the next one, and Route 53 has that one already.
 */
function idOf(name: string): string {
  const words = name.split(/[.-]/).map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`);
  return `${words.join('').slice(0, 64)}${checksumOf(name)}`;
}

/** FNV-1a of 32 bits of an ASCII text, as eight hexadecimal digits: https://datatracker.ietf.org/doc/draft-eastlake-fnv/ */
function checksumOf(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/**
 * The records of an alias that point to the service; none when its DNS is elsewhere. `more` is what a runtime's fragment
 * binds besides.
 */
export function aliasRecords(
  { name, zone, id }: Alias,
  isDualStack: boolean,
  more: Copy['values'],
): readonly Copy[] {
  if (!zone) return [];
  const record = (type: 'A' | 'AAAA', logicalId: string): Copy => ({
    fragment: 'backend/alias-record',
    logicalId,
    values: {
      ...more,
      'backend.domain.alias.name': name,
      'backend.domain.alias.zone': zone,
      'backend.domain.alias.type': { value: type, from: name.from },
    },
  });
  return [record('A', `AliasRecord${id}`), ...(isDualStack ? [record('AAAA', `AliasRecordIpv6${id}`)] : [])];
}
