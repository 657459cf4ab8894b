import type { TemplateNode } from '../../../compiler/template/node.ts';

/** A template as CloudFormation's JSON, with the long form of its functions. */
export function toJson(node: TemplateNode): unknown {
  const value = plain(node);
  if (node.tag === undefined) return value;
  if (node.tag === 'Ref') return { Ref: value };
  if (node.tag === 'GetAtt') return { 'Fn::GetAtt': String(value).split('.') };
  return { [`Fn::${node.tag}`]: value };
}

function plain(node: TemplateNode): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(toJson);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, toJson(value)]));
}
