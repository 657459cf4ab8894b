import { dataBearing } from '../../../../compiler/change/data-bearing.ts';
import { resourcesOf, resourceIn, textAt, typeOf } from '../../../../compiler/template/node.ts';
import type { TemplateNode } from '../../../../compiler/template/node.ts';
import type { Account, ChangeSet, Stack, StackEvent } from './account.ts';

/** What an operation of a stack needs to know. */
export interface Surroundings {
  readonly account: Account;
  readonly now: number;
}

/** Milliseconds between two events. */
const step = 400;
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
  const { stack, template, isCreation } = changeSet;
  const verb = isCreation ? 'CREATE' : 'UPDATE';
  const former = { ...stack };
  const about = token === undefined ? {} : { token };
  setStatus(stack, now, `${verb}_IN_PROGRESS`, { reason: 'User Initiated', ...about });
  Object.assign(stack, {
    text: changeSet.text,
    template,
    parameters: changeSet.parameters,
    tags: changeSet.tags,
  });
  const changed = isCreation
    ? resourcesOf(template).map(({ key }) => key)
    : resourcesOf(template)
        .filter(
          ({ key, value }) => JSON.stringify(value) !== JSON.stringify(resourceIn(former.template, key)),
        )
        .map(({ key }) => key);
  const failing = account.failing.get(stack.name);
  account.failing.delete(stack.name);
  const steps: Step[] = [];
  for (const id of changed) {
    const own = { logicalId: id, physicalId: physicalId(stack, id), type: typeOf(resourceIn(template, id)) };
    steps.push((at) => {
      addEvent(stack, at, { ...own, status: `${verb}_IN_PROGRESS`, ...about });
    });
    if (id === failing) {
      const reason =
        'Resource handler returned message: "it is broken" (HandlerErrorCode: GeneralServiceException)';
      steps.push((at) => {
        addEvent(stack, at, { ...own, status: `${verb}_FAILED`, reason, ...about });
      });
      break;
    }
    steps.push((at) => {
      addEvent(stack, at, { ...own, status: `${verb}_COMPLETE`, ...about });
    });
  }
  if (failing === undefined || !changed.includes(failing)) {
    steps.push((at) => {
      stack.resources = physicalIds(stack, template);
      for (const id of Object.keys(former.resources)) if (!(id in stack.resources)) lose(account, former, id);
      setStatus(stack, at, `${verb}_COMPLETE`, about);
    });
  } else {
    const [begin, end] = isCreation
      ? (['ROLLBACK_IN_PROGRESS', 'ROLLBACK_COMPLETE'] as const)
      : (['UPDATE_ROLLBACK_IN_PROGRESS', 'UPDATE_ROLLBACK_COMPLETE'] as const);
    const reason = `The following resource(s) failed to ${verb.toLowerCase()}: [${failing}].`;
    steps.push((at) => {
      setStatus(stack, at, begin, { reason, ...about });
    });
    steps.push((at) => {
      const { text, template: before, parameters, tags, resources } = former;
      if (!isCreation) Object.assign(stack, { text, template: before, parameters, tags, resources });
      setStatus(stack, at, end, about);
    });
  }
  plan(stack, now, steps);
}

/** Deletes the stack with everything in it. */
export function remove(stack: Stack, { account, now }: Surroundings, token: string | undefined): void {
  const about = token === undefined ? {} : { token };
  setStatus(stack, now, 'DELETE_IN_PROGRESS', about);
  const steps = Object.keys(stack.resources).map((id) => (at: number) => {
    const own = {
      logicalId: id,
      physicalId: stack.resources[id] ?? '',
      type: typeOf(resourceIn(stack.template, id)),
    };
    addEvent(stack, at, { ...own, status: 'DELETE_COMPLETE', ...about });
    lose(account, stack, id);
  });
  plan(stack, now, [
    ...steps,
    (at) => {
      stack.resources = {};
      setStatus(stack, at, 'DELETE_COMPLETE', about);
      const { changeSets } = account;
      changeSets.splice(0, Infinity, ...changeSets.filter((each) => each.stack !== stack));
    },
  ]);
}

type Step = (at: number) => void;

function plan(stack: Stack, now: number, steps: readonly Step[]): void {
  stack.course.length = 0;
  steps.forEach((happen, index) => {
    const at = now + step * (index + 1);
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
