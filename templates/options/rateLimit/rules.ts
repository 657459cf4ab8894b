import type { SpecWith } from '../../../compiler/modules/module.ts';
import { anyOf, visibilityOf } from '../../../compiler/modules/web-acl-rules.ts';
import { derivedFrom, inAnyOrder } from '../../../compiler/spec/derived.ts';
import type { Derived } from '../../../compiler/spec/derived.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';

type Settings = SpecWith<'rateLimit'>['options']['rateLimit'];
type Limit = Settings['limits'][number];

export const optionPath: SpecPath = ['options', 'rateLimit'];
export const limitsPath: SpecPath = [...optionPath, 'limits'];

/** AWS WAF takes ten. */
export const ruleNames: readonly string[] = Array.from({ length: 10 }, (_, index) => nameOf(index));

function nameOf(index: number): string {
  return `RateLimit${index + 1}`;
}

/** A rule of the web ACL for each limit. */
export function rateRules({ limits, forwardedAddress }: Settings): Derived {
  const rules = limits.map(({ requests, minutes = 5, mode = 'block', paths }, index): Derived => {
    const from: SpecPath = [...limitsPath, index];
    return derivedFrom(
      {
        Name: nameOf(index),
        Action: { [mode === 'block' ? 'Block' : 'Count']: {} },
        Statement: {
          RateBasedStatement: {
            ...keyOf(forwardedAddress),
            Limit: { value: requests, from: [...from, 'requests'] },
            EvaluationWindowSec: { value: minutes * 60, from: [...from, 'minutes'] },
            ScopeDownStatement: paths && scopeOf(paths, [...from, 'paths']),
          },
        },
        VisibilityConfig: visibilityOf(nameOf(index)),
      },
      from,
    );
  });
  return { value: rules, from: limitsPath };
}

function keyOf(forwarded: Settings['forwardedAddress']): {
  readonly AggregateKeyType: string;
  readonly ForwardedIPConfig?: Derived;
} {
  if (!forwarded) return { AggregateKeyType: 'IP' };
  const { header, malformed } = forwarded;
  const config = { HeaderName: header, FallbackBehavior: malformed === 'limit' ? 'MATCH' : 'NO_MATCH' };
  return {
    AggregateKeyType: 'FORWARDED_IP',
    ForwardedIPConfig: derivedFrom(config, [...optionPath, 'forwardedAddress']),
  };
}

function scopeOf(paths: NonNullable<Limit['paths']>, from: SpecPath): Derived {
  const texts = paths.map((path) => path.toLowerCase());
  return anyOf(inAnyOrder(texts, from).map(pathStatement), from);
}

/** Whatever a client does to its spelling, a path that the service would take for the same one counts. */
const transformations = ['URL_DECODE', 'NORMALIZE_PATH', 'LOWERCASE'];

function pathStatement(path: Derived): Derived {
  return derivedFrom(
    {
      ByteMatchStatement: {
        SearchString: path,
        FieldToMatch: { UriPath: {} },
        PositionalConstraint: 'STARTS_WITH',
        TextTransformations: transformations.map((Type, Priority) => ({ Type, Priority })),
      },
    },
    path.from,
  );
}
