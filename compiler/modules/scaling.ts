import type { Finding } from '../diagnostics/diagnostic.ts';
import { eitherOf } from './edits.ts';
import type { CheckContext } from './module.ts';

const scaling = ['backend', 'service', 'scaling'];

/** For runtimes that have `backend.service.scaling`: `min` must not be above `max`. */
export function scalingFindings(
  { min, max }: { readonly min: number; readonly max: number },
  copies: 'instances' | 'tasks',
  { written }: CheckContext,
): Finding[] {
  if (min <= max) return [];
  return [
    {
      code: 'scaling-range',
      path: written([...scaling, 'min'], [...scaling, 'max']),
      message: `A minimum of ${min} ${copies} is above the maximum of ${max}`,
      ...eitherOf('Set', [
        { path: [...scaling, 'min'], value: max, words: `min to ${max} or less` },
        { path: [...scaling, 'max'], value: min, words: `max to ${min} or more` },
      ]),
    },
  ];
}
