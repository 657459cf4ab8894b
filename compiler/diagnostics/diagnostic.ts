import type { Range } from '../spec/model.ts';
import type { SpecPath } from '../spec/path.ts';
import type { Code, Severity } from './catalogue.ts';

/**
 * Values that a hint proposes for a part of the spec. Each is tried, and only what the compiler then accepts stays in
 * the hint.
 */
export interface Offer {
  readonly path: SpecPath;
  /**
   * What the hint proposes: each value that is right, the first that is, a range of numbers between the first two, the first
   * that is right as name of the key, or each edit (`Edit`) that is right.
   */
  readonly kind: 'each' | 'example' | 'range' | 'name' | 'edits';
  readonly values: readonly unknown[];
  /** How far apart the numbers of a range are; 1 without it. */
  readonly step?: number;
  /** The hint that proposes what is left of the values. */
  readonly say: (values: readonly unknown[]) => string;
  /** What to propose when none of the values is right. */
  readonly otherwise?: Offer;
}

/** One of several ways to mend a mistake, with its words in the hint. */
export interface Edit {
  readonly path: SpecPath;
  /** `undefined` removes what the path has. */
  readonly value: unknown;
  readonly words: string;
}

/** A message about a path of the spec, in the spec's own words. */
export interface Finding {
  readonly code: Code;
  readonly path: SpecPath;
  /** One line without a period; wrong values in double quotes. */
  readonly message: string;
  /** What to write instead. */
  readonly hint?: string;
  /** The values in the hint that may not fit the rest of the spec. */
  readonly offer?: Offer;
  /** What the message points at: the value, or the key that holds it. */
  readonly at?: 'key' | 'value';
  /** The part of it that is wrong, such as one character; without it, all of it. */
  readonly range?: Range;
  /** Whether the value at the path must not be printed, not even as part of its line. */
  readonly conceals?: boolean;
  /** Settings that the key may be meant as: they are neither judged nor missing. */
  readonly meant?: readonly SpecPath[];
  /** A second place that helps to understand the message. */
  readonly related?: { readonly path: SpecPath; readonly message: string };
}

/** Line and column count from 1; columns count characters. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A finding with its place in a file. */
export interface Diagnostic {
  readonly code: Code;
  readonly severity: Severity;
  readonly file: string;
  readonly place: Place;
  readonly message: string;
  readonly hint?: string;
  /** The environments of the spec that have it, if not all do. */
  readonly environments?: readonly string[];
  /** A value that must not be printed, not even as part of its line. */
  readonly concealed?: Place;
  readonly related?: { readonly place: Place; readonly message: string };
}

/** A phase yields a value, perhaps with warnings, or else everything that it found wrong. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T; readonly diagnostics: readonly Diagnostic[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };
