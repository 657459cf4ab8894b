import type { TemplateNode } from '../../../../compiler/template/node.ts';

/** An AWS account as a value: what a command could change in it. */
export interface Account {
  /** Milliseconds since 1970. */
  time: number;
  readonly stacks: Stack[];
  readonly changeSets: ChangeSet[];
  /** The URIs of the images that were pushed, in order. */
  readonly pushes: string[];
  /** The retention in days by the log group's name. */
  readonly logGroups: Map<string, number | undefined>;
  /** Everything that was changed, in order: `ExecuteChangeSet todo-shared`. */
  readonly done: string[];
  /** The data that was lost: `todo-shared.DatabaseCluster`. */
  readonly lost: string[];
  /** Makes the next operation of a stack fail at this resource, and be rolled back. */
  readonly failing: Map<string, string>;
  /** Milliseconds between two events of a stack. */
  pace: number;
  /** What becomes of a build of the image: in milliseconds, and whether it fails. */
  readonly build: { lasts: number; fails: boolean };
}

export interface Stack {
  readonly name: string;
  readonly id: string;
  status: string;
  reason: string | undefined;
  isProtected: boolean;
  text: string;
  template: TemplateNode | undefined;
  parameters: Readonly<Record<string, string>>;
  tags: Readonly<Record<string, string>>;
  /** Physical ids by logical ids. */
  resources: Readonly<Record<string, string>>;
  readonly createdAt: number;
  /** When its last update began. */
  updatedAt?: number;
  readonly events: StackEvent[];
  /** What happens to it next, the earliest first. */
  readonly course: { readonly at: number; readonly happen: () => void }[];
}

export interface StackEvent {
  readonly id: string;
  readonly at: number;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly token?: string;
}

export interface ChangeSet {
  readonly id: string;
  readonly name: string;
  readonly stack: Stack;
  readonly token: string;
  readonly madeAt: number;
  readonly isCreation: boolean;
  readonly text: string;
  readonly template: TemplateNode;
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly changes: readonly object[];
  /** An export that the template imports and no stack has. */
  readonly missing?: string;
  execution: 'AVAILABLE' | 'EXECUTE_IN_PROGRESS' | 'OBSOLETE';
  /** The token with which it was executed. */
  executedWith?: string;
}

export const accountId = '123456789012';
export const accountRegion = 'ap-northeast-1';

export const usualBuild = { lasts: 5_000, fails: false };

export function emptyAccount(): Account {
  return {
    time: Date.UTC(2026, 0, 1),
    stacks: [],
    changeSets: [],
    pushes: [],
    logGroups: new Map(),
    done: [],
    lost: [],
    failing: new Map(),
    pace: 400,
    build: { ...usualBuild },
  };
}

/** A stack that exists, by its name, or any by its id. */
export function findStack({ stacks }: Account, nameOrId: string): Stack | undefined {
  return stacks.find(
    ({ name, id, status }) => id === nameOrId || (name === nameOrId && status !== 'DELETE_COMPLETE'),
  );
}

/** Lets everything happen that is due. */
export function advance({ stacks }: Account, now: number): void {
  for (const { course } of stacks) {
    while (course[0] && course[0].at <= now) course.shift()?.happen();
  }
}

/** A value for comparing: what is deployed, without what only time changes. */
export function snapshot({ stacks }: Account): object {
  return stacks
    .filter(({ status }) => status !== 'DELETE_COMPLETE')
    .map(({ name, id, status, text, parameters, tags, resources, isProtected }) => {
      return { name, id, status, text, parameters, tags, resources, isProtected };
    });
}

/** The account as it is now, which later changes do not touch. */
export function record(account: Account): Account {
  return {
    ...account,
    stacks: account.stacks.map((stack) => ({ ...stack, events: [...stack.events], course: [] })),
    changeSets: account.changeSets.map((changeSet) => ({ ...changeSet })),
    pushes: [...account.pushes],
    logGroups: new Map(account.logGroups),
    done: [...account.done],
    lost: [...account.lost],
    failing: new Map(account.failing),
    build: { ...account.build },
  };
}
