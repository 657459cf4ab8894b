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

/** Whether a value comes out different. */
export type Certainty = 'yes' | 'perhaps' | 'no';

/** Whether a reference to a resource, or to an attribute of it, has another value after what happens to it. */
export function certaintyAfter(action: Action | undefined, attribute: string | undefined): Certainty {
  if (action === 'may-replace') return 'perhaps';
  if (action !== 'replace' && action !== 'revise') return 'no';
  // The id, the ARN or the address of another resource is another one.
  return attribute === undefined || /(Arn|Id|Ur[il]|Endpoint\.Address|DNSName)$/.test(attribute)
    ? 'yes'
    : 'perhaps';
}

/** What is done to the resource that refers, if the other value would do this to it. */
export function effectOfReference(certainty: Certainty, effect: Effect): Effect {
  if (certainty === 'yes') return effect;
  const replaces = effect === 'replace' || effect === 'may-replace' || effect === 'refuse';
  return certainty === 'perhaps' && replaces ? 'may-replace' : 'follow';
}
