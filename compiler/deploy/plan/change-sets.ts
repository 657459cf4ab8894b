import type { Aws } from '../../aws/aws.ts';
import { AwsFailure } from '../../aws/failure.ts';
import type { ChangeSet, ChangeSetRequest, ValidationFinding } from '../../aws/model.ts';
import { DeploymentError } from './deployment-error.ts';

/** Waits; rejects when the user interrupts the command. */
export type Sleep = (milliseconds: number) => Promise<void>;

export interface Proposal {
  readonly id: string;
  readonly changeSet: ChangeSet;
  /** What AWS's validation found: errors and warnings. */
  readonly findings: readonly ValidationFinding[];
  readonly isEmpty: boolean;
}

/** An operation that AWS begins. Its token marks the operation's events. */
export interface Execution {
  readonly id: string;
  readonly token: string;
  /** Whether AWS lists an event of it. */
  readonly hasBegun: () => Promise<boolean>;
}

/** The change sets of one run of a command. Those that are not executed are deleted at the end. */
export interface ChangeSets {
  /** Creates a change set, and waits until AWS has compared. */
  propose(request: Omit<ChangeSetRequest, 'name'>): Promise<Proposal>;
  /** Also succeeds when the operation has begun although AWS's answer was lost. */
  execute(execution: Execution, options: { readonly keepsFailed: boolean }): Promise<void>;
  /**
   * Deletes the change sets that were not executed, and the empty stacks that were created for them. Never rejects.
   */
  withdrawAll(): Promise<void>;
}

/** How often AWS may not know a change set that it has just created. */
const mostUnknown = 8;

export function openChangeSets(aws: Aws, sleep: Sleep): ChangeSets {
  const open = new Set<{ readonly id: Promise<string>; readonly request: ChangeSetRequest }>();
  /** What AWS was asked to execute. When its answer is lost, nobody knows whether it has begun. */
  const executions = new Map<string, 'begun' | 'in doubt'>();

  async function awaitComparison(id: string): Promise<ChangeSet> {
    let unknown = 0;
    for (let pause = 250; ; pause = Math.min(pause * 2, 2_000)) {
      try {
        const changeSet = await aws.describeChangeSet(id);
        if (!/_(PENDING|IN_PROGRESS)$/.test(changeSet.status)) return changeSet;
      } catch (error) {
        unknown += 1;
        const isNew = error instanceof AwsFailure && /^ChangeSetNotFound/.test(error.awsName);
        if (!isNew || unknown > mostUnknown) throw error;
      }
      await sleep(pause);
    }
  }

  async function withdraw(creation: Promise<string>, request: ChangeSetRequest): Promise<void> {
    const { kind, stack, name } = request;
    try {
      // The change set may not have been created yet, so its id is awaited. If only the answer was lost, it exists.
      const id = await creation.catch(() => undefined);
      const execution = id === undefined ? undefined : executions.get(id);
      if (execution === 'begun') return;
      // AWS deletes none that is being executed.
      if (id === undefined) await aws.deleteChangeSet(name, stack);
      else await aws.deleteChangeSet(id);
      if (kind !== 'create' || execution === 'in doubt') return;
      const left = await aws.describeStack(stack);
      if (left?.status === 'REVIEW_IN_PROGRESS') await aws.deleteStack(left.id);
    } catch {
      // Ignored: a change set that is left behind does no harm, and must not hide an earlier failure.
    }
  }

  return {
    async propose(rest) {
      const request = { ...rest, name: `archc-${crypto.randomUUID()}` };
      const creation = aws.createChangeSet(request);
      open.add({ id: creation, request });
      try {
        const id = await creation;
        const changeSet = await awaitComparison(id);
        const isEmpty = changeSet.status === 'FAILED' && saysNothingChanges(changeSet.reason ?? '');
        return { id, changeSet, isEmpty, findings: isEmpty ? [] : await aws.listFindings(id) };
      } catch (error) {
        throw explainInterference(error, request.stack);
      }
    },

    async execute({ id, token, hasBegun }, options) {
      executions.set(id, 'begun');
      try {
        await aws.executeChangeSet(id, { ...options, token });
      } catch (error) {
        const isPassing = error instanceof AwsFailure && error.isPassing;
        // Without AWS's own words, the request may have arrived.
        if (isPassing && (await hasBegun().catch(() => false))) return;
        if (isPassing) executions.set(id, 'in doubt');
        else executions.delete(id);
        throw error;
      }
    },

    async withdrawAll() {
      await Promise.all([...open].map(({ id, request }) => withdraw(id, request)));
      open.clear();
    },
  };
}

/** Says that someone else has changed the stack, where AWS's words mean that. */
export function explainInterference(error: unknown, stack: string): unknown {
  if (!(error instanceof AwsFailure) || error.kind !== 'refused') return error;
  const words =
    /^(InvalidChangeSetStatus|ChangeSetNotFound)|^(?=.*(can ?not be updated|already exists|does not exist))/;
  if (!words.test(`${error.awsName} ${error.message}`)) return error;
  return new DeploymentError(
    `stack "${stack}" was changed by someone else in the meantime: run the same command again (${error.message})`,
  );
}

/** CloudFormation reports a change set without changes as failed. */
function saysNothingChanges(reason: string): boolean {
  return /didn't contain changes|No updates are to be performed/i.test(reason);
}
