import { sectionOf } from '../../template/node.ts';
import type { TemplateNode } from '../../template/node.ts';
import { toPlain } from '../../template/plain.ts';
import type { Plain } from '../../template/plain.ts';
import { referencesIn } from '../../template/references.ts';

/** The logical ids of the resources that use the parameter, a condition that does, or another such resource. */
export function dependentsOf(parameter: string, root: TemplateNode): ReadonlySet<string> {
  const conditions = new Set<string>();
  const found = new Set<string>();
  const parts = [
    ...sectionOf(root, 'Conditions').map((entry) => ({ ...entry, into: conditions })),
    ...sectionOf(root, 'Resources').map((entry) => ({ ...entry, into: found })),
  ].map(({ key, value, into }) => ({ key, plain: toPlain(value), into }));
  const depends = (plain: Plain) =>
    referencesIn(plain).some(({ name }) => name === parameter || found.has(name)) ||
    conditionsIn(plain).some((name) => conditions.has(name));
  // Again until nothing is found, because a resource may stand before those that it uses.
  for (let known = -1; known < conditions.size + found.size;) {
    known = conditions.size + found.size;
    for (const { key, plain, into } of parts) if (!into.has(key) && depends(plain)) into.add(key);
  }
  return found;
}

/** The conditions that a part of a template uses. */
function conditionsIn(plain: Plain): readonly string[] {
  if (typeof plain !== 'object') return [];
  if (Array.isArray(plain)) return (plain as readonly Plain[]).flatMap(conditionsIn);
  return Object.entries(plain).flatMap(([key, value]: [string, Plain]) => {
    const [first] = key === 'Fn::If' && Array.isArray(value) ? (value as readonly Plain[]) : [value];
    const isName = typeof first === 'string' && (key === 'Fn::If' || key === 'Condition');
    return [...(isName ? [first] : []), ...conditionsIn(value)];
  });
}
