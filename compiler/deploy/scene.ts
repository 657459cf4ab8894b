import type { Aws } from '../aws/aws.ts';
import type { DeployedStack, StackOutput } from '../aws/model.ts';
import type { Finding } from '../diagnostics/diagnostic.ts';
import type { ResourceLog } from './failure/resource-log.ts';
import type { Watcher } from './follow/follow.ts';
import type { ChangeSets, Sleep } from './plan/change-sets.ts';
import type { Context } from './plan/context.ts';
import type { Refusal } from './plan/guard.ts';
import type { StackPlan } from './plan/plan.ts';

/** All that a deployment acts on, so that it can be acted without a terminal, a container engine or AWS. */
export interface Scene {
  readonly aws: Aws;
  readonly changeSets: ChangeSets;
  readonly sleep: Sleep;
  readonly context: Context;
  readonly tell: Narrator;
  /** A question with yes or no; no when nobody can be asked, yes when --yes was given. */
  readonly confirm: (question: string) => Promise<boolean>;
  /** The same, of a person: --yes is no answer. */
  readonly ask: (question: string) => Promise<boolean>;
  /** Builds and pushes the image; resolves to its URI. */
  readonly buildImage: () => Promise<string>;
  /** While the work lasts, the first interruption calls this in place of ending the command. */
  readonly heeding: <T>(onInterrupt: () => void, work: () => Promise<T>) => Promise<T>;
}

/** Where a deployment has got to, as it is told to a person or a program. */
export interface Narrator {
  plan(plans: readonly StackPlan[]): void;
  refuse(refusals: readonly Refusal[]): void;
  /** One line about what is done now, or was found. */
  step(text: string): void;
  /** The operation of a stack is about to be followed. */
  watch(stack: string): Watching;
  fail(findings: readonly Finding[], about: Failure): void;
  finish(result: Result): void;
}

export interface Watching extends Watcher {
  /** The display makes room for a question. */
  readonly pause: () => void;
  readonly resume: () => void;
  /** With the stack's status at the end. */
  readonly end: (status: string) => void;
}

export interface Failure {
  /** What has become of the stack, and what is next: one line. */
  readonly after: string;
  readonly log?: ResourceLog;
}

export interface Result {
  readonly outcome: 'deployed' | 'unchanged' | 'started';
  readonly stacks: readonly DeployedStack[];
  /** Those of the last stack: the service's URL and domain are among them. */
  readonly outputs: readonly StackOutput[];
}
