import { AwsError } from '../aws-endpoint.ts';
import type { Account, Stack } from './account.ts';
import { isBusy, makeObsolete } from './cloudformation.ts';
import { execute, remove } from './operations.ts';
import type { Surroundings } from './operations.ts';
import type { Call, Protocol } from './protocol.ts';

/** What happens to the connection or to the answer. `late` means that the call is carried out before. */
export const connectionFaults = [
  'cut',
  'cut late',
  'cut in the answer',
  'silence',
  'silence late',
  'silence in the answer',
  'slow',
  'html page of a proxy',
  'html page with status 200',
  'empty answer',
  'empty error',
  'unknown fields',
] as const;

/** Errors in place of an answer; those that end in `late` after the call was carried out. */
const errors = {
  'internal error': () => new AwsError('InternalFailure', 'The request processing has failed', 500),
  'internal error late': () => new AwsError('InternalFailure', 'The request processing has failed', 500),
  unavailable: () => new AwsError('ServiceUnavailable', 'Service is unable to handle request', 503),
  throttled: (protocol: Protocol) =>
    new AwsError(protocol === 'json' ? 'ThrottlingException' : 'Throttling', 'Rate exceeded', 400),
  'too many requests': () => new AwsError('TooManyRequestsException', 'Too many requests', 429),
  'slow down': () => new AwsError('SlowDown', 'Please reduce your request rate.', 503),
  expired: (protocol: Protocol) =>
    new AwsError(
      protocol === 'json' ? 'ExpiredTokenException' : 'ExpiredToken',
      'The security token included in the request is expired',
      protocol === 'json' ? 400 : 403,
    ),
  denied: (protocol: Protocol) =>
    new AwsError(
      protocol === 'json' ? 'AccessDeniedException' : 'AccessDenied',
      'User: arn:aws:iam::123456789012:user/me is not authorized to perform this action',
      protocol === 'json' ? 400 : 403,
    ),
} as const;

/** What happens in the account meanwhile. */
const meanwhile = {
  'someone updates': ({ account, now }: Surroundings) => {
    eachIdle(account, (stack) => {
      makeObsolete(account, stack);
      const { text, template, parameters, tags } = stack;
      if (!template) return;
      const own = { id: '', name: 'theirs', token: '', madeAt: now, isCreation: false, changes: [] };
      const changeSet = { ...own, stack, text, template, parameters, tags: { ...tags, theirs: 'yes' } };
      execute(
        { ...changeSet, execution: 'EXECUTE_IN_PROGRESS' },
        { account, now },
        'Console-ExecuteChangeSet-1',
      );
    });
  },
  'someone deletes the stacks': (around: Surroundings) => {
    eachIdle(around.account, (stack) => {
      makeObsolete(around.account, stack);
      remove(stack, around, 'Console-DeleteStack-1');
    });
  },
  'someone deletes the change sets': ({ account: { changeSets } }: Surroundings) => {
    const open = changeSets.filter(({ execution }) => execution === 'AVAILABLE');
    for (const each of open) changeSets.splice(changeSets.indexOf(each), 1);
  },
  'change sets become obsolete': ({ account }: Surroundings) => {
    for (const stack of account.stacks) makeObsolete(account, stack);
  },
  'the build fails': ({ account }: Surroundings) => {
    Object.assign(account.build, { fails: true, lasts: 1_500 });
  },
  'the build takes long': ({ account }: Surroundings) => {
    account.build.lasts = 30 * 60_000;
  },
  'the next operation fails': ({ account }: Surroundings) => {
    for (const { name } of account.stacks) account.failing.set(name, 'WebAcl');
    for (const name of ['todo-shared', 'todo-fargate-shared']) account.failing.set(name, 'Vpc');
  },
} as const;

/** As Ctrl-C where nobody can be asked. Ends a command with a code of its own, so no schedule is drawn with it. */
const interruption = 'interruption';

/** Answers that are not up to date yet. */
export const staleFaults = [
  'not listed yet',
  'events late',
  'events twice',
  'events in another order',
  'unknown status',
] as const;

type ErrorFault = keyof typeof errors;
type Meanwhile = keyof typeof meanwhile;
export type FaultKind =
  | (typeof connectionFaults)[number]
  | (typeof staleFaults)[number]
  | ErrorFault
  | Meanwhile
  | typeof interruption;

export const faultKinds: readonly FaultKind[] = [
  ...connectionFaults,
  ...staleFaults,
  ...(Object.keys(errors) as ErrorFault[]),
  ...(Object.keys(meanwhile) as Meanwhile[]),
];

/** A fault that begins at a request. */
export interface Fault {
  /** The number of the request, from 0, or the operation of which it is the first. */
  readonly at: number | string;
  readonly kind: FaultKind;
  /** How many requests it meets, the first included. */
  readonly times: number;
  /** Whether it meets every later request, and not only those of the same operation. */
  readonly isGeneral?: boolean;
}

/** The faults that meet each request. */
export function faultsOf(
  schedule: readonly Fault[],
): (index: number, operation: string) => readonly FaultKind[] {
  const met = schedule.map((fault) => ({ fault, operation: '', left: fault.times }));
  return (index, operation) =>
    met
      .filter((each) => {
        const { fault, left } = each;
        const begins = fault.at === index || (fault.at === operation && each.operation === '');
        if (begins) each.operation = operation;
        if (each.operation === '' || left <= 0) return false;
        if (each.operation !== operation && fault.isGeneral !== true) return false;
        each.left -= 1;
        return true;
      })
      .map(({ fault }) => fault.kind);
}

export function errorOf(kind: FaultKind, { protocol }: Call): AwsError | undefined {
  return kind in errors ? errors[kind as ErrorFault](protocol) : undefined;
}

export function interfere(kind: FaultKind, around: Surroundings): void {
  if (kind === interruption) process.emit('SIGTERM');
  if (kind in meanwhile) meanwhile[kind as Meanwhile](around);
}

export function isInterference(kind: FaultKind): boolean {
  return kind in meanwhile;
}

/** The answer, made stale or strange. */
export function distort(kind: FaultKind, call: Call, answer: object): object {
  if ('StackEvents' in answer) {
    const events = answer.StackEvents as readonly object[];
    if (kind === 'events late') return { ...answer, StackEvents: events.slice(2) };
    if (kind === 'events twice') return { ...answer, StackEvents: events.flatMap((event) => [event, event]) };
    if (kind === 'events in another order') return { ...answer, StackEvents: swapPairs(events) };
  }
  if (kind === 'not listed yet') {
    const name = call.parameters.get('StackName') ?? '';
    if (call.operation === 'DescribeChangeSet') {
      throw new AwsError(
        'ChangeSetNotFound',
        `ChangeSet [${call.parameters.get('ChangeSetName') ?? ''}] does not exist`,
        404,
      );
    }
    if (/^DescribeStack/.test(call.operation))
      throw new AwsError('ValidationError', `Stack with id ${name} does not exist`);
  }
  if (kind === 'unknown status' && 'Stacks' in answer) {
    const stacks = answer.Stacks as readonly object[];
    return { Stacks: stacks.map((stack) => ({ ...stack, StackStatus: 'HIBERNATE_COMPLETE' })) };
  }
  if (kind === 'unknown status' && 'Status' in answer) return { ...answer, Status: 'PONDERED' };
  if (kind === 'unknown fields') return { ...answer, Novelty: { Depth: 1, List: [{ Any: 'thing' }] } };
  return answer;
}

function swapPairs<T>(all: readonly T[]): readonly T[] {
  return all.flatMap((_, index) =>
    index % 2 === 1
      ? all.slice(index - 1, index + 1).reverse()
      : index === all.length - 1
        ? all.slice(index)
        : [],
  );
}

function eachIdle({ stacks }: Account, act: (stack: Stack) => void): void {
  for (const stack of stacks) {
    if (stack.name.startsWith('todo') && stack.status !== 'DELETE_COMPLETE' && !isBusy(stack)) act(stack);
  }
}
