import type { Rehearsal } from '../support/local-aws/rehearsal.ts';

/** What differs between the runtimes in the life of the stacks of specs/todo.yaml. */
export interface RuntimeInLife {
  readonly name: string;
  /** Logical id of the service. */
  readonly service: string;
  /** How an update fails after the database's user has changed. */
  readonly failure: {
    readonly edit: (spec: string) => string;
    /** A MySQL user that exists before, and that the edit wants. */
    readonly takes?: string;
    /** The tag of the image. */
    readonly tag: string;
    /** What archc says of it. */
    readonly told: RegExp;
    /** Where in the spec: the text that the line has first. */
    readonly at: string;
  };
  /** The path at which the service asks its container. */
  readHealthCheckPath(rehearsal: Rehearsal): Promise<string>;
  /** What AWS holds of the service and around it when both stacks are complete. */
  expectComplete(rehearsal: Rehearsal): Promise<void>;
  /** What it still holds when both are deleted, and what not. */
  expectDeleted(rehearsal: Rehearsal): Promise<void>;
}

/** Those of specs/todo.yaml. */
export const domain = 'api.example.com';
export const zone = 'Z0123456789ABCDEFGHIJ';

/** What becomes of requests, by the addresses that are listed there. */
export const verdicts = [
  ['203.0.113.7', 'Allow'],
  ['2001:db8::7', 'Allow'],
  ['198.51.100.7', 'Block'],
  ['2001:db9::7', 'Block'],
] as const;
