import type { MapNode } from './node.ts';

export type StackKind = 'shared' | 'backend';

/** A template on its way: plain CloudFormation whose nodes know the spec path and module they come from. */
export interface Template {
  readonly stack: StackKind;
  readonly root: MapNode;
}
