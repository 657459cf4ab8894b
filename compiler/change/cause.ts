import type { Action, Effect } from './action.ts';

/** A property whose value comes from a resource that changes. */
export interface Cause {
  /** The property's dotted path. */
  readonly property: string;
  /** What it refers to: `Subnet1`, `Subnet1.AvailabilityZone`. */
  readonly target: string;
  readonly effect: Effect;
  readonly why?: string;
}

/** Whether a value changes. */
export type Certainty = 'yes' | 'perhaps' | 'no';

/**
 * Whether the value of a reference to a resource, or to one of its attributes, changes when the action is carried
 * out.
 */
export function certaintyAfter(action: Action | undefined, attribute: string | undefined): Certainty {
  if (action === 'may-replace') return 'perhaps';
  if (action !== 'replace' && action !== 'revise') return 'no';
  // A new resource has another id, ARN and address.
  return attribute === undefined || /(Arn|Id|Ur[il]|Endpoint\.Address|DNSName)$/.test(attribute)
    ? 'yes'
    : 'perhaps';
}

/** What happens to the resource with the reference. `effect` is what a changed value would do to it. */
export function effectOfReference(certainty: Certainty, effect: Effect): Effect {
  if (certainty === 'yes') return effect;
  const replaces = effect === 'replace' || effect === 'may-replace' || effect === 'refuse';
  return certainty === 'perhaps' && replaces ? 'may-replace' : 'follow';
}
