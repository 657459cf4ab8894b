/** What happens to a deployed resource, the gravest first. These are values of the JSON formats. */
export const actions = [
  /** CloudFormation, or the service behind the type, would refuse the change. */
  'refuse',
  /** A new resource is created, and the old one is deleted. */
  'replace',
  /** Replaced for some values only, or only if a resource that it refers to gets another value. */
  'may-replace',
  'delete',
  /** Updated in place, with an interruption. */
  'interrupt',
  /** A new version is created beside the old one, which is the normal way to change such a resource. */
  'revise',
  'update',
  'create',
  /** Updated only if a resource that it refers to gets another value. */
  'follow',
  /** The template differs, but nothing is done to the resource. */
  'none',
] as const;
export type Action = (typeof actions)[number];

/** What one changed property does to a resource that stays in the template. */
export type Effect = Exclude<Action, 'create' | 'delete'>;

export type Colour = 'red' | 'yellow' | 'green' | 'plain';

interface ActionWords {
  readonly sign: string;
  readonly colour: Colour;
  /** What a plan does to the resource. */
  readonly active: string;
  /** The same with a number before it: `2 to create`. */
  readonly counted: string;
  /** What is done to the resource, also with a number before it: `2 created`. */
  readonly passive: string;
}

export const actionWords: Readonly<Record<Action, ActionWords>> = {
  refuse: {
    sign: '!',
    colour: 'red',
    active: "can't deploy",
    counted: "that can't be deployed",
    passive: "can't be deployed",
  },
  replace: { sign: '!', colour: 'red', active: 'replace', counted: 'to replace', passive: 'replaced' },
  'may-replace': {
    sign: '!',
    colour: 'red',
    active: 'may replace',
    counted: 'that may be replaced',
    passive: 'may be replaced',
  },
  delete: { sign: '-', colour: 'red', active: 'delete', counted: 'to delete', passive: 'deleted' },
  interrupt: {
    sign: '~',
    colour: 'yellow',
    active: 'update with interruption',
    counted: 'to update with interruption',
    passive: 'updated with interruption',
  },
  revise: {
    sign: '~',
    colour: 'yellow',
    active: 'revise',
    counted: 'to revise',
    passive: 'new revision',
  },
  update: {
    sign: '~',
    colour: 'yellow',
    active: 'update',
    counted: 'to update',
    passive: 'updated in place',
  },
  create: { sign: '+', colour: 'green', active: 'create', counted: 'to create', passive: 'created' },
  follow: {
    sign: '.',
    colour: 'plain',
    active: 'may follow',
    counted: 'that may follow',
    passive: 'may follow',
  },
  none: {
    sign: '=',
    colour: 'yellow',
    active: 'leave',
    counted: 'not touched',
    passive: 'not touched',
  },
};

export function graver<T extends Action>(one: T, other: T): T {
  return actions.indexOf(other) < actions.indexOf(one) ? other : one;
}

/** Compares for sorting. A loss of data comes before everything else. */
export function gravestFirst(one: Weighed, other: Weighed): number {
  return weightOf(one) - weightOf(other);
}

interface Weighed {
  readonly action: Action;
  readonly dataLoss?: string;
}

function weightOf({ action, dataLoss }: Weighed): number {
  return dataLoss === undefined ? actions.indexOf(action) : -1;
}

/** How many there are of each action, the gravest first. */
export function countByAction(
  changes: readonly { readonly action: Action }[],
): Readonly<Record<Action, number>> {
  const counts = actions.map((action) => [action, changes.filter((each) => each.action === action).length]);
  return Object.fromEntries(counts) as Record<Action, number>;
}
