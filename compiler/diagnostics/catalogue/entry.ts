export type Severity = 'error' | 'warning';

export interface Entry {
  readonly severity: Severity;
  /** One line, for lists. */
  readonly summary: string;
  /** Why it is so and what to do, for `archc explain`. */
  readonly explanation: string;
}
