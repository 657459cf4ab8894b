import { isGiven } from '../diagnostics/place.ts';
import { partsOf } from '../explain/bindings.ts';
import { withCopies } from '../explain/copies.ts';
import type { Toolkit } from '../modules/module.ts';
import type { Resolved } from '../phases/results.ts';
import type { SpecPath } from '../spec/path.ts';
import { visit } from '../template/node.ts';
import type { TemplateNode } from '../template/node.ts';
import type { StackKind } from '../template/template.ts';

/** A resource of one of the spec's stacks. */
export interface TemplateResource {
  readonly logicalId: string;
  readonly kind: StackKind;
  /** `undefined` when the spec no longer makes it. */
  readonly node: TemplateNode | undefined;
}

interface Compilation {
  readonly resolved: Resolved;
  readonly toolkit: Toolkit;
}

/** The paths of the spec whose values are bound in the node, each once, in order. */
export function originsIn(node: TemplateNode): readonly SpecPath[] {
  const found = new Map<string, SpecPath>();
  visit(node, ({ from }) => {
    if (from) found.set(from.join('.'), from);
  });
  return [...found.values()];
}

/**
 * The part of the spec that a whole resource comes from: the values bound in it, or else the option that makes it, or
 * the stack's section. This works also for a resource that the spec no longer makes.
 */
export function originOf(
  { logicalId, node, kind }: TemplateResource,
  { resolved, toolkit }: Compilation,
): SpecPath {
  const origins = node ? originsIn(node) : [];
  const [first] = origins;
  if (first) return origins.length === 1 ? first : first.slice(0, -1);
  // What is composed of copies has other names in the fragments; few resources need the second look.
  const part = partsOf(logicalId, toolkit)[0] ?? partsOf(logicalId, withCopies(toolkit))[0];
  const option = toolkit.options.find(({ name }) => part?.fragment.startsWith(`${name}/`));
  const candidates: readonly SpecPath[] = [
    ...(option ? [['options', option.name], ['options']] : []),
    [kind],
  ];
  return candidates.find((path) => isGiven(resolved.tree, path)) ?? ['backend'];
}
