import type { Toolkit } from '../modules/module.ts';
import { argument } from '../template/bind.ts';
import { sectionOf, visit } from '../template/node.ts';
import type { Entry, TemplateNode } from '../template/node.ts';

/** One fragment's part of a resource, or of what else has a logical id. */
export interface Part {
  /** `base/shared/network`. */
  readonly fragment: string;
  readonly entry: Entry;
}

/** The sections of a template whose entries have logical ids. */
export const sections = ['Resources', 'Parameters', 'Conditions', 'Outputs'] as const;
export type Section = (typeof sections)[number];

/** The logical ids that fragments have in a section, each once. */
export function logicalIds(section: Section, { fragments }: Toolkit): readonly string[] {
  const entries = Object.values(fragments).flatMap((fragment) => sectionOf(fragment, section));
  return [...new Set(entries.map(({ key }) => key))];
}

/** What each fragment contributes to a resource, or to what has that id in another section. */
export function partsOf(id: string, { fragments }: Toolkit, section: Section = 'Resources'): Part[] {
  return Object.entries(fragments).flatMap(([fragment, root]) =>
    sectionOf(root, section)
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
  return logicalIds('Resources', toolkit).filter((id) =>
    partsOf(id, toolkit).some(({ entry }) =>
      pathsIn(entry.value).some((path) => path === dotted || path.startsWith(`${dotted}.`)),
    ),
  );
}
