import { byCodeUnit } from './code-unit-order.ts';
import type { SpecPath } from './path.ts';

/** A value that a module computes for its fragments, with the path in the spec that it comes from. */
export interface Derived {
  /** `null` leaves the property out of the template. */
  readonly value: DerivedValue;
  /** The function of CloudFormation that takes it: `Ref`, `Sub` and `GetAtt` take text, `Join` takes a list. */
  readonly tag?: 'Ref' | 'Sub' | 'GetAtt' | 'Join';
  readonly from: SpecPath;
}

export type DerivedValue =
  | string
  | number
  | boolean
  | null
  | readonly Derived[]
  | { readonly [key: string]: string | number | boolean | Derived };

/** A list of the spec whose order means nothing, sorted. Each item keeps its place in the spec. */
export function inAnyOrder(texts: readonly string[], path: SpecPath): readonly Derived[] {
  return texts
    .map((value, index) => ({ value, from: [...path, index] }))
    .sort((one, other) => byCodeUnit(one.value, other.value));
}

/** Plain data, as a template has it. */
export type PlainData =
  | string
  | number
  | boolean
  | Derived
  | readonly PlainData[]
  | { readonly [key: string]: PlainData | undefined };

/** Data that a module writes for one part of the spec. What has a place of its own in it keeps that; keys that are `undefined` are left out. */
export function derivedFrom(data: PlainData, from: SpecPath): Derived {
  if (isDerived(data)) return data;
  if (typeof data !== 'object') return { value: data, from };
  if (isList(data)) return { value: data.map((item) => derivedFrom(item, from)), from };
  const entries = Object.entries(data).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, derivedFrom(value, from)] as const],
  );
  return { value: Object.fromEntries(entries), from };
}

function isList(data: PlainData): data is readonly PlainData[] {
  return Array.isArray(data);
}

function isDerived(data: PlainData): data is Derived {
  return typeof data === 'object' && 'from' in data && 'value' in data;
}
