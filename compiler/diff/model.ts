import type { Effect } from '../change/action.ts';
import type { ChangedResource } from '../change/changed-resource.ts';
import type { Difference, Versions } from '../change/difference.ts';
import type { MapNode, TemplateNode } from '../template/node.ts';
import type { KnownValues } from '../template/simplify.ts';

/** Two versions of a stack's template, of which one may be missing. */
export interface StackVersions extends Versions<MapNode | undefined> {
  /** Its name in messages: `shared`, or the name of a file. */
  readonly stack: string;
  /** The known values of the stack's parameters and of CloudFormation's own. */
  readonly parameters: Versions<KnownValues>;
}

/** How two versions of a stack differ. */
export interface StackDiff {
  readonly stack: string;
  readonly change: 'added' | 'removed' | 'changed' | 'identical';
  /**
   * The gravest first. Empty for a stack that the new version lacks: nothing happens to it until someone deletes it.
   */
  readonly resources: readonly ResourceDiff[];
  readonly outputs: readonly ItemDiff[];
  readonly parameters: readonly ItemDiff[];
  /** Other sections that differ, such as `Description`. */
  readonly sections: readonly string[];
}

export interface ResourceDiff extends ChangedResource<PropertyDiff> {
  /** What it means for those who use it. */
  readonly meaning?: string;
}

/** A difference with its effect. Paths begin inside the properties. */
export interface PropertyDiff extends Difference {
  /** `none` for most of what is not a property, such as `DependsOn`. */
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
  /** Stacks of this comparison that import it now. CloudFormation refuses to change it while they do. */
  readonly importedBy?: readonly string[];
  /** What the change means. */
  readonly meaning?: string;
}

/** A resource that both versions have. */
export interface Pair extends Versions<TemplateNode> {
  readonly type: string;
  readonly properties: readonly PropertyDiff[];
  /** What its own differences do to the resource. */
  readonly effect: Effect;
}

export interface PropertyEffect {
  readonly effect: Effect;
  /** An explanation: half a sentence. */
  readonly why?: string;
  /**
   * Another property that must change together with this one. Otherwise the change is refused, for the reason in
   * `otherwise`.
   */
  readonly with?: string;
  readonly otherwise?: string;
}
