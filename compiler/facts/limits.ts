import facts from './limits.json' with { type: 'json' };

/** What AWS limits, by the names in limits.json. */
export type LimitId = keyof typeof facts.limits;

/** A limit of AWS's, and how archc keeps to it: by one of `code`, `settings`, `never` and `aws`. */
export interface Limit {
  readonly what: string;
  /** The runtime on which it matters, if it doesn't on each. */
  readonly runtime?: string;
  /** The most that AWS takes; the least, where `note` says so. */
  readonly most: number;
  /** How far AWS raises it on request. Without it, AWS does not raise it. */
  readonly raisable?: string;
  readonly source: string;
  /** When the copy of `source` was made in which the figure was read, or since when at the latest. */
  readonly page?: string;
  /**
   * In place of it: where the models of AWS's APIs in botocore or CloudFormation's schemas of resource types in cfn-lint
   * have the figure, and the words if it's in a text.
   */
  readonly model?: { readonly at: string; readonly says?: string };
  /** The message of a check. */
  readonly code?: string;
  /** The settings whose schema has the limit. */
  readonly settings?: readonly string[];
  /** Why no spec can reach it. */
  readonly never?: string;
  /** What happens when AWS alone can know that it is reached. */
  readonly aws?: string;
  readonly note?: string;
}

export const limits: Readonly<Record<LimitId, Limit>> = facts.limits;

export function limitOf(id: LimitId): number {
  return facts.limits[id].most;
}

/** With commas, as in 51,200. */
export function showNumber(number: number): string {
  return String(number).replace(/(?<=\d)(?=(\d{3})+$)/g, ',');
}
