import type { MapNode } from './node.ts';

export type StackKind = 'shared' | 'backend';

/**
 * A template between compose and emit: CloudFormation whose nodes keep the spec path and the module that they come
 * from.
 */
export interface Template {
  readonly stack: StackKind;
  readonly root: MapNode;
}
