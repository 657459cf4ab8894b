import type { Action, Effect } from '../change/action.ts';
import type { Cause } from '../change/cause.ts';
import type { DataAtStake } from '../change/data-at-stake.ts';
import type { Difference, Versions } from '../change/difference.ts';
import type { MapNode, TemplateNode } from '../template/node.ts';
import type { KnownValues } from '../template/simplify.ts';

/** Two versions of a stack's template, of which one may be missing. */
export interface StackVersions extends Versions<MapNode | undefined> {
  /** How it is called in what is told: `shared`, or the name of a file. */
  readonly stack: string;
  /** Values of the stack's parameters and of CloudFormation's own, as far as they are known. */
  readonly parameters: Versions<KnownValues>;
}

/** How two versions of a stack differ. */
export interface StackDiff {
  readonly stack: string;
  readonly change: 'added' | 'removed' | 'changed' | 'identical';
  /**
   * The worst first. None of a stack that is removed: nothing is done to what is deployed until someone deletes it.
   */
  readonly resources: readonly ResourceDiff[];
  readonly outputs: readonly ItemDiff[];
  readonly parameters: readonly ItemDiff[];
  /** Other sections that differ, such as `Description`. */
  readonly sections: readonly string[];
}

export interface ResourceDiff extends DataAtStake {
  readonly logicalId: string;
  /** The logical id of what replaces it, when that looks like the same resource. */
  readonly renamedTo?: string;
  readonly type: string;
  readonly action: Action;
  readonly properties: readonly PropertyDiff[];
  /** What other changes do to it. */
  readonly causes: readonly Cause[];
  /** What it means for those who use it. */
  readonly meaning?: string;
}

/** A difference with what it does. Paths begin inside the properties. */
export interface PropertyDiff extends Difference {
  /** `none` of what isn't a property, such as `DependsOn`. */
  readonly effect: Effect;
  readonly why?: string;
}

/** A changed output or parameter. */
export interface ItemDiff {
  readonly name: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly differences: readonly Difference[];
  /** The name of the export that changes with an output, without the stack's name before it. */
  readonly exports?: string;
  /** Stacks of this comparison that import it now: CloudFormation refuses to change it under them. */
  readonly importedBy?: readonly string[];
  /** What it means. */
  readonly meaning?: string;
}

/** A resource that both versions have. */
export interface Pair extends Versions<TemplateNode> {
  readonly type: string;
  readonly properties: readonly PropertyDiff[];
  /** What its own differences do to it. */
  readonly effect: Effect;
}

export interface PropertyEffect {
  readonly effect: Effect;
  /** What is to be known about it: half a sentence. */
  readonly why?: string;
  /** Another property that must change together with it, and what comes of it otherwise: the change is refused. */
  readonly with?: string;
  readonly otherwise?: string;
}
