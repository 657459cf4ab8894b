import type { ResolvedSpec } from '../../build/generated/resolved-spec.ts';
import type { Derived } from '../spec/derived.ts';
import type { SpecTree } from '../spec/model.ts';
import type { Template } from '../template/template.ts';

/** A spec without errors, with every default filled in and the values that modules derive from it. */
export interface Resolved {
  readonly spec: ResolvedSpec;
  /** By the dotted path that fragments use: `options.ipRestriction.ipv4`. */
  readonly derived: ReadonlyMap<string, Derived>;
  readonly tree: SpecTree;
}

/** A file that archc writes, by its name inside the spec's output folder. */
export interface Artifact {
  readonly name: string;
  readonly text: string;
  readonly executable: boolean;
}

/** What one spec compiles to. */
export interface Compiled {
  /** The name of the API; in an environment with the environment's, as in the names of the stacks. */
  readonly name: string;
  /** The folder below the output folder: `todo`, or `todo/dev` for an environment. */
  readonly folder: string;
  readonly resolved: Resolved;
  readonly templates: readonly Template[];
  readonly artifacts: readonly Artifact[];
}
