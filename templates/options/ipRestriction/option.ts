import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import { parseRange } from '../../../compiler/modules/ip-range.ts';
import { check } from '../../../compiler/modules/check.ts';
import type { Module, SpecWith } from '../../../compiler/modules/module.ts';
import type { Derived } from '../../../compiler/spec/derived.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';
import { rights } from './rights.ts';

const list: SpecPath = ['options', 'ipRestriction', 'allowedSourceIps'];

/** Blocks every request but those from the listed ranges. */
export const ipRestriction: Module<SpecWith<'ipRestriction'>> = {
  name: 'ipRestriction',
  rights,

  fragments({ options }) {
    const families = rangesOf(options.ipRestriction.allowedSourceIps).map(({ family }) => family);
    return [
      'backend/block',
      ...(families.includes('ipv4') ? ['backend/ipv4'] : []),
      ...(families.includes('ipv6') ? ['backend/ipv6'] : []),
    ];
  },

  derive({ options }) {
    const ranges = rangesOf(options.ipRestriction.allowedSourceIps);
    const only = (wanted: 'ipv4' | 'ipv6'): Derived => ({
      value: ranges.flatMap(({ family, text, index }) =>
        family === wanted ? [{ value: text, from: [...list, index] }] : [],
      ),
      from: list,
    });
    return { 'options.ipRestriction.ipv4': only('ipv4'), 'options.ipRestriction.ipv6': only('ipv6') };
  },

  checks: [
    check({ ranges: 'options.ipRestriction.allowedSourceIps' }, ({ ranges }) => [
      ...rangeFindings(ranges),
      ...repeatedFindings(ranges),
    ]),
    check(
      { ranges: 'options.ipRestriction.allowedSourceIps', service: 'backend.service' },
      ({ ranges, service }, { runtime }) =>
        runtime.addressFamilies(service).includes('ipv6') ? [] : unreachableFindings(ranges),
    ),
  ],
};

interface Listed {
  readonly index: number;
  readonly family: 'ipv4' | 'ipv6';
  readonly prefix: number;
  /** In the form that AWS WAF accepts: with a prefix length, IPv6 in its shortest form. */
  readonly text: string;
}

function rangesOf(texts: readonly string[]): Listed[] {
  return texts.flatMap((text, index) => {
    const parsed = parseRange(text);
    return parsed.ok ? [{ index, ...parsed.range }] : [];
  });
}

/** AWS WAF accepts no `/0`: https://docs.aws.amazon.com/waf/latest/APIReference/API_IPSet.html */
function rangeFindings(texts: readonly string[]): Finding[] {
  return texts.flatMap((text, index): Finding[] => {
    const path = [...list, index];
    const parsed = parseRange(text);
    if (!parsed.ok) return [{ code: 'bad-range', path, message: parsed.message, hint: parsed.hint }];
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
        path: [...list, index],
        message: `"${texts[index] ?? text}" is listed twice`,
        hint: 'Remove one of the two',
        related: { path: [...list, earlier], message: 'First listed here' },
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
            path: [...list, index],
            message: `"${text}" never matches, because the service has only IPv4 addresses`,
            hint: 'Write "ipAddressType: dualStack" under backend.service, or remove the range',
          },
        ],
  );
}
