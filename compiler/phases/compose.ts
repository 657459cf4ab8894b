import { InternalError } from '../internal-error.ts';
import { runtimeOf } from '../modules/choose.ts';
import type { Module, Toolkit } from '../modules/module.ts';
import { describeFor, ownerOf } from '../modules/stack-owner.ts';
import type { Derived } from '../spec/derived.ts';
import { valueAt } from '../spec/path.ts';
import type { SpecPath } from '../spec/path.ts';
import { bind, pathOf } from '../template/bind.ts';
import { merge } from '../template/merge.ts';
import { resourcesOf } from '../template/node.ts';
import type { Entry, TemplateNode } from '../template/node.ts';
import type { StackKind, Template } from '../template/template.ts';
import type { Resolved } from './results.ts';

/** Binds the fragments of the base and the runtime to the spec, and merges them into one template for each stack. */
export function compose(resolved: Resolved, toolkit: Toolkit): readonly Template[] {
  const stacks: readonly StackKind[] = resolved.spec.shared ? ['shared', 'backend'] : ['backend'];
  const empty = stacks.map((stack): Template => ({ stack, root: { kind: 'map', entries: [] } }));
  return [toolkit.base, runtimeOf(resolved.spec, toolkit)]
    .reduce<readonly Template[]>(
      (templates, module) => addModule(templates, module, resolved, toolkit),
      empty,
    )
    .map((template) => withOwner(template, ownerOf(resolved.tree)));
}

/** Says in the description whose stack it is, so that no other spec or environment takes it for its own. */
function withOwner({ stack, root }: Template, owner: string): Template {
  const entries = root.entries.map((entry): Entry => {
    const { key, value } = entry;
    if (key !== 'Description' || value.kind !== 'scalar') return entry;
    return { ...entry, value: { ...value, value: describeFor(owner, String(value.value)) } };
  });
  return { stack, root: { ...root, entries } };
}

/** Merges a module's fragments into the templates of the stacks that they name. */
export function addModule(
  templates: readonly Template[],
  module: Module,
  resolved: Resolved,
  toolkit: Toolkit,
): readonly Template[] {
  const { fragments } = toolkit;
  const { spec, tree } = resolved;
  return module.fragments(spec, runtimeOf(spec, toolkit), tree.preview).reduce((current, each) => {
    const copy = typeof each === 'string' ? undefined : each;
    const name = typeof each === 'string' ? each : each.fragment;
    const fragment = fragments[`${module.name}/${name}`];
    if (!fragment) throw new InternalError(`module ${module.name} has no fragment ${name}`);
    const lookUp = (dotted: string) => copy?.values[dotted] ?? valueOf(dotted, resolved);
    const source = copy ? withLogicalId(fragment, copy.logicalId) : fragment;
    return current.map((template) =>
      name.startsWith(`${template.stack}/`)
        ? { ...template, root: merge(template.root, bind(source, lookUp), module.name) }
        : template,
    );
  }, templates);
}

/** A fragment of one resource under another logical id. What its comment says is said where the original stands. */
function withLogicalId(fragment: TemplateNode, logicalId: string): TemplateNode {
  const [resource, ...others] = resourcesOf(fragment);
  if (!resource || others.length > 0) throw new InternalError(`${logicalId} is no copy of one resource`);
  const { value, spaced = false } = resource;
  const entries = [{ key: logicalId, value, spaced }];
  return { kind: 'map', entries: [{ key: 'Resources', value: { kind: 'map', entries } }] };
}

/** The paths that fragments name. */
const paths = new Map<string, SpecPath>();

/** What a module derives under that name, or else the spec's value at that path. */
function valueOf(dotted: string, { spec, derived }: Resolved): Derived {
  const found = derived.get(dotted);
  if (found) return found;
  const from = paths.get(dotted) ?? pathOf(dotted);
  paths.set(dotted, from);
  const value = valueAt(spec, from);
  if (value === undefined) throw new InternalError(`the resolved spec has no "${dotted}"`);
  return { value: value as Derived['value'], from };
}
