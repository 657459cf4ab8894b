import { isDeepStrictEqual } from 'node:util';
import { findStack, snapshot } from './account.ts';
import type { Account } from './account.ts';
import { isBusy } from './cloudformation.ts';
import type { Fault } from './faults.ts';
import type { CommandRun } from './run-in-account.ts';
import type { Scenario } from './scenarios.ts';

/** A command that has ended. */
export interface Ended {
  readonly scenario: Scenario;
  readonly schedule: readonly Fault[];
  readonly before: Account;
  readonly after: Account;
  readonly run: CommandRun;
}

/** Everything that is wrong with how a command ended: one line each. */
export function violations(ended: Ended): readonly string[] {
  return [
    ...wrongEnd(ended),
    ...wrongWords(ended),
    ...doneTwice(ended),
    ...lost(ended),
    ...leftBehind(ended),
    ...falseClaims(ended),
  ];
}

const allowedCodes: Readonly<Record<string, readonly number[]>> = { plan: [0, 1, 2], diff: [0, 1, 2, 3] };

function wrongEnd({ scenario, run }: Ended): readonly string[] {
  const { code, stderr } = run;
  const allowed = allowedCodes[scenario.args[0] ?? ''] ?? [0, 1];
  return [
    ...(allowed.includes(code) ? [] : [`the exit code is ${code}`]),
    ...(code === 1 && !/^(archc: |error\[|.*error)/m.test(stderr) ? ['it fails without a reason'] : []),
  ];
}

/** Words that only a programmer understands, or that are no words. */
const jargon =
  /bug in archc|undefined|\[object|NaN|XML parse error|Deserialization|Unexpected (token|end)|UnknownError|<html|\$response|hidden field|requestHandler|@smithy|@aws-sdk/;

function wrongWords({ run: { stdout, stderr } }: Ended): readonly string[] {
  const found = jargon.exec(stderr + stdout);
  return found ? [`it says "${lineAt(stderr + stdout, found.index)}"`] : [];
}

function lineAt(text: string, index: number): string {
  return text.slice(text.lastIndexOf('\n', index) + 1).split('\n')[0] ?? '';
}

function doneTwice({ before, after, scenario }: Ended): readonly string[] {
  const done = after.done.slice(before.done.length);
  const count = (action: string) => done.filter((each) => each === action).length;
  const twice = Object.keys(scenario.wanted).flatMap((name) =>
    ['ExecuteChangeSet', 'DeleteStack'].map((action) => `${action} ${name}`),
  );
  const own = new Set(Object.keys(scenario.wanted));
  return [
    // An empty stack that was made for a change set is deleted too, before and after.
    ...twice.filter((action) => count(action) > (action.startsWith('Delete') ? 2 : 1)),
    ...(after.pushes.length > 1 ? ['the image is pushed twice'] : []),
    ...done.filter((action) => / /.test(action) && !own.has(action.split(' ')[1] ?? '')),
  ];
}

/** Whether someone else deletes the stacks, so that what is lost is not archc's doing. */
function someoneDeletes(schedule: readonly Fault[]): boolean {
  return schedule.some(({ kind }) => kind === 'someone deletes the stacks');
}

function lost({ scenario, schedule, before, after }: Ended): readonly string[] {
  const theirs = (account: Account) => snapshotOf(account, (name) => !(name in scenario.wanted));
  return [
    ...(isDeepStrictEqual(theirs(before), theirs(after)) ? [] : ['a stack of somebody else was changed']),
    ...(scenario.args[0] === 'destroy' || someoneDeletes(schedule) || after.lost.length === 0
      ? []
      : [`data was lost: ${after.lost.join(', ')}`]),
  ];
}

function snapshotOf(account: Account, isMeant: (name: string) => boolean): object {
  return snapshot({ ...account, stacks: account.stacks.filter(({ name }) => isMeant(name)) });
}

/** Change sets that nobody executes, and empty stacks that were made for them. */
function leftBehind({ scenario, before, after, run }: Ended): readonly string[] {
  // What met a fault until the end could not be removed.
  if (run.requests.slice(-cleanUp).some((request) => request.includes('<'))) return [];
  const isOwn = (name: string) => name in scenario.wanted;
  const former = new Set(before.changeSets.map(({ id }) => id));
  return [
    ...after.changeSets
      .filter(
        ({ id, stack, execution }) =>
          isOwn(stack.name) && !former.has(id) && execution !== 'EXECUTE_IN_PROGRESS',
      )
      .map(({ stack, name }) => `the change set ${name} of ${stack.name} is left behind`),
    ...after.stacks
      .filter(({ name, status }) => isOwn(name) && status === 'REVIEW_IN_PROGRESS')
      .filter(({ id }) => before.stacks.every((each) => each.id !== id))
      .map(({ name }) => `the empty stack ${name} is left behind`),
  ];
}

/** The requests at the end that remove change sets. */
const cleanUp = 8;

function falseClaims(ended: Ended): readonly string[] {
  const { scenario, schedule, run, before, after } = ended;
  const [command = ''] = scenario.args;
  const words = run.stderr;
  const stacks = Object.keys(scenario.wanted).map((name) => ({ name, stack: findStack(after, name) }));
  const hasChanged = after.done
    .slice(before.done.length)
    .some((action) => /^(ExecuteChangeSet|DeleteStack|UpdateTermination|ModifyDB|PutRet)/.test(action));
  const wrong: string[] = [];
  if (
    hasChanged &&
    /^plan|status|outputs|diff$/.test(command) &&
    !scenario.args.includes('--set-log-retention')
  ) {
    if (after.done.some((action) => /^(ExecuteChangeSet|UpdateTermination|ModifyDB|PutRet)/.test(action)))
      wrong.push(`${command} changes something`);
  }
  const isExecuted = after.done.slice(before.done.length).some((action) => /^ExecuteChangeSet/.test(action));
  if (command === 'deploy') {
    if (isExecuted && /nothing was changed(?! in the backend)/i.test(words))
      wrong.push('it says that nothing was changed');
    if (/image was not (built|pushed)/i.test(words)) {
      if (run.code !== 1) wrong.push('it succeeds without an image');
      if (after.done.slice(before.done.length).some((action) => /^Execute.*-backend$/.test(action)))
        wrong.push('it deploys the backend without an image');
    } else if (run.requests.includes('build failed')) wrong.push('it says nothing of the build that failed');
    if (run.code === 0 && !schedule.some(({ kind }) => /^someone (updates|deletes the s)/.test(kind))) {
      for (const { name, stack } of stacks) {
        const isWanted =
          stack && /^(CREATE|UPDATE)_COMPLETE$/.test(stack.status) && stack.text === scenario.wanted[name];
        if (!isWanted) wrong.push(`it says that ${name} is deployed, which is ${stack?.status ?? 'missing'}`);
      }
    }
    const isFollowed = run.requests.some((request) => /^DescribeStackEvents [^<]+$/.test(request));
    const goesOn = isFollowed && stacks.some(({ stack }) => stack && isBusy(stack));
    if (run.code === 1 && isExecuted && !nextStep.test(words))
      wrong.push('it does not say in which state the stacks are');
    if (run.code === 1 && goesOn && !nextStep.test(words))
      wrong.push('it does not say that an operation goes on');
  }
  if (command === 'destroy') {
    const left = stacks.filter(({ stack }) => stack !== undefined);
    // AWS itself may say so.
    const isHidden = run.requests.some((request) => /^DescribeStacks .*<not listed yet>/.test(request));
    if (run.code === 0 && left.length > 0 && !isHidden)
      wrong.push(`it says that ${left.map(({ name }) => name).join()} is gone`);
    if (hasChanged && /nothing was deleted/.test(words)) wrong.push('it says that nothing was deleted');
    if (run.code === 1 && hasChanged && !nextStep.test(words))
      wrong.push('it does not say in which state the stacks are');
  }
  return wrong;
}

/** How a message says what state a deployment is in, or what to do next. */
const nextStep =
  /continues in AWS|in progress|run .*again|archc (deploy|status|destroy) |Stack "[^"]+" is in|To continue/i;
