import { derivedFrom } from '../spec/derived.ts';
import type { Derived, PlainData } from '../spec/derived.ts';
import type { SpecPath } from '../spec/path.ts';

/** A statement that matches what one of the others does. AWS WAF takes no `OrStatement` of a single one. */
export function anyOf(statements: readonly Derived[], from: SpecPath): Derived {
  const [only, ...others] = statements;
  if (only && others.length === 0) return only;
  return derivedFrom({ OrStatement: { Statements: statements } }, from);
}

/** A rule's metric has the rule's name. */
export function visibilityOf(rule: string): PlainData {
  return { CloudWatchMetricsEnabled: true, MetricName: rule, SampledRequestsEnabled: true };
}
