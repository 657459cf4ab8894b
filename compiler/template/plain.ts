import type { TemplateNode } from './node.ts';

/** Plain data, with CloudFormation's functions in their long form. */
export type Plain = string | number | boolean | readonly Plain[] | { readonly [key: string]: Plain };

export function toPlain(node: TemplateNode): Plain {
  const value = untagged(node);
  if (node.tag === undefined) return value;
  if (node.tag === 'Ref' || node.tag === 'Condition') return { [node.tag]: value };
  if (node.tag === 'GetAtt' && typeof value === 'string') {
    const [resource = '', ...attribute] = value.split('.');
    return { 'Fn::GetAtt': [resource, attribute.join('.')] };
  }
  return { [`Fn::${node.tag}`]: value };
}

function untagged(node: TemplateNode): Plain {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(toPlain);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, toPlain(value)]));
}
