import { dataBearing } from '../../../../compiler/change/data-bearing.ts';
import { resourcesOf, resourceIn, textAt, typeOf } from '../../../../compiler/template/node.ts';
import type { TemplateNode } from '../../../../compiler/template/node.ts';
import type { Account, ChangeSet, Stack, StackEvent } from './account.ts';

/** What an operation of a stack needs to know. */
export interface Surroundings {
  readonly account: Account;
  readonly now: number;
}

let counter = 0;

/** A number that was not given before. */
export function unique(): string {
  counter += 1;
  return String(counter);
}

export function addEvent(stack: Stack, at: number, event: Omit<StackEvent, 'id' | 'at'>): void {
  stack.events.push({ id: `event-${unique()}`, at, ...event });
}

/** Changes the stack's status, with its event. */
export function setStatus(stack: Stack, at: number, status: string, more: Reasoned = {}): void {
  stack.status = status;
  stack.reason = more.reason;
  const own = { logicalId: stack.name, physicalId: stack.id, type: 'AWS::CloudFormation::Stack' };
  addEvent(stack, at, { ...own, status, ...more });
}

interface Reasoned {
  readonly reason?: string;
  readonly token?: string;
}

/** Creates or updates the stack as the change set says, and rolls back when a resource is to fail. */
export function execute(
  changeSet: ChangeSet,
  { account, now }: Surroundings,
  token: string | undefined,
): void {
  const { stack, text, template, parameters, tags, isCreation } = changeSet;
  const verb = isCreation ? 'CREATE' : 'UPDATE';
  const operation: Operation = { account, stack, verb, former: { ...stack }, mark: markOf(token) };
  setStatus(stack, now, `${verb}_IN_PROGRESS`, { reason: 'User Initiated', ...operation.mark });
  Object.assign(stack, { text, template, parameters, tags, ...(!isCreation && { updatedAt: now }) });
  const changed = changedResources(operation);
  const failing = changed.indexOf(account.failing.get(stack.name) ?? '');
  account.failing.delete(stack.name);
  const [broken] = failing === -1 ? [] : changed.slice(failing);
  const done = broken === undefined ? changed : changed.slice(0, failing);
  plan(stack, { account, now }, [
    ...done.flatMap((id) => resourceSteps(operation, id, 'COMPLETE')),
    ...(broken === undefined
      ? [completion(operation)]
      : [...resourceSteps(operation, broken, 'FAILED'), ...rollback(operation, broken)]),
  ]);
}

interface Operation {
  readonly account: Account;
  readonly stack: Stack;
  readonly verb: 'CREATE' | 'UPDATE';
  /** The stack before it. */
  readonly former: Stack;
  /** What all its events have. */
  readonly mark: { readonly token?: string };
}

function markOf(token: string | undefined): Operation['mark'] {
  return token === undefined ? {} : { token };
}

function changedResources({ stack, former, verb }: Operation): readonly string[] {
  const isSame = (id: string) =>
    JSON.stringify(resourceIn(stack.template, id)) === JSON.stringify(resourceIn(former.template, id));
  const ids = resourcesOf(stack.template).map(({ key }) => key);
  return verb === 'CREATE' ? ids : ids.filter((id) => !isSame(id));
}

function resourceSteps(
  { stack, verb, mark }: Operation,
  id: string,
  end: 'COMPLETE' | 'FAILED',
): readonly Step[] {
  const type = typeOf(resourceIn(stack.template, id));
  const own = { logicalId: id, physicalId: physicalId(stack, id), type, ...mark };
  const reason =
    'Resource handler returned message: "it is broken" (HandlerErrorCode: GeneralServiceException)';
  return [
    (at) => {
      addEvent(stack, at, { ...own, status: `${verb}_IN_PROGRESS` });
    },
    (at) => {
      addEvent(stack, at, { ...own, status: `${verb}_${end}`, ...(end === 'FAILED' && { reason }) });
    },
  ];
}

function completion({ account, stack, verb, former, mark }: Operation): Step {
  return (at) => {
    stack.resources = stack.template ? physicalIds(stack, stack.template) : {};
    for (const id of Object.keys(former.resources)) if (!(id in stack.resources)) lose(account, former, id);
    setStatus(stack, at, `${verb}_COMPLETE`, mark);
  };
}

function rollback({ stack, verb, former, mark }: Operation, broken: string): readonly Step[] {
  const status = verb === 'CREATE' ? 'ROLLBACK' : 'UPDATE_ROLLBACK';
  const reason = `The following resource(s) failed to ${verb.toLowerCase()}: [${broken}].`;
  return [
    (at) => {
      setStatus(stack, at, `${status}_IN_PROGRESS`, { reason, ...mark });
    },
    (at) => {
      const { text, template, parameters, tags, resources } = former;
      if (verb === 'UPDATE') Object.assign(stack, { text, template, parameters, tags, resources });
      setStatus(stack, at, `${status}_COMPLETE`, mark);
    },
  ];
}

/** Deletes the stack with everything in it. */
export function remove(stack: Stack, { account, now }: Surroundings, token: string | undefined): void {
  const mark = markOf(token);
  setStatus(stack, now, 'DELETE_IN_PROGRESS', mark);
  const steps = Object.keys(stack.resources).map((id) => (at: number) => {
    const own = {
      logicalId: id,
      physicalId: stack.resources[id] ?? '',
      type: typeOf(resourceIn(stack.template, id)),
    };
    addEvent(stack, at, { ...own, status: 'DELETE_COMPLETE', ...mark });
    lose(account, stack, id);
  });
  plan(stack, { account, now }, [
    ...steps,
    (at) => {
      stack.resources = {};
      setStatus(stack, at, 'DELETE_COMPLETE', mark);
      const { changeSets } = account;
      changeSets.splice(0, Infinity, ...changeSets.filter((each) => each.stack !== stack));
    },
  ]);
}

type Step = (at: number) => void;

function plan(stack: Stack, { account: { pace }, now }: Surroundings, steps: readonly Step[]): void {
  stack.course.length = 0;
  steps.forEach((happen, index) => {
    const at = now + pace * (index + 1);
    stack.course.push({
      at,
      happen: () => {
        happen(at);
      },
    });
  });
}

function lose(account: Account, { name, template }: Stack, id: string): void {
  const resource = resourceIn(template, id);
  if (dataBearing[typeOf(resource)]?.deleted === undefined) return;
  if (textAt(resource, 'DeletionPolicy') !== 'Retain') account.lost.push(`${name}.${id}`);
}

function physicalIds(stack: Stack, template: TemplateNode): Readonly<Record<string, string>> {
  return Object.fromEntries(resourcesOf(template).map(({ key }) => [key, physicalId(stack, key)]));
}

function physicalId({ name, resources }: Stack, id: string): string {
  return resources[id] ?? `${name}-${id.toLowerCase()}`;
}
