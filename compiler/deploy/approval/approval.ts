import { isMapping } from '../../spec/path.ts';
import type { Planned } from '../plan/prepare.ts';

/** Plain data, as in a file of JSON. */
export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/** The fields of an object; `undefined` for anything else. */
export function fieldsOf(json: Json | undefined): Readonly<Record<string, Json | undefined>> | undefined {
  return isMapping(json) ? json : undefined;
}

/** One thing that is other than in an approved plan. `undefined` where one of the two lacks it. */
export interface Moved {
  /** What it is, in words: `the deployed template of todo-shared (SHA-256)`. */
  readonly what: string;
  readonly approved: Json | undefined;
  readonly now: Json | undefined;
}

/** Holds a deployment to a plan that somebody approved. */
export interface Approval {
  /** What is other than approved, before anything is changed. */
  readonly compare: (planned: readonly Planned[]) => readonly Moved[];
  /** How to come to a plan that can be deployed, as a command. */
  readonly planAnew: string;
  /** What the deployment is said to be at its end. */
  readonly record: ApprovedPlan;
}

/** The plan that a deployment carried out. */
export interface ApprovedPlan {
  readonly file: string;
  /** Its checksum. */
  readonly sha256: string;
  /** The commit whose image was built, if one was. */
  readonly commit?: string;
}
