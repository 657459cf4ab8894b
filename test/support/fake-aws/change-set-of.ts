import { readResourceTypes } from '../../../build/generated/resource-types.ts';
import type { ChangeDetail, ResourceChange } from '../../../compiler/aws/model.ts';
import { entryOf, resourcesOf, typeOf } from '../../../compiler/template/node.ts';
import type { TemplateNode } from '../../../compiler/template/node.ts';
import { toPlain } from '../../../compiler/template/plain.ts';
import type { Plain } from '../../../compiler/template/plain.ts';
import { referencesIn } from '../../../compiler/template/references.ts';

type Replacement = ResourceChange['replacement'];
type Detail = ChangeDetail & { readonly isCertain: boolean };
type Properties = Readonly<Record<string, Plain>>;

/** The attributes that a change set compares beside the properties. */
const attributes = ['Metadata', 'CreationPolicy', 'UpdatePolicy', 'DeletionPolicy', 'UpdateReplacePolicy'];

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-recordset.html */
const replacesBesideSchemas: Readonly<Record<string, readonly string[]>> = {
  'AWS::Route53::RecordSet': ['Name'],
};

/**
 * The changes that CloudFormation's change set would have. They follow from the top-level properties, their schemas,
 * and the references to changed resources.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChangeDetail.html
 */
export function changeSetOf(before: TemplateNode, after: TemplateNode): readonly ResourceChange[] {
  const nodes = { before: nodesOf(before), after: nodesOf(after) };
  let replacements: ReadonlyMap<string, Replacement> = new Map();
  for (;;) {
    const ids = [...new Set([...nodes.before.keys(), ...nodes.after.keys()])];
    const changes = ids.flatMap((logicalId): ResourceChange[] => {
      const [former, wanted] = [nodes.before.get(logicalId), nodes.after.get(logicalId)];
      const change = {
        logicalId,
        type: typeOf(wanted ?? former),
        replacement: 'never',
        details: [],
      } as const;
      if (!former) return [{ ...change, action: 'add' }];
      if (!wanted) return [{ ...change, action: 'remove' }];
      const details = [...ownDetails(former, wanted), ...causedDetails(wanted, replacements)];
      const replacement = typeOf(former) === typeOf(wanted) ? replacementBy(details) : 'always';
      return details.length === 0 ? [] : [{ ...change, action: 'modify', replacement, details }];
    });
    const found = new Map(changes.map(({ logicalId, replacement }) => [logicalId, replacement]));
    if (JSON.stringify([...found]) === JSON.stringify([...replacements])) return changes;
    replacements = found;
  }
}

function nodesOf(root: TemplateNode): ReadonlyMap<string, TemplateNode> {
  return new Map(resourcesOf(root).map(({ key, value }) => [key, value]));
}

function ownDetails(before: TemplateNode, after: TemplateNode): readonly Detail[] {
  const values = { before: propertiesOf(before), after: propertiesOf(after) };
  const names = new Set([...Object.keys(values.before), ...Object.keys(values.after)]);
  const textOf = (node: TemplateNode, name: string) => JSON.stringify(entryOf(node, name));
  return [
    ...[...names]
      .filter((name) => JSON.stringify(values.before[name]) !== JSON.stringify(values.after[name]))
      .map((name): Detail => propertyDetail(typeOf(after), name)),
    ...attributes
      .filter((name) => textOf(before, name) !== textOf(after, name))
      .map((name): Detail => ({ attribute: name, path: [name], recreates: 'never', isCertain: true })),
  ];
}

/** A resource's attribute may change with any change to the resource, its name only with a replacement. */
function causedDetails(
  node: TemplateNode,
  replacements: ReadonlyMap<string, Replacement>,
): readonly Detail[] {
  return referencesIn(propertiesOf(node)).flatMap(({ path: [property = ''], name, attribute }): Detail[] => {
    const replacement = replacements.get(name);
    if (replacement === undefined || (attribute === undefined && replacement === 'never')) return [];
    const cause = attribute === undefined ? name : `${name}.${attribute}`;
    return [{ ...propertyDetail(typeOf(node), property), cause, isCertain: replacement === 'always' }];
  });
}

function propertiesOf(node: TemplateNode): Properties {
  const properties = entryOf(node, 'Properties');
  return properties ? (toPlain(properties) as Properties) : {};
}

function propertyDetail(type: string, property: string): Detail {
  const facts = readResourceTypes().types[type];
  const isIn = (names: readonly string[] = []) => names.some((name) => name.split('.')[0] === property);
  const replaces = isIn(facts?.createOnly) || isIn(replacesBesideSchemas[type]);
  const recreates = replaces ? 'always' : !facts || isIn(facts.conditional) ? 'perhaps' : 'never';
  return { attribute: 'Properties', path: ['Properties', property], recreates, isCertain: true };
}

function replacementBy(details: readonly Detail[]): Replacement {
  if (details.some(({ recreates, isCertain }) => recreates === 'always' && isCertain)) return 'always';
  return details.some(({ recreates }) => recreates !== 'never') ? 'perhaps' : 'never';
}
