import type { Finding } from '../diagnostics/diagnostic.ts';
import type { SpecPath } from '../spec/path.ts';

/** Items that a list of the spec has again, each with the place of the first. `what` names one: `header`. */
export function repeatedItems(items: readonly string[], list: SpecPath, what: string): Finding[] {
  return items.flatMap((item, index): Finding[] => {
    const first = items.indexOf(item);
    if (first === index) return [];
    return [
      {
        code: 'duplicate-name',
        path: [...list, index],
        message: `The ${what} "${item}" is listed twice`,
        hint: 'Remove one of the two',
        related: { path: [...list, first], message: 'First listed here' },
      },
    ];
  });
}
