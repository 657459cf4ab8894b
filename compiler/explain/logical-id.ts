import { charges, free } from '../template/charges.ts';
import type { Toolkit } from '../modules/module.ts';
import type { SpecPath } from '../spec/path.ts';
import { pathOf } from '../template/bind.ts';
import { textAt, typeOf } from '../template/node.ts';
import { partsOf, pathsIn, sections } from './bindings.ts';
import type { Section } from './bindings.ts';
import { origins } from './feeds.ts';

const kinds: Readonly<Record<Section, string | undefined>> = {
  Resources: undefined,
  Parameters: 'a parameter',
  Conditions: 'a condition',
  Outputs: 'an output',
};

/**
 * Explains a resource, or what else has a logical id: what it is, why it exists, and which settings it depends on.
 * `undefined` when no fragment has it.
 */
export function explainLogicalId(
  id: string,
  toolkit: Toolkit,
  lineOf: (path: SpecPath) => string,
  /** Those of the spec's environments that have it, if not all do. */
  environments: readonly string[] = [],
): string | undefined {
  const section = sections.find((each) => partsOf(id, toolkit, each).length > 0);
  const parts = partsOf(id, toolkit, section);
  if (section === undefined) return undefined;
  const type = kinds[section] ?? parts.map(({ entry }) => typeOf(entry.value)).find((each) => each !== '');
  const descriptions = new Set(parts.flatMap(({ entry }) => textAt(entry.value, 'Description') ?? []));
  const reasons = [...descriptions, ...new Set(parts.flatMap(({ entry }) => entry.comment ?? []))];
  const stacks = new Set(parts.map(({ fragment }) => fragment.split('/')[1] ?? ''));
  const known = origins(toolkit);
  const bound = parts.flatMap(({ entry }) => pathsIn(entry.value));
  const paths = [...new Set(bound.flatMap((name) => [...(known.get(name) ?? [name])]))];
  const decisions = [
    ...new Set(reasons.flatMap((line) => [...line.matchAll(/ADR (\d+)/g)].map(([, number]) => number))),
  ];
  return [
    `${id}${type === undefined ? '' : `: ${type}`}`,
    '',
    ...(reasons.length > 0 ? [...reasons, ''] : []),
    ...(decisions.length > 0
      ? [`  Decisions: docs/adr/${decisions.map((each) => `${String(each).padStart(4, '0')}-*`).join(', ')}`]
      : []),
    `  Made by:   ${parts.map(({ fragment }) => fragment).join(', ')}`,
    `  ${stacks.size === 1 ? 'Stack: ' : 'Stacks:'}    ${[...stacks].join(', ')}`,
    ...wordCharge(type),
    ...(environments.length > 0 ? [`  Only in:   ${environments.join(', ')}`] : []),
    ...(paths.length > 0 ? ['  Fed by:', ...paths.map((path) => `    ${path}${lineOf(pathOf(path))}`)] : []),
    '',
  ].join('\n');
}

/** How AWS charges for a resource of the type, if archc knows it. */
function wordCharge(type = ''): readonly string[] {
  if (free.includes(type)) return ['  Costs:     nothing itself'];
  const charge = Object.hasOwn(charges, type) ? charges[type] : undefined;
  if (!charge) return [];
  return [`  Costs:     by ${charge.charged === 'time' ? 'time, used or not' : 'use'} (${charge.by})`];
}
