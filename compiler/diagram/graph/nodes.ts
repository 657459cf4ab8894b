import { counted } from '../../diagnostics/counted.ts';
import { describe } from './describe.ts';
import { partsOf } from './fold.ts';
import type { Reading } from './fold.ts';
import type { DiagramNode } from './model.ts';
import type { Resource } from './read-resources.ts';
import { ruleFor } from './resource-rules.ts';

/** The nodes of the templates' resources. Those of a type that are shown together are one, in each place. */
export function makeNodes(
  reading: Reading,
  places: ReadonlyMap<string, string>,
  options: readonly string[],
): readonly DiagramNode[] {
  const { resources, homes } = reading;
  const bundles = new Map<string, [Resource, ...Resource[]]>();
  for (const resource of resources.values()) {
    if (homes.get(resource.key) !== resource.key) continue;
    const rule = ruleFor(resource.type);
    if (rule.show === 'group') continue;
    const isTogether = rule.show === 'node' && rule.isTogether === true;
    const id = isTogether
      ? [resource.stack, resource.type, places.get(resource.key) ?? ''].join(' ')
      : resource.key;
    const bundle = bundles.get(id);
    if (bundle) bundle.push(resource);
    else bundles.set(id, [resource]);
  }
  return [...bundles.values()].map(makeNode);

  function makeNode(bundle: readonly [Resource, ...Resource[]]): DiagramNode {
    const [first] = bundle;
    const parts = bundle.flatMap(({ key }) => partsOf(key, reading));
    const { key, stack } = first;
    const place = places.get(key);
    const details = describe(parts);
    const { shape, title } = look(first, bundle.length);
    const others = parts.filter((each) => each !== first);
    const modules = [...new Set([first, ...others].flatMap((each) => each.modules))];
    return {
      id: key,
      shape,
      title,
      name: bundle.map(({ id }) => id).join(', '),
      details,
      stack,
      ...(place !== undefined && { group: place }),
      holds: [key, ...others.map((each) => each.key)],
      options: options.filter((name) => modules.includes(name)),
      modules,
    };
  }
}

function look({ type }: Resource, count: number): Pick<DiagramNode, 'shape' | 'title'> {
  const rule = ruleFor(type);
  if (rule.show === 'inUser' && rule.alone) return rule.alone;
  if (rule.show !== 'node') return { shape: 'other', title: type.split('::').at(-1) ?? type };
  const { shape, title } = rule;
  return { shape, title: count === 1 ? title : counted(count, inMidSentence(title)) };
}

/** `alarm`, but `VPC endpoint`. */
function inMidSentence(title: string): string {
  return /^[A-Z][a-z]+$/.test(title) ? title.toLowerCase() : title;
}
