import type { StackKind } from '../../template/template.ts';

/** What a node is drawn with. */
export type Shape =
  | 'alarm'
  | 'archive'
  | 'balancer'
  | 'bucket'
  | 'chart'
  | 'cluster'
  | 'compute'
  | 'database'
  | 'function'
  | 'gateway'
  | 'images'
  | 'internet'
  | 'key'
  | 'log'
  | 'message'
  | 'network'
  | 'other'
  | 'secret'
  | 'shield'
  | 'stack';

/** A resource of the templates, or something outside that one of them uses. */
export interface DiagramNode {
  /** `backend/LoadBalancer`, `outside/internet`. */
  readonly id: string;
  readonly shape: Shape;
  /** What it is, in words: `Load balancer`. */
  readonly title: string;
  /** Its logical id, or those of several that are drawn as one. */
  readonly name: string;
  readonly details: readonly string[];
  /** Absent for what is in neither stack. */
  readonly stack?: StackKind;
  /** The group that it stands in; absent for what stands in none. */
  readonly group?: string;
  /** The resources that it stands for, as `backend/HttpListener`: itself, and what is folded into it. */
  readonly holds: readonly string[];
  /** The options that wrote part of it. */
  readonly options: readonly string[];
  /** The modules that wrote it, the first one first. */
  readonly modules: readonly string[];
}

/** A `bundle` is a frame in a picture around nodes with the same neighbours. */
export type GroupKind = 'network' | 'tier' | 'subnet' | 'bundle';

export interface DiagramGroup {
  readonly id: string;
  readonly kind: GroupKind;
  readonly title: string;
  /** `10.0.0.0/16` */
  readonly detail: string;
  /** The group around it. */
  readonly parent?: string;
  /** Absent for what is in neither stack. */
  readonly stack?: StackKind;
  readonly holds: readonly string[];
  readonly options: readonly string[];
}

/**
 * `traffic` opens network connections, `right` calls AWS with rights of its IAM role, `feed` is what AWS carries from one
 * resource to another. `watch` and `encrypt` connect one resource to nearly all others: pictures leave these lines out.
 */
export type EdgeKind = 'traffic' | 'right' | 'feed' | 'watch' | 'encrypt';

export interface DiagramEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
  /** `HTTPS 443`, `reads`: each a line of its own. */
  readonly labels: readonly string[];
  /** Whether anybody on the internet can use it. */
  readonly isPublic: boolean;
}

export interface Graph {
  /** The name of the API; in an environment with the environment's. */
  readonly name: string;
  readonly region: string;
  readonly stacks: readonly { readonly stack: StackKind; readonly name: string }[];
  readonly groups: readonly DiagramGroup[];
  readonly nodes: readonly DiagramNode[];
  readonly edges: readonly DiagramEdge[];
  /** The options that wrote part of the templates. */
  readonly options: readonly string[];
}

/** The kinds of edges that pictures leave out. */
const quietKinds: readonly EdgeKind[] = ['watch', 'encrypt'];

/** The edges of which pictures have a line. */
export function drawnEdges({ edges }: Graph): readonly DiagramEdge[] {
  return edges.filter(({ kind }) => !quietKinds.includes(kind));
}
