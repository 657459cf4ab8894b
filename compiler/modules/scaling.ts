import type { Finding } from '../diagnostics/diagnostic.ts';

/** For runtimes that have `backend.service.scaling`: `min` must not be above `max`. */
export function scalingFindings(
  { min, max }: { readonly min: number; readonly max: number },
  copies: 'instances' | 'tasks',
): Finding[] {
  if (min <= max) return [];
  return [
    {
      code: 'scaling-range',
      path: ['backend', 'service', 'scaling', 'min'],
      message: `A minimum of ${min} ${copies} is above the maximum of ${max}`,
      hint: `Set min to ${max} or less, or max to ${min} or more`,
    },
  ];
}
