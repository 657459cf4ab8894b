import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import { hintOf } from '../../../compiler/diagnostics/offer.ts';
import { eitherOf } from '../../../compiler/modules/edits.ts';
import { parseRange } from '../../../compiler/modules/ip-range.ts';
import type { ParsedRange } from '../../../compiler/modules/ip-range.ts';
import { check } from '../../../compiler/modules/check.ts';
import type { Check } from '../../../compiler/modules/module.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';

export const rangesPath: SpecPath = ['options', 'ipRestriction', 'allowedSourceIps'];

export const rangeChecks: readonly Check[] = [
  check({ ranges: 'options.ipRestriction.allowedSourceIps' }, ({ ranges }) => [
    ...rangeFindings(ranges),
    ...repeatedFindings(ranges),
  ]),
  check(
    { ranges: 'options.ipRestriction.allowedSourceIps', service: 'backend.service' },
    ({ ranges, service }, { runtime }) =>
      runtime.addressFamilies(service).includes('ipv6') ? [] : unreachableFindings(ranges),
  ),
];

interface Listed {
  readonly index: number;
  readonly family: 'ipv4' | 'ipv6';
  readonly prefix: number;
  /** In the form that AWS WAF accepts: with a prefix length, IPv6 in its shortest form. */
  readonly text: string;
}

const known = new WeakMap<readonly string[], readonly Listed[]>();

/** The checks, the choice of fragments and their values all ask for the same list. */
export function rangesOf(texts: readonly string[]): readonly Listed[] {
  const ranges =
    known.get(texts) ??
    texts.flatMap((text, index) => {
      const parsed = parseRange(text);
      return parsed.ok ? [{ index, ...parsed.range }] : [];
    });
  known.set(texts, ranges);
  return ranges;
}

type NoRange = Extract<ParsedRange, { readonly ok: false }>;

/** Ranges for examples, which belong to nobody: https://www.rfc-editor.org/rfc/rfc5737 */
export const exampleRanges = ['203.0.113.0/24', '198.51.100.0/24', '192.0.2.0/24'];

/** AWS WAF takes nothing twice that the hint proposes, and IPv6 only where the service has such addresses. */
function rangeHint({ hint, meant, one }: NoRange, path: SpecPath): Pick<Finding, 'hint' | 'offer'> {
  if (meant !== undefined && one !== undefined) {
    const purposes = new Map([
      [meant, 'for the whole range'],
      [one, 'for the one address'],
    ]);
    const say = (left: readonly unknown[]) =>
      `Write ${left.map((each) => `"${String(each)}" ${purposes.get(String(each)) ?? ''}`).join(', or ')}`;
    return hintOf({ path, kind: 'each', values: [meant, one], say });
  }
  if (one !== undefined) return { hint };
  const say = ([value]: readonly unknown[]) => `Write an IPv4 or IPv6 range, such as ${String(value)}`;
  return hintOf({ path, kind: 'example', values: exampleRanges, say });
}

/** AWS WAF accepts no `/0`: https://docs.aws.amazon.com/waf/latest/APIReference/API_IPSet.html */
function rangeFindings(texts: readonly string[]): Finding[] {
  return texts.flatMap((text, index): Finding[] => {
    const path = [...rangesPath, index];
    const parsed = parseRange(text);
    if (!parsed.ok) return [{ code: 'bad-range', path, message: parsed.message, ...rangeHint(parsed, path) }];
    if (parsed.range.prefix > 0) return [];
    return [
      {
        code: 'bad-range',
        path,
        message: `"${text}" is every address, and AWS WAF refuses a prefix length of 0`,
        hint: 'Write smaller ranges, or remove the option ipRestriction to let everyone in',
      },
    ];
  });
}

function repeatedFindings(texts: readonly string[]): Finding[] {
  const first = new Map<string, number>();
  return rangesOf(texts).flatMap(({ index, text }): Finding[] => {
    const earlier = first.get(text);
    if (earlier === undefined) {
      first.set(text, index);
      return [];
    }
    return [
      {
        code: 'range-overlap',
        path: [...rangesPath, index],
        message: `"${texts[index] ?? text}" is listed twice`,
        hint: 'Remove one of the two',
        related: { path: [...rangesPath, earlier], message: 'First listed here' },
      },
    ];
  });
}

function unreachableFindings(texts: readonly string[]): Finding[] {
  return rangesOf(texts).flatMap(({ index, family, prefix, text }): Finding[] =>
    family === 'ipv4' || prefix === 0
      ? []
      : [
          {
            code: 'unreachable-range',
            path: [...rangesPath, index],
            message: `"${text}" never matches, because the service has only IPv4 addresses`,
            ...eitherOf('', [
              {
                path: ['backend', 'service', 'ipAddressType'],
                value: 'dualStack',
                words: 'write "ipAddressType: dualStack" under backend.service',
              },
              { path: [...rangesPath, index], value: undefined, words: 'remove the range' },
            ]),
          },
        ],
  );
}
