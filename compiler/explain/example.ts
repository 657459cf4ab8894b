import type { Code, Severity } from '../diagnostics/catalogue.ts';

/**
 * The lines of a spec that get a message, and the same part of the spec without the mistake. Both are YAML that ends
 * in a line break.
 */
export interface Example {
  readonly wrong: string;
  readonly right: string;
}

export type Examples = Readonly<Partial<Record<Code, Example>>>;

/** The text before each of the two parts of an example. */
export function introduce(severity: Severity): Example {
  return severity === 'error'
    ? { wrong: 'For example, this is wrong:', right: 'Write instead:' }
    : { wrong: 'For example, this gets the warning:', right: 'This settles it:' };
}
