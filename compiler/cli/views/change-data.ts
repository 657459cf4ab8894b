import type { Difference } from '../../change/difference.ts';
import type { ShownResource } from './change-words.ts';
import type { PlaceOf } from './spec-place.ts';

/** A difference for programs. It is the same in every JSON format. */
export function differenceData(difference: Difference, placeOf: PlaceOf | undefined): object {
  const { path, before, after, from, ...rest } = difference;
  return {
    path: path.join('.'),
    before: before ?? null,
    after: after ?? null,
    ...rest,
    ...(from && placeOf && { spec: placeOf(from) }),
  };
}

/** A resource that changes, for programs. */
export function changeData(
  { logicalId, renamedTo, properties, causes, ...change }: ShownResource,
  placeOf: PlaceOf | undefined,
): object {
  return {
    logicalId,
    ...(renamedTo !== undefined && { renamedTo }),
    ...change,
    properties: properties.map((property) => differenceData(property, placeOf)),
    causes,
  };
}
