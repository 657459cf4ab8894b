import type { Aws } from '../aws/aws.ts';
import type { DeployedStack, StackOutput } from '../aws/model.ts';
import type { Finding } from '../diagnostics/diagnostic.ts';
import type { ApprovedPlan, Moved } from './approval/approval.ts';
import type { ResourceLog } from './failure/resource-log.ts';
import type { Watcher } from './follow/follow.ts';
import type { Unconfirmed } from './status/alarm-states.ts';
import type { ChangeSets, Sleep } from './plan/change-sets.ts';
import type { DeployContext } from './plan/deploy-context.ts';
import type { Refusal } from './plan/guard.ts';
import type { StackPlan } from './plan/plan.ts';

/** Everything that a deployment acts on. Tests replace it, so that they need no terminal, container engine or AWS. */
export interface Deployment {
  readonly aws: Aws;
  readonly changeSets: ChangeSets;
  readonly sleep: Sleep;
  readonly context: DeployContext;
  readonly report: Reporter;
  /** Asks a yes-or-no question. It is no when nobody can be asked, and yes with --yes. */
  readonly confirm: (question: string) => Promise<boolean>;
  /** Asks whether to deploy: in a protected environment for its name. It is yes when a flag has said so. */
  readonly approve: () => Promise<boolean>;
  /** Asks a person: unlike with `confirm`, --yes does not answer. */
  readonly ask: (question: string) => Promise<boolean>;
  /** Builds and pushes the image; resolves to its URI. */
  readonly buildImage: () => Promise<string>;
  /** Whether a build can run beside other work: not if it may have to ask a person. */
  readonly canBuildAhead: () => boolean;
  /**
   * Builds the image for a later push, and reports its lines; resolves to its name on this machine. Rejects with the
   * signal's reason when it was stopped.
   */
  readonly buildAhead: (stop: AbortSignal) => Promise<string>;
  /** Pushes an image that was built ahead; resolves to its URI. */
  readonly pushImage: (name: string) => Promise<string>;
  /** What a build lacks on this machine: a text for each thing. */
  readonly checkBuild: () => Promise<readonly string[]>;
  /** Aborted when the command is to end. */
  readonly signal: AbortSignal;
  /** During the work, the first interruption calls `onInterrupt` instead of ending the command. */
  readonly heeding: <T>(onInterrupt: () => void, work: () => Promise<T>) => Promise<T>;
}

/** Reports the progress of a deployment to a person or a program. */
export interface Reporter {
  plan(plans: readonly StackPlan[]): void;
  refuse(refusals: readonly Refusal[]): void;
  /** Reports what is other than in the approved plan. */
  moved(moved: readonly Moved[], about: Pick<DeployFailure, 'after'>): void;
  /** Reports in one line what is being done, or what was found. */
  step(text: string): void;
  /** Reports a line of a build that runs beside other work. */
  build(line: string): void;
  /** Called before the operation of a stack is followed. */
  watch(stack: string): Watching;
  fail(findings: readonly Finding[], about: DeployFailure): void;
  finish(result: DeployResult): void;
}

export interface Watching extends Watcher {
  /** Removes the display while a question is asked. */
  readonly pause: () => void;
  readonly resume: () => void;
  /** Gets the stack's status at the end. */
  readonly end: (status: string) => void;
}

export interface DeployFailure {
  /** The state of the stack, and what to do next, in one line. */
  readonly after: string;
  readonly log?: ResourceLog;
}

export interface DeployResult {
  readonly outcome: 'deployed' | 'restarted' | 'unchanged' | 'started';
  readonly stacks: readonly DeployedStack[];
  /** The outputs of the last stack, which include the service's URL and domain. */
  readonly outputs: readonly StackOutput[];
  /** The mail addresses that nobody has confirmed yet. */
  readonly unconfirmed: readonly Unconfirmed[];
  /** The approved plan that was carried out, and the image that was deployed with it. */
  readonly approved?: ApprovedPlan & { readonly image?: string };
}
