import type { Aws } from '../../aws/aws.ts';
import type { ChangeSet, ChangeSetRequest, ValidationFinding } from '../../aws/model.ts';

/** Waits; rejects when the user has had enough. */
export type Sleep = (milliseconds: number) => Promise<void>;

export interface Proposal {
  readonly id: string;
  readonly changeSet: ChangeSet;
  /** What is wrong with it, or only to be known. */
  readonly findings: readonly ValidationFinding[];
  readonly isEmpty: boolean;
}

/** Change sets of one run of a command, of which none is left behind. */
export interface ChangeSets {
  /** Has AWS compare, and waits for its answer. */
  propose(request: ChangeSetRequest): Promise<Proposal>;
  execute(id: string, options: { readonly keepsFailed: boolean }): Promise<void>;
  /** Deletes what was not executed, and the empty stacks that were made for it. Never rejects. */
  withdrawAll(): Promise<void>;
}

export function openChangeSets(aws: Aws, sleep: Sleep): ChangeSets {
  const open = new Set<{ readonly id: Promise<string>; readonly request: ChangeSetRequest }>();
  const executed = new Set<string>();

  async function settle(id: string): Promise<ChangeSet> {
    for (let pause = 250; ; pause = Math.min(pause * 2, 2_000)) {
      const changeSet = await aws.describeChangeSet(id);
      if (!/_(PENDING|IN_PROGRESS)$/.test(changeSet.status)) return changeSet;
      await sleep(pause);
    }
  }

  async function withdraw(id: Promise<string>, { kind, stack }: ChangeSetRequest): Promise<void> {
    try {
      // It may still be on its way.
      if (executed.has(await id)) return;
      await aws.deleteChangeSet(await id);
      if (kind !== 'create') return;
      const left = await aws.describeStack(stack);
      if (left?.status === 'REVIEW_IN_PROGRESS') await aws.deleteStack(left.id);
    } catch {
      // The failure before this one is what counts; a change set does no harm.
    }
  }

  return {
    async propose(request) {
      const creation = aws.createChangeSet(request);
      open.add({ id: creation, request });
      const id = await creation;
      const changeSet = await settle(id);
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

/** CloudFormation calls it a failure when there is nothing to change. */
function saysNothingChanges(reason: string): boolean {
  return /didn't contain changes|No updates are to be performed/i.test(reason);
}
