import type { ResolvedSpec } from '../../build/generated/resolved-spec.ts';
import { chosenModules, runtimeOf } from '../modules/choose.ts';
import type { Copy, Toolkit } from '../modules/module.ts';
import { resourcesOf } from '../template/node.ts';
import type { TemplateNode } from '../template/node.ts';
import { sampleOn } from './feeds.ts';

/** A name that a certificate is made for, by a function on some runtimes. */
const domain = { name: 'www.example.com', hostedZoneId: 'Z0123456789ABCDEFGHIJ' };

/**
 * The toolkit with the resources that are composed of copies, by their logical ids, in place of a fragment that none of
 * the specs has as it is. Samples stand in for specs, so that what every spec can have is known without one.
 */
export function withCopies(toolkit: Toolkit, specs: readonly ResolvedSpec[] = []): Toolkit {
  const samples = toolkit.runtimes.map(({ name }) => sampleOn(name, toolkit, { domain }));
  const ids = logicalIdsOf([...samples, ...specs], toolkit);
  const fragments = Object.entries(toolkit.fragments).map(([name, root]) => {
    const own = ids.get(name);
    return [name, own ? copied(root, own) : root] as const;
  });
  return { ...toolkit, fragments: Object.fromEntries(fragments) };
}

/** The logical ids of the copies of each fragment. One that is composed as it is too is a copy with its own id. */
function logicalIdsOf(
  specs: readonly ResolvedSpec[],
  toolkit: Toolkit,
): ReadonlyMap<string, ReadonlySet<string>> {
  const parts = specs.flatMap((spec) => {
    const runtime = runtimeOf(spec, toolkit);
    return chosenModules(spec, toolkit).flatMap((module) =>
      module.fragments(spec, runtime).map((part) => ({ module: module.name, part })),
    );
  });
  const copies = new Set(
    parts.flatMap(({ module, part }) => (isCopy(part) ? `${module}/${part.fragment}` : [])),
  );
  const found = new Map<string, ReadonlySet<string>>();
  for (const { module, part } of parts) {
    const name = `${module}/${isCopy(part) ? part.fragment : part}`;
    if (!copies.has(name)) continue;
    const own = resourcesOf(toolkit.fragments[name]).map(({ key }) => key);
    found.set(name, new Set([...(found.get(name) ?? []), ...(isCopy(part) ? [part.logicalId] : own)]));
  }
  return found;
}

function isCopy(part: string | Copy): part is Copy {
  return typeof part !== 'string';
}

function copied(fragment: TemplateNode, ids: ReadonlySet<string>): TemplateNode {
  const entries = resourcesOf(fragment).flatMap((entry) => [...ids].map((key) => ({ ...entry, key })));
  return { kind: 'map', entries: [{ key: 'Resources', value: { kind: 'map', entries } }] };
}
