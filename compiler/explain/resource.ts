import type { SpecPath } from '../model.ts';
import type { Toolkit } from '../module.ts';
import { argument, pathOf } from '../template/bind.ts';
import { entryOf, sectionOf, visit } from '../template/node.ts';
import type { Entry, TemplateNode } from '../template/node.ts';

/** One fragment's part of a resource. */
interface Part {
  /** `appRunner/backend/service`. */
  readonly fragment: string;
  readonly entry: Entry;
}

/** A resource by its logical id: what it is, why it is there, what feeds it. Nothing when no fragment has it. */
export function explainResource(
  id: string,
  toolkit: Toolkit,
  lineOf: (path: SpecPath) => string,
): string | undefined {
  const parts = partsOf(id, toolkit);
  const [first] = parts;
  if (!first) return undefined;
  const type = entryOf(first.entry.value, 'Type');
  const reasons = parts.flatMap(({ entry }) => entry.comment ?? []);
  const paths = [...new Set(parts.flatMap(({ entry }) => pathsIn(entry.value)))];
  const decisions = [
    ...new Set(reasons.flatMap((line) => [...line.matchAll(/ADR (\d+)/g)].map(([, number]) => number))),
  ];
  return [
    `${id}${type?.kind === 'scalar' ? `: ${String(type.value)}` : ''}`,
    '',
    ...(reasons.length > 0 ? [...reasons, ''] : []),
    ...(decisions.length > 0
      ? [`  Decisions: docs/adr/${decisions.map((each) => `${String(each).padStart(4, '0')}-*`).join(', ')}`]
      : []),
    `  Made by:   ${parts.map(({ fragment }) => fragment).join(', ')}`,
    `  Stack:     ${first.fragment.split('/')[1] ?? ''}`,
    ...(paths.length > 0 ? ['  Fed by:', ...paths.map((path) => `    ${path}${lineOf(pathOf(path))}`)] : []),
    '',
  ].join('\n');
}

export function resourceNames({ fragments }: Toolkit): readonly string[] {
  return [
    ...new Set(Object.values(fragments).flatMap((fragment) => resourcesOf(fragment).map(({ key }) => key))),
  ];
}

/** The logical ids whose fragments bind a setting, or something inside it. */
export function resourcesFedBy(dotted: string, toolkit: Toolkit): readonly string[] {
  return resourceNames(toolkit).filter((id) =>
    partsOf(id, toolkit).some(({ entry }) =>
      pathsIn(entry.value).some((path) => path === dotted || path.startsWith(`${dotted}.`)),
    ),
  );
}

function partsOf(id: string, { fragments }: Toolkit): Part[] {
  return Object.entries(fragments).flatMap(([fragment, root]) =>
    resourcesOf(root)
      .filter(({ key }) => key === id)
      .map((entry) => ({ fragment, entry })),
  );
}

function resourcesOf(fragment: TemplateNode): readonly Entry[] {
  return fragment.kind === 'map' ? sectionOf(fragment, 'Resources') : [];
}

function pathsIn(node: TemplateNode): string[] {
  const paths: string[] = [];
  visit(node, (each) => {
    if (each.tag === 'Spec' || each.tag === 'Splice') paths.push(argument(each));
  });
  return paths;
}
