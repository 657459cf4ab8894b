/** A spec's bytes, and its name in messages. */
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

/** A backend of its own for one change, on the shared stack of the spec (or of its environment) that it is a preview of. */
export interface Preview {
  /** As it stands in names: `pr-123`. */
  readonly id: string;
  /** The name of what it is a preview of: `todo`, or `todo-dev` of an environment. */
  readonly of: string;
  readonly expiresAfterDays: number;
}

/** A part of a spec: plain data and, beside it, the place of every part of it. */
export interface SpecPart {
  readonly data: unknown;
  readonly node: SpecNode;
}

/** A parsed spec: plain data and, beside it, the place of every part of it. */
export interface SpecTree {
  readonly name: string;
  readonly text: string;
  readonly data: unknown;
  readonly root: SpecNode;
  /** The environment of the spec whose tree this is, and the name of the API; the data's name joins the two. */
  readonly environment?: {
    readonly name: string;
    readonly of: string;
    /** Where the name of this one is written. */
    readonly key: Range;
    /** Where the environments are written. */
    readonly written: Range;
  };
  /** In the spec of a preview. */
  readonly preview?: Preview;
  /** What the environment writes, with the places of what it takes away too. */
  readonly overlay?: SpecNode;
}
