import type { Finding } from '../diagnostics/diagnostic.ts';
import type { SpecPath } from '../spec/path.ts';
import { sectionOf, visit } from './node.ts';
import type { MapNode, TemplateNode } from './node.ts';
import { print } from './print.ts';
import type { Template } from './template.ts';

/** What `aws cloudformation deploy` takes without a bucket, in bytes. */
export const largestTemplate = 51_200;

/** A template over the limit is told at the part of the spec that takes the most room in it. */
export function sizeFinding({ stack, root }: Template, text: string): readonly Finding[] {
  // The printer's output is ASCII: a character is a byte.
  if (text.length <= largestTemplate) return [];
  const [path, bytes] = largestPart(root);
  const resources = sectionOf(root, 'Resources')
    .map(({ key, value }) => ({ key, bytes: sizeOf(value) }))
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, 3)
    .map((each) => `${each.key} ${each.bytes}`);
  return [
    {
      code: 'template-too-large',
      path,
      at: 'key',
      message: `${stack}.yaml would have ${text.length} bytes, and CloudFormation takes ${largestTemplate}`,
      hint: `${path.join('.')} takes ${bytes} of them; the largest resources, in bytes: ${resources.join(', ')}`,
    },
  ];
}

/** The setting with the most bytes bound from it, counted by its parent, such as all environment variables. */
function largestPart(root: MapNode): [SpecPath, number] {
  const sizes = new Map<string, [SpecPath, number]>();
  visit(root, (node) => {
    if (!node.from) return;
    const parent = node.from.slice(0, -1);
    const [, so] = sizes.get(parent.join('.')) ?? [parent, 0];
    if (node.kind === 'scalar') sizes.set(parent.join('.'), [parent, so + String(node.value).length]);
  });
  return [...sizes.values()].sort((a, b) => b[1] - a[1])[0] ?? [[], 0];
}

function sizeOf(node: TemplateNode): number {
  return node.kind === 'map' ? print(node).length : 0;
}
