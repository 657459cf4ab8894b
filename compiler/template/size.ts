import type { Finding } from '../diagnostics/diagnostic.ts';
import { limitOf, showNumber } from '../facts/limits.ts';
import type { SpecPath } from '../spec/path.ts';
import { visit } from './node.ts';
import type { TemplateNode } from './node.ts';
import type { Template } from './template.ts';

/** The most bytes that `aws cloudformation deploy` accepts without a bucket. */
export const largestTemplate = limitOf('template-bytes');

/** A template over the limit is reported at the part of the spec that takes the most room in it. */
export function sizeFinding({ stack, root }: Template, text: string): readonly Finding[] {
  // The printer's output is ASCII, so each character is one byte.
  if (text.length <= largestTemplate) return [];
  const [path, bytes] = largestPart(root);
  const part = `${path.join('.')} (${showNumber(bytes)} bytes)`;
  return [
    {
      code: 'template-too-large',
      path,
      at: 'key',
      message: `${stack}.yaml would have ${showNumber(text.length)} bytes, and CloudFormation accepts at most ${showNumber(largestTemplate)}`,
      hint: hints.get(path.at(-1))?.(part) ?? `Shorten ${part}`,
    },
  ];
}

/** Where else large values can go, by the setting that has them. */
const hints = new Map<SpecPath[number] | undefined, (part: string) => string>([
  ['environment', (part) => `Move large values of ${part} into secrets or the image`],
  ['aliases', (part) => `Remove some of ${part}: each has records of its own`],
  [
    'allowedSourceIps',
    (part) => `Move ranges of ${part} into AWS WAF IP sets of your own, and list their ARNs in "ipSetArns"`,
  ],
]);

/**
 * The part of the spec that takes the most bytes in the template. Values are added up by their parent, such as all
 * environment variables.
 */
export function largestPart(root: TemplateNode): [SpecPath, number] {
  const sizes = new Map<string, [SpecPath, number]>();
  visit(root, (node) => {
    if (!node.from) return;
    const parent = holderOf(node.from);
    const [, so] = sizes.get(parent.join('.')) ?? [parent, 0];
    if (node.kind === 'scalar') sizes.set(parent.join('.'), [parent, so + String(node.value).length]);
  });
  return [...sizes.values()].sort((a, b) => b[1] - a[1])[0] ?? [[], 0];
}

/** The mapping or list that holds a value; of a property of a list's item, the list. */
function holderOf(from: SpecPath): SpecPath {
  const parent = from.slice(0, -1);
  return typeof parent.at(-1) === 'number' ? parent.slice(0, -1) : parent;
}
