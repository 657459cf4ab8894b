import type { Toolkit } from '../modules/module.ts';
import { argument } from '../template/bind.ts';
import { resourcesOf, visit } from '../template/node.ts';
import type { Entry, TemplateNode } from '../template/node.ts';

/** One fragment's part of a resource. */
export interface Part {
  /** `base/shared/network`. */
  readonly fragment: string;
  readonly entry: Entry;
}

/** The logical ids of all resources that fragments have, each once. */
export function resourceNames({ fragments }: Toolkit): readonly string[] {
  return [
    ...new Set(Object.values(fragments).flatMap((fragment) => resourcesOf(fragment).map(({ key }) => key))),
  ];
}

/** What each fragment contributes to a resource. */
export function partsOf(id: string, { fragments }: Toolkit): Part[] {
  return Object.entries(fragments).flatMap(([fragment, root]) =>
    resourcesOf(root)
      .filter(({ key }) => key === id)
      .map((entry) => ({ fragment, entry })),
  );
}

/** The dotted paths that the fragment binds there with `!Spec` and `!Splice`. */
export function pathsIn(node: TemplateNode): string[] {
  const paths: string[] = [];
  visit(node, (each) => {
    if (each.tag === 'Spec' || each.tag === 'Splice') paths.push(argument(each));
  });
  return paths;
}

/** The logical ids of the resources whose fragments bind a value, or a part of it. */
export function resourcesBinding(dotted: string, toolkit: Toolkit): readonly string[] {
  return resourceNames(toolkit).filter((id) =>
    partsOf(id, toolkit).some(({ entry }) =>
      pathsIn(entry.value).some((path) => path === dotted || path.startsWith(`${dotted}.`)),
    ),
  );
}
