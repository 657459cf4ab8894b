import { InternalError } from '../internal-error.ts';
import type { Module, Toolkit } from '../modules/module.ts';
import { entryOf, itemsAt, replaceAt, resourceIn, resourcesOf, textAt, typeOf } from '../template/node.ts';
import type { MapNode, TemplateNode } from '../template/node.ts';
import type { Template } from '../template/template.ts';

/**
 * Gives the rules of web ACLs their priorities. A rule's priority is its place among the rules of all modules, chosen
 * or not, in the order of the registries. So choosing another module renumbers no rule.
 */
export function rankRules(template: Template, toolkit: Toolkit): Template {
  const root = resourcesOf(template.root)
    .filter(({ value }) => typeOf(value) === 'AWS::WAFv2::WebACL')
    .reduce((current, { key }) => rankRulesOf(key, current, toolkit), template.root);
  return { ...template, root };
}

function rankRulesOf(id: string, root: MapNode, toolkit: Toolkit): MapNode {
  const names = knownNames(id, toolkit);
  const ranked = rulesOf(resourceIn(root, id))
    .map((rule) => ({ rule, priority: names.indexOf(textAt(rule, 'Name') ?? '') }))
    .sort((a, b) => a.priority - b.priority);
  const [first] = ranked;
  if (first?.priority === -1) {
    const name = textAt(first.rule, 'Name') ?? '';
    throw new InternalError(
      `no fragment has the rule "${name}" of ${id}: the name of a rule is plain text, or one of its module's ruleNames`,
    );
  }
  const items = ranked.map(({ rule, priority }) => withPriority(rule, priority));
  return replaceAt(root, ['Resources', id, 'Properties', 'Rules'], { kind: 'list', items });
}

const namesByToolkit = new WeakMap<Toolkit, Map<string, readonly string[]>>();

/** The same for every spec of a process. */
function knownNames(id: string, toolkit: Toolkit): readonly string[] {
  const known = namesByToolkit.get(toolkit) ?? new Map<string, readonly string[]>();
  namesByToolkit.set(toolkit, known);
  const names = known.get(id) ?? ruleNames(id, toolkit);
  known.set(id, names);
  return names;
}

/**
 * The names of all rules that modules have for a web ACL, in the order of the modules: those in fragments first, by the
 * fragments' names and then as they stand there.
 */
function ruleNames(id: string, { base, runtimes, options, fragments, ruleless }: Toolkit): readonly string[] {
  const names = [base, ...runtimes, ...options].flatMap((module) => [
    ...Object.keys(fragments)
      .filter((fragment) => fragment.startsWith(`${module.name}/`) && !ruleless.has(fragment))
      .flatMap((fragment) => rulesOf(resourceIn(fragments[fragment], id)))
      .flatMap((rule) => nameOf(rule, module)),
    ...(module.ruleNames ?? []),
  ]);
  return [...new Set(names)];
}

/** Nothing for the place of rules that a module derives. */
function nameOf(rule: TemplateNode, module: Module): readonly string[] {
  if (rule.tag === 'Splice') return [];
  const name = textAt(rule, 'Name') ?? '';
  if (!entryOf(rule, 'Priority')) return [name];
  throw new InternalError(
    `module ${module.name} writes the Priority of the rule "${name}": leave it out, since the order of the registry decides`,
  );
}

/** Whether a fragment has rules for a web ACL. */
export function hasRules(fragment: TemplateNode | undefined): boolean {
  return resourcesOf(fragment).some(({ value }) => entryOf(entryOf(value, 'Properties'), 'Rules'));
}

function rulesOf(acl: TemplateNode | undefined): readonly TemplateNode[] {
  return itemsAt(entryOf(acl, 'Properties'), 'Rules');
}

/** Puts the priority below the rule's name. */
function withPriority(rule: TemplateNode, value: number): TemplateNode {
  if (rule.kind !== 'map') return rule;
  const priority = { key: 'Priority', value: { kind: 'scalar', value } } as const;
  return {
    ...rule,
    entries: rule.entries.flatMap((entry) => (entry.key === 'Name' ? [entry, priority] : [entry])),
  };
}
