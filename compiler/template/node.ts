import { InternalError } from '../internal-error.ts';
import type { SpecPath } from '../spec/path.ts';

/**
 * A template or fragment as data. Tags are CloudFormation's short ones (`Ref`, `Sub`, `GetAtt` ...);
 * in fragments also archc's own: `Spec`, `Splice`, `Override`, `Append`; in their files also `Handler`.
 */
export type TemplateNode = ScalarNode | MapNode | ListNode;

interface Common {
  readonly tag?: string;
  /** The part of the spec that the value comes from. */
  readonly from?: SpecPath;
  /**
   * Whether it is the same object for many specs. The build marks the largest parts that no spec changes, and `bind` what
   * it binds once.
   */
  readonly constant?: true;
}

export interface ScalarNode extends Common {
  readonly kind: 'scalar';
  readonly value: string | number | boolean;
}

export interface MapNode extends Common {
  readonly kind: 'map';
  readonly entries: readonly Entry[];
}

export interface ListNode extends Common {
  readonly kind: 'list';
  readonly items: readonly TemplateNode[];
}

export interface Entry {
  readonly key: string;
  readonly value: TemplateNode;
  /** Lines of the comment above the key, without `#`. */
  readonly comment?: readonly string[];
  /** Whether a blank line stands above the key and its comment. */
  readonly spaced?: boolean;
  /** The module that wrote this entry and everything inside it, unless an entry inside names another. */
  readonly module?: string;
  /** Whether a module has replaced the value with `!Override`. A second one may not. */
  readonly overridden?: boolean;
}

/** The value under a key; `undefined` when the node is no mapping or lacks the key. */
export function entryOf(node: TemplateNode | undefined, key: string): TemplateNode | undefined {
  return node?.kind === 'map' ? node.entries.find((entry) => entry.key === key)?.value : undefined;
}

/** The items of the list at a key; none without a list there. */
export function itemsAt(node: TemplateNode | undefined, key: string): readonly TemplateNode[] {
  const list = entryOf(node, key);
  return list?.kind === 'list' ? list.items : [];
}

/** The text of a scalar, whatever its tag. */
export function textOf(node: TemplateNode | undefined): string | undefined {
  return node?.kind === 'scalar' ? String(node.value) : undefined;
}

/** The text under a key. */
export function textAt(node: TemplateNode | undefined, key: string): string | undefined {
  return textOf(entryOf(node, key));
}

/** The type of a resource; empty when it has none. */
export function typeOf(resource: TemplateNode | undefined): string {
  return textAt(resource, 'Type') ?? '';
}

/** The entries of a section such as `Resources`; empty when it is missing. */
export function sectionOf(root: TemplateNode | undefined, section: string): readonly Entry[] {
  const node = entryOf(root, section);
  return node?.kind === 'map' ? node.entries : [];
}

/** The resources of a template, by their logical ids. */
export function resourcesOf(root: TemplateNode | undefined): readonly Entry[] {
  return sectionOf(root, 'Resources');
}

export function resourceIn(root: TemplateNode | undefined, logicalId: string): TemplateNode | undefined {
  return entryOf(entryOf(root, 'Resources'), logicalId);
}

/** A copy of the node with another value at a path of keys. */
export function replaceAt(
  node: TemplateNode,
  [key = '', ...rest]: readonly string[],
  by: TemplateNode,
): MapNode {
  if (node.kind !== 'map') throw new InternalError(`there is no ${key} to be replaced`);
  const entries = node.entries.map((entry) => {
    if (entry.key !== key) return entry;
    return { ...entry, value: rest.length === 0 ? by : replaceAt(entry.value, rest, by) };
  });
  return { ...node, entries };
}

/** Calls back for this node and every node below it, parents first. The path is valid only during the call. */
export function visit(
  node: TemplateNode,
  each: (node: TemplateNode, path: SpecPath) => void,
  path: (string | number)[] = [],
): void {
  each(node, path);
  if (node.kind === 'map') {
    for (const { key, value } of node.entries) {
      path.push(key);
      visit(value, each, path);
      path.pop();
    }
  }
  if (node.kind === 'list') {
    node.items.forEach((item, index) => {
      path.push(index);
      visit(item, each, path);
      path.pop();
    });
  }
}
