import { limitOf } from '../facts/limits.ts';
import { InternalError } from '../internal-error.ts';
import { entryOf, resourcesOf, sectionOf, textAt, typeOf, visit } from './node.ts';
import type { TemplateNode } from './node.ts';
import { namesIn } from './references.ts';
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
    verifyReferences(template);
    verifyLimits(template);
    verifyRules(template);
    if (shared && template.stack === 'backend') verifyImports(template, exported);
  }
}

const unbound = new Set(['Spec', 'Splice', 'Handler', 'Override', 'Append']);

function verifyReferences({ stack, root }: Template): void {
  const resources = new Set(resourcesOf(root).map(({ key }) => key));
  const known = new Set([...resources, ...sectionOf(root, 'Parameters').map(({ key }) => key)]);
  const conditions = new Set(sectionOf(root, 'Conditions').map(({ key }) => key));
  const demand = (name: string, names: ReadonlySet<string>, where: readonly (string | number)[]) => {
    if (name.startsWith('AWS::') || names.has(name)) return;
    throw new InternalError(`${stack}: ${where.join('.')} refers to "${name}", which does not exist`);
  };
  visit(root, (node, path) => {
    if (node.tag !== undefined && unbound.has(node.tag)) {
      throw new InternalError(`${stack}: !${node.tag} is left over at ${path.join('.')}`);
    }
    for (const name of referencesOf(node)) demand(name, known, path);
    if (node.tag === 'If' && node.kind === 'list') {
      demand(node.items[0] ? textsOf(node.items[0]).join() : '', conditions, path);
    }
    if (path.at(-1) === 'DependsOn' && path.length === 3) {
      for (const name of textsOf(node)) demand(name, resources, path);
    }
  });
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

function verifyImports({ root }: Template, exported: ReadonlySet<string>): void {
  visit(root, (node, path) => {
    if (path.at(-1) !== 'Fn::ImportValue' || node.kind !== 'scalar') return;
    const name = String(node.value).replace('${SharedStackName}-', '');
    if (!exported.has(name)) throw new InternalError(`backend: the shared stack exports no "${name}"`);
  });
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
  }
}
