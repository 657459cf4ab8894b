import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import { hintOf } from '../../../compiler/diagnostics/offer.ts';
import { limitOf } from '../../../compiler/facts/limits.ts';
import { parseRange } from '../../../compiler/modules/ip-range.ts';
import type { IpRange } from '../../../compiler/modules/ip-range.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';

/**
 * A VPC or subnet must have a prefix length from /16 to /28:
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
 */
function isPossible({ family, prefix }: IpRange): boolean {
  return family === 'ipv4' && prefix >= 16 && prefix <= limitOf('subnet-prefix');
}

/** A range that a VPC or subnet can have, or what is wrong with it. */
export type Read = { readonly range: IpRange } | { readonly message: string; readonly meant?: IpRange };

export function readRange(text: string): Read {
  const parsed = parseRange(text);
  if (parsed.ok && isPossible(parsed.range)) return { range: parsed.range };
  if (parsed.ok) return { message: `"${text}" is not an IPv4 range of /16 to /28` };
  const meant = parsed.meant === undefined ? undefined : readRange(parsed.meant);
  return {
    message: parsed.message,
    ...(meant && 'range' in meant && { meant: meant.range }),
  };
}

interface Proposed {
  readonly values: readonly string[];
  /** What the user has perhaps meant. */
  readonly meant?: string | undefined;
}

/** A hint with the first range that fits the rest of the spec, such as the room that the tasks need. */
export function offering(
  path: SpecPath,
  hint: string,
  { values, meant }: Proposed,
): Pick<Finding, 'hint' | 'offer'> {
  const all = meant === undefined ? values : [meant, ...values];
  const say = ([value]: readonly unknown[]) => {
    if (value === undefined) return hint;
    return value === meant ? `Write ${meant}` : `${hint}, such as ${value as string}`;
  };
  return hintOf({ path, kind: 'example', values: all, say });
}

export function textsOf(ranges: readonly IpRange[]): readonly string[] {
  return ranges.map(({ text }) => text);
}
