import type { Edit, Finding, Offer } from '../diagnostics/diagnostic.ts';
import { hintOf } from '../diagnostics/offer.ts';

/** Lets the internet reach an internal service. */
export const toInternet: Edit = {
  path: ['backend', 'service', 'visibility'],
  value: 'internet',
  words: '"visibility: internet" under backend.service',
};

/**
 * A hint with several ways to mend a mistake: `Set min to 4 or less, or max to 8 or more`. A way that the rest of the spec
 * does not allow is left out.
 */
export function eitherOf(verb: string, edits: readonly Edit[]): Pick<Finding, 'hint' | 'offer'> {
  return hintOf(alternatives(verb, edits));
}

export function alternatives(verb: string, edits: readonly Edit[]): Offer {
  const say = (left: readonly unknown[]) => {
    const text = `${verb} ${(left as readonly Edit[]).map(({ words }) => words).join(', or ')}`.trim();
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  };
  return { path: edits[0]?.path ?? [], kind: 'edits', values: edits, say };
}
