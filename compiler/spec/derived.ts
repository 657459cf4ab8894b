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
