import type { Difference } from '../change/difference.ts';
import type { MapNode, TemplateNode } from '../template/node.ts';
import type { KnownValues } from '../template/simplify.ts';

/** Two versions of a stack's template, of which one may be missing. */
export interface StackVersions {
  /** How it is called in what is told: `shared`, or the name of a file. */
  readonly stack: string;
  readonly before: MapNode | undefined;
  readonly after: MapNode | undefined;
  /** Values of the stack's parameters and of CloudFormation's own, as far as they are known. */
  readonly parameters: { readonly before: KnownValues; readonly after: KnownValues };
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

/** What becomes of a resource: `follow` may come out different, since something that it uses may. */
export type Action =
  | 'add'
  | 'remove'
  /** Under another logical id: for CloudFormation the one goes and the other comes. */
  | 'rename'
  | 'refuse'
  | 'replace'
  | 'may-replace'
  | 'interrupt'
  | 'update'
  | 'follow'
  /** Nothing is done to it; what the template says about it alone differs. */
  | 'keep';

export interface ResourceDiff {
  readonly logicalId: string;
  /** Of a rename. */
  readonly renamedTo?: string;
  readonly type: string;
  readonly action: Action;
  /** A replacement that is the ordinary way to change such a resource. */
  readonly isRoutine: boolean;
  readonly properties: readonly PropertyDiff[];
  /** What other changes do to it. */
  readonly causes: readonly Cause[];
  /** What it means for those who use it. */
  readonly meaning?: string;
  /** The data that is at stake. */
  readonly loss?: string;
  /** What is left of the old resource. */
  readonly remains?: string;
}

/** A difference with what it does. Paths begin inside the properties. */
export interface PropertyDiff extends Difference {
  /** `none` of what isn't a property, such as `DependsOn`. */
  readonly effect: Effect;
  readonly why?: string;
}

/** A property whose value comes from a resource that changes. */
export interface Cause {
  /** The property's dotted path. */
  readonly property: string;
  /** What it refers to: `Subnet1`, `Subnet1.AvailabilityZone`. */
  readonly target: string;
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
export interface Pair {
  readonly before: TemplateNode;
  readonly after: TemplateNode;
  readonly type: string;
  readonly properties: readonly PropertyDiff[];
  /** What its own differences do to it. */
  readonly effect: Effect;
}

/** What a change does to a resource, the mildest first. */
export type Effect = 'none' | 'follow' | 'update' | 'interrupt' | 'may-replace' | 'replace' | 'refuse';

export interface PropertyEffect {
  readonly effect: Effect;
  /** What is to be known about it: half a sentence. */
  readonly why?: string;
  /** Another property that must change together with it, and what comes of it otherwise: the change is refused. */
  readonly with?: string;
  readonly otherwise?: string;
}
