import type { Action } from './action.ts';
import type { Cause } from './cause.ts';
import type { Cost } from './costs.ts';
import type { DataAtStake } from './data-at-stake.ts';
import type { Difference } from './difference.ts';

/** A resource that changes, as plans and differences both have it. */
export interface ChangedResource<Property extends Difference = Difference> extends DataAtStake {
  readonly logicalId: string;
  /** The logical id of what replaces it, when that looks like the same resource. */
  readonly renamedTo?: string;
  readonly type: string;
  readonly action: Action;
  /** Paths begin inside the properties. */
  readonly properties: readonly Property[];
  /** What other changes do to it. */
  readonly causes: readonly Cause[];
  /** What begins and ends to cost; left out when nothing does. */
  readonly costs?: readonly Cost[];
}
