import type { Aws } from '../../aws/aws.ts';
import type { ChangeSet, ChangeSetRequest, ValidationFinding } from '../../aws/model.ts';

/** Waits; rejects when the user interrupts the command. */
export type Sleep = (milliseconds: number) => Promise<void>;

export interface Proposal {
  readonly id: string;
  readonly changeSet: ChangeSet;
  /** What AWS's validation found: errors and warnings. */
  readonly findings: readonly ValidationFinding[];
  readonly isEmpty: boolean;
}

/** The change sets of one run of a command. Those that are not executed are deleted at the end. */
export interface ChangeSets {
  /** Creates a change set, and waits until AWS has compared. */
  propose(request: ChangeSetRequest): Promise<Proposal>;
  execute(id: string, options: { readonly keepsFailed: boolean }): Promise<void>;
  /**
   * Deletes the change sets that were not executed, and the empty stacks that were created for them. Never rejects.
   */
  withdrawAll(): Promise<void>;
}

export function openChangeSets(aws: Aws, sleep: Sleep): ChangeSets {
  const open = new Set<{ readonly id: Promise<string>; readonly request: ChangeSetRequest }>();
  const executed = new Set<string>();

  async function awaitComparison(id: string): Promise<ChangeSet> {
    for (let pause = 250; ; pause = Math.min(pause * 2, 2_000)) {
      const changeSet = await aws.describeChangeSet(id);
      if (!/_(PENDING|IN_PROGRESS)$/.test(changeSet.status)) return changeSet;
      await sleep(pause);
    }
  }

  async function withdraw(id: Promise<string>, { kind, stack }: ChangeSetRequest): Promise<void> {
    try {
      // The change set may not have been created yet, so its id is awaited.
      if (executed.has(await id)) return;
      await aws.deleteChangeSet(await id);
      if (kind !== 'create') return;
      const left = await aws.describeStack(stack);
      if (left?.status === 'REVIEW_IN_PROGRESS') await aws.deleteStack(left.id);
    } catch {
      // Ignored: a change set that is left behind does no harm, and must not hide an earlier failure.
    }
  }

  return {
    async propose(request) {
      const creation = aws.createChangeSet(request);
      open.add({ id: creation, request });
      const id = await creation;
      const changeSet = await awaitComparison(id);
      const isEmpty = changeSet.status === 'FAILED' && saysNothingChanges(changeSet.reason ?? '');
      return { id, changeSet, isEmpty, findings: isEmpty ? [] : await aws.listFindings(id) };
    },

    async execute(id, options) {
      executed.add(id);
      await aws.executeChangeSet(id, options);
    },

    async withdrawAll() {
      await Promise.all([...open].map(({ id, request }) => withdraw(id, request)));
      open.clear();
    },
  };
}

/** CloudFormation reports a change set without changes as failed. */
function saysNothingChanges(reason: string): boolean {
  return /didn't contain changes|No updates are to be performed/i.test(reason);
}
