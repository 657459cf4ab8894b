import type { Code, Severity } from './diagnostics/catalogue.ts';
import type { MapNode } from './template/node.ts';
import type { ResolvedSpec } from '../build/generated/resolved-spec.ts';

/** Where something stands in a spec: `['shared', 'availabilityZones', 1]`. */
export type SpecPath = readonly (string | number)[];

/** A spec as it was read: what to call it in messages, and its bytes. */
export interface Source {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A span of the spec's text: offsets in UTF-16 units, the end exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** One value of the spec with its place; children are reached by key or index. */
export interface SpecNode {
  readonly range: Range;
  readonly children: ReadonlyMap<string | number, SpecChild>;
}

export interface SpecChild {
  /** The key's place; for a list item the item's own. */
  readonly key: Range;
  readonly node: SpecNode;
}

/** A parsed spec: plain data and, beside it, the place of every part of it. */
export interface SpecTree {
  readonly name: string;
  readonly text: string;
  readonly data: unknown;
  readonly root: SpecNode;
}

/** Something to say about a place in the spec, told in the spec's own words. */
export interface Finding {
  readonly code: Code;
  readonly path: SpecPath;
  /** One line without a period; wrong values in double quotes. */
  readonly message: string;
  /** What to write instead. */
  readonly hint?: string;
  /** What the message points at: the value, or the key that holds it. */
  readonly at?: 'key' | 'value';
  /** A second place that belongs to it. */
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
  readonly related?: { readonly place: Place; readonly message: string };
}

/** A phase yields a value, perhaps with warnings, or else everything that it found wrong. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T; readonly diagnostics: readonly Diagnostic[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** A value that a module computes for its fragments, with the place in the spec that it comes from. */
export interface Derived {
  /** `null` leaves the property out of the template. */
  readonly value: DerivedValue;
  readonly from: SpecPath;
}

export type DerivedValue =
  | string
  | number
  | boolean
  | null
  | readonly Derived[]
  | { readonly [key: string]: string | number | boolean };

/** A checked spec with every default filled in, and what the modules derive from it. */
export interface Resolved {
  readonly spec: ResolvedSpec;
  /** By dotted path, as fragments name it: `options.ipRestriction.ipv4`. */
  readonly derived: ReadonlyMap<string, Derived>;
  readonly tree: SpecTree;
}

export type StackKind = 'shared' | 'backend';

/** A template on its way: plain CloudFormation whose nodes know the spec path and module they come from. */
export interface Template {
  readonly stack: StackKind;
  readonly root: MapNode;
}

/** A file that archc writes, by its name inside the spec's output folder. */
export interface Artifact {
  readonly name: string;
  readonly text: string;
  readonly executable: boolean;
}

/** What one spec compiles to. */
export interface Compiled {
  readonly name: string;
  readonly resolved: Resolved;
  readonly templates: readonly Template[];
  readonly artifacts: readonly Artifact[];
}
