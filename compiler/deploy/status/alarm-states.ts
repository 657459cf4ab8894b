import type { Aws } from '../../aws/aws.ts';
import { AwsFailure } from '../../aws/failure.ts';
import type { StackResource } from '../../aws/model.ts';
import type { AwsCall } from '../../modules/operations.ts';

/** What watches the stacks, or why AWS does not tell. */
export type Watch =
  | {
      readonly ok: true;
      readonly states: readonly AlarmState[];
      /** The mail addresses that nobody has confirmed yet, so that AWS sends them nothing. */
      readonly unconfirmed: readonly Unconfirmed[];
    }
  | { readonly ok: false; readonly problem: string };

export interface AlarmState {
  readonly stack: string;
  readonly logicalId: string;
  /** In CloudWatch's words: `OK`, `ALARM`, or `INSUFFICIENT_DATA` until it is judged for the first time. */
  readonly state: string;
  readonly reason?: string;
  /** Milliseconds. */
  readonly since?: number;
}

export interface Unconfirmed {
  readonly stack: string;
  readonly address: string;
}

interface AlarmsAnswer {
  readonly MetricAlarms?: readonly {
    readonly AlarmName?: string;
    readonly StateValue?: string;
    readonly StateReason?: string;
    readonly StateUpdatedTimestamp?: { getTime(): number };
  }[];
}

interface SubscriptionsAnswer {
  readonly Subscriptions?: readonly {
    readonly SubscriptionArn?: string;
    readonly Protocol?: string;
    readonly Endpoint?: string;
  }[];
  readonly NextToken?: string;
}

interface Stack {
  readonly name: string;
  readonly resources: readonly StackResource[];
}

/** `undefined` when nothing watches the stacks. */
export async function readWatch(
  { call }: Pick<Aws, 'call'>,
  stacks: readonly Stack[],
): Promise<Watch | undefined> {
  try {
    const [states, unconfirmed] = await Promise.all([
      Promise.all(stacks.map((stack) => readStates(call, stack))),
      Promise.all(stacks.map((stack) => listUnconfirmed(call, stack))),
    ]);
    if (states.flat().length === 0 && unconfirmed.flat().length === 0) return undefined;
    return { ok: true, states: states.flat(), unconfirmed: unconfirmed.flat() };
  } catch (error) {
    if (error instanceof AwsFailure && ['refused', 'denied'].includes(error.kind))
      return { ok: false, problem: error.message };
    throw error;
  }
}

async function readStates(call: AwsCall, { name, resources }: Stack): Promise<readonly AlarmState[]> {
  const ids = idsOf('AWS::CloudWatch::Alarm', resources);
  if (ids.size === 0) return [];
  // A stack has fewer than AWS describes at once.
  const request = { AlarmNames: [...ids.keys()], MaxRecords: 100 };
  const { MetricAlarms = [] } = (await call('cloudwatch', 'describeAlarms', request)) as AlarmsAnswer;
  return MetricAlarms.map(({ AlarmName = '', StateValue, StateReason, StateUpdatedTimestamp }) => ({
    stack: name,
    logicalId: ids.get(AlarmName) ?? AlarmName,
    state: StateValue ?? 'unknown',
    ...(StateReason !== undefined && StateReason !== '' && { reason: StateReason }),
    ...(StateUpdatedTimestamp && { since: StateUpdatedTimestamp.getTime() }),
  }));
}

/** The mail addresses of the stack's topics that wait for a confirmation. */
export async function listUnconfirmed(
  call: AwsCall,
  { name, resources }: Stack,
): Promise<readonly Unconfirmed[]> {
  const found: Unconfirmed[] = [];
  for (const TopicArn of idsOf('AWS::SNS::Topic', resources).keys()) {
    let NextToken: string | undefined;
    do {
      const request = { TopicArn, ...(NextToken !== undefined && { NextToken }) };
      const answer = (await call('sns', 'listSubscriptionsByTopic', request)) as SubscriptionsAnswer;
      for (const { SubscriptionArn, Protocol, Endpoint = '' } of answer.Subscriptions ?? []) {
        // https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html
        if (Protocol === 'email' && SubscriptionArn === 'PendingConfirmation')
          found.push({ stack: name, address: Endpoint });
      }
      ({ NextToken } = answer);
    } while (NextToken !== undefined && NextToken !== '');
  }
  return found;
}

/** The logical ids of the resources of a type, by their physical ids. */
function idsOf(wanted: string, resources: readonly StackResource[]): ReadonlyMap<string, string> {
  return new Map(
    resources.flatMap(({ type, logicalId, physicalId }) =>
      type === wanted && physicalId !== undefined ? [[physicalId, logicalId] as const] : [],
    ),
  );
}
