import { limitOf } from '../facts/limits.ts';
import { InternalError } from '../internal-error.ts';
import { entryOf, resourcesOf, sectionOf, textAt, textOf, typeOf, visit } from './node.ts';
import type { TemplateNode } from './node.ts';
import { namesIn } from './references.ts';
import { remembering } from './remembering.ts';
import type { Template } from './template.ts';

/**
 * Throws for what no spec may cause, whichever modules it chooses: a reference to nothing, an import that nothing
 * exports, a rule that AWS WAF would refuse, an exceeded limit of CloudFormation. Each is a bug in a module.
 */
export function verify(templates: readonly Template[]): void {
  const exported = new Set<string>();
  const shared = templates.find(({ stack }) => stack === 'shared');
  if (shared) {
    for (const { value } of sectionOf(shared.root, 'Outputs')) {
      const name = textAt(entryOf(value, 'Export'), 'Name');
      if (name !== undefined) exported.add(name.replace('${AWS::StackName}-', ''));
    }
  }
  for (const template of templates) {
    const uses = usesIn(template.root);
    verifyReferences(template, uses);
    verifyLimits(template);
    verifyRules(template);
    if (shared && template.stack === 'backend') verifyImports(uses, exported);
  }
}

function verifyReferences({ stack, root }: Template, uses: readonly Use[]): void {
  const resources = new Set(resourcesOf(root).map(({ key }) => key));
  const known = new Set([...resources, ...sectionOf(root, 'Parameters').map(({ key }) => key)]);
  const conditions = new Set(sectionOf(root, 'Conditions').map(({ key }) => key));
  const mappings = new Set(sectionOf(root, 'Mappings').map(({ key }) => key));
  const demand = (name: string, names: ReadonlySet<string>, node: TemplateNode) => {
    if (names.has(name)) return;
    throw new InternalError(`${stack}: ${placeIn(root, node)} refers to "${name}", which does not exist`);
  };
  for (const { kind, name, node } of uses) {
    if (kind === 'unbound') {
      throw new InternalError(`${stack}: !${name} is left over at ${placeIn(root, node)}`);
    }
    if (kind === 'name') demand(name, known, node);
    if (kind === 'condition') demand(name, conditions, node);
    if (kind === 'mapping') demand(name, mappings, node);
  }
  for (const { value } of resourcesOf(root)) {
    const others = entryOf(value, 'DependsOn');
    if (others) for (const name of textsOf(others)) demand(name, resources, others);
  }
}

function verifyImports(uses: readonly Use[], exported: ReadonlySet<string>): void {
  for (const { kind, name } of uses) {
    if (kind === 'import' && !exported.has(name))
      throw new InternalError(`backend: the shared stack exports no "${name}"`);
  }
}

/** What a node needs besides itself: a logical id or parameter, a condition, a mapping, an export, or that its tag is bound. */
interface Use {
  readonly kind: 'name' | 'condition' | 'mapping' | 'import' | 'unbound';
  readonly name: string;
  readonly node: TemplateNode;
}

function usesIn(root: TemplateNode): readonly Use[] {
  const uses: Use[] = [];
  collectUses(root, uses);
  return uses;
}

function collectUses(node: TemplateNode, uses: Use[]): void {
  if (node.constant) uses.push(...constantUses(node));
  else collectAnew(node, uses);
}

/** Each only once: a resource refers to few others, and to some of them often. */
const constantUses = remembering((node) => {
  const uses: Use[] = [];
  collectAnew(node, uses);
  return [...new Map([...uses].reverse().map((use) => [`${use.kind} ${use.name}`, use])).values()].reverse();
});

function collectAnew(node: TemplateNode, uses: Use[]): void {
  if (node.tag !== undefined) addUses(node, node.tag, uses);
  if (node.kind === 'map') {
    for (const { key, value } of node.entries) {
      if (key === 'Fn::ImportValue') addImport(value, uses);
      collectUses(value, uses);
    }
  }
  if (node.kind === 'list') for (const item of node.items) collectUses(item, uses);
}

const unbound = new Set(['Spec', 'Splice', 'Override', 'Append']);

function addImport(node: TemplateNode, uses: Use[]): void {
  const name = textOf(node)?.replace('${SharedStackName}-', '');
  if (name !== undefined) uses.push({ kind: 'import', name, node });
}

function addUses(node: TemplateNode, tag: string, uses: Use[]): void {
  if (unbound.has(tag)) {
    uses.push({ kind: 'unbound', name: tag, node });
  } else if (tag === 'If' || tag === 'FindInMap') {
    const [first] = node.kind === 'list' ? node.items : [];
    uses.push({ kind: tag === 'If' ? 'condition' : 'mapping', name: textOf(first) ?? '', node });
  } else {
    for (const name of referencesOf(node)) {
      if (!name.startsWith('AWS::')) uses.push({ kind: 'name', name, node });
    }
  }
}

/** The logical ids and parameters that the function of this node refers to. */
function referencesOf(node: TemplateNode): readonly string[] {
  if (node.tag === 'Ref' && node.kind === 'scalar') return [String(node.value)];
  if (node.tag === 'GetAtt' && node.kind === 'scalar') return [String(node.value).split('.')[0] ?? ''];
  if (node.tag !== 'Sub') return [];
  const [text, local] = node.kind === 'list' ? node.items : [node];
  const own = local?.kind === 'map' ? local.entries.map(({ key }) => key) : [];
  if (text?.kind !== 'scalar') return [];
  return namesIn(String(text.value))
    .map((name) => name.split('.')[0] ?? '')
    .filter((name) => !own.includes(name));
}

function textsOf(node: TemplateNode): string[] {
  if (node.kind === 'scalar') return [String(node.value)];
  return node.kind === 'list' ? node.items.flatMap(textsOf) : [];
}

function placeIn(root: TemplateNode, wanted: TemplateNode): string {
  let place = '';
  visit(root, (node, path) => {
    if (node === wanted) place = path.join('.');
  });
  return place;
}

function verifyLimits({ stack, root }: Template): void {
  const limits = {
    Parameters: limitOf('template-parameters'),
    Resources: limitOf('template-resources'),
    Outputs: limitOf('template-outputs'),
  };
  for (const [section, most] of Object.entries(limits)) {
    const count = sectionOf(root, section).length;
    if (count > most)
      throw new InternalError(`${stack}: ${count} ${section}, and CloudFormation takes ${most}`);
  }
}

/** Each rule of a web ACL needs an action and a priority of its own. */
function verifyRules({ stack, root }: Template): void {
  for (const { key, value } of resourcesOf(root)) {
    const rules = entryOf(entryOf(value, 'Properties'), 'Rules');
    if (typeOf(value) !== 'AWS::WAFv2::WebACL' || rules?.kind !== 'list') continue;
    const { items } = rules;
    for (const unique of ['Name', 'Priority']) {
      const values = items.map((rule) => textAt(rule, unique));
      if (new Set(values).size < items.length)
        throw new InternalError(`${stack}: ${key} has two rules of one ${unique}`);
    }
    if (items.some((rule) => !entryOf(rule, 'Action') && !entryOf(rule, 'OverrideAction'))) {
      throw new InternalError(`${stack}: ${key} has a rule without an action`);
    }
    if (items.some((rule) => entryOf(entryOf(rule, 'Action'), 'Allow'))) {
      throw new InternalError(`${stack}: ${key} has a rule that lets requests past the rules after it`);
    }
  }
}
