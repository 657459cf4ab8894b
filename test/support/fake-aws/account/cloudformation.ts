import { entryOf, resourcesOf, typeOf } from '../../../../compiler/template/node.ts';
import type { TemplateNode } from '../../../../compiler/template/node.ts';
import { readTemplate } from '../../../../compiler/template/read.ts';
import type { ChangeDetail, ResourceChange } from '../../../../compiler/aws/model.ts';
import { AwsError } from '../aws-endpoint.ts';
import { changeSetOf } from '../change-set-of.ts';
import { accountId, accountRegion, findStack } from './account.ts';
import type { Account, ChangeSet, Stack } from './account.ts';
import { describeStack } from './describe-stack.ts';
import { execute, remove, setStatus, unique } from './operations.ts';
import type { Surroundings } from './operations.ts';

/** The parameters of a call in AWS's query protocol. */
export type Asked = URLSearchParams;
type Operation = (asked: Asked, around: Surroundings) => object;

const comparisonMilliseconds = 700;
const pageSize = 25;

/** CloudFormation's operations that archc uses, with the errors that AWS documents for them. */
export const cloudFormation: Readonly<Record<string, Operation>> = {
  DescribeStacks: (asked, { account }) => ({ Stacks: [describeStack(demand(account, asked))] }),
  GetTemplate: (asked, { account }) => ({ TemplateBody: demand(account, asked).text }),
  DescribeStackResources: (asked, { account }) => {
    const { resources, template, status } = demand(account, asked);
    return {
      StackResources: Object.entries(resources).map(([LogicalResourceId, PhysicalResourceId]) => ({
        LogicalResourceId,
        PhysicalResourceId,
        ResourceType: typeOf(entryOf(entryOf(template, 'Resources'), LogicalResourceId)),
        ResourceStatus: status === 'DELETE_COMPLETE' ? 'DELETE_COMPLETE' : 'CREATE_COMPLETE',
      })),
    };
  },
  DescribeStackEvents: (asked, { account }) => {
    const { events, id, name } = demand(account, asked);
    const newest = [...events].reverse().map((event) => ({
      StackId: id,
      StackName: name,
      EventId: event.id,
      Timestamp: new Date(event.at).toISOString(),
      LogicalResourceId: event.logicalId,
      PhysicalResourceId: event.physicalId,
      ResourceType: event.type,
      ResourceStatus: event.status,
      ResourceStatusReason: event.reason,
      ClientRequestToken: event.token,
    }));
    return paged('StackEvents', newest, asked);
  },
  CreateChangeSet: createChangeSet,
  DescribeChangeSet: (asked, { account, now }) => {
    const changeSet = demandChangeSet(account, asked);
    const { id, name, stack, madeAt, isCreation, changes, execution } = changeSet;
    const about = { ChangeSetId: id, ChangeSetName: name, StackName: stack.name, ExecutionStatus: execution };
    if (now < madeAt + comparisonMilliseconds) return { ...about, Status: 'CREATE_IN_PROGRESS' };
    if (changeSet.missing !== undefined) {
      return { ...about, Status: 'FAILED', StatusReason: `No export named ${changeSet.missing} found.` };
    }
    if (!isCreation && isEmpty(changeSet)) {
      const StatusReason =
        "The submitted information didn't contain changes. Submit different information to create a change set.";
      return { ...about, Status: 'FAILED', StatusReason };
    }
    return { ...about, Status: 'CREATE_COMPLETE', ...paged('Changes', changes, asked) };
  },
  DescribeEvents: () => ({ OperationEvents: [] }),
  ExecuteChangeSet: (asked, around) => {
    const changeSet = demandChangeSet(around.account, asked);
    const token = asked.get('ClientRequestToken') ?? undefined;
    const { id, stack, execution, executedWith } = changeSet;
    if (token !== undefined && executedWith === token) return {};
    if (execution !== 'AVAILABLE' || isBusy(stack)) {
      throw new AwsError(
        'InvalidChangeSetStatus',
        `ChangeSet [${id}] cannot be executed in its current execution status of [${execution}]`,
      );
    }
    around.account.done.push(`ExecuteChangeSet ${stack.name}`);
    changeSet.execution = 'EXECUTE_IN_PROGRESS';
    if (token !== undefined) changeSet.executedWith = token;
    makeObsolete(around.account, stack);
    execute(changeSet, around, token);
    return {};
  },
  DeleteChangeSet: (asked, { account }) => {
    const changeSet = demandChangeSet(account, asked);
    if (changeSet.execution === 'EXECUTE_IN_PROGRESS') {
      throw new AwsError('InvalidChangeSetStatus', `ChangeSet [${changeSet.id}] is being executed`);
    }
    account.done.push(`DeleteChangeSet ${changeSet.stack.name}`);
    account.changeSets.splice(account.changeSets.indexOf(changeSet), 1);
    return {};
  },
  DeleteStack: (asked, around) => {
    const stack = findStack(around.account, asked.get('StackName') ?? '');
    const token = asked.get('ClientRequestToken') ?? undefined;
    if (!stack || /^DELETE_(COMPLETE|IN_PROGRESS)$/.test(stack.status)) return {};
    const { name, status } = stack;
    if (stack.isProtected) {
      refuse(`Stack [${name}] cannot be deleted while TerminationProtection is enabled`);
    }
    if (isBusy(stack)) refuse(`Stack [${name}] cannot be deleted while in status ${status}`);
    around.account.done.push(`DeleteStack ${name}`);
    makeObsolete(around.account, stack);
    remove(stack, around, token);
    return {};
  },
  UpdateTerminationProtection: (asked, { account }) => {
    const stack = demand(account, asked);
    stack.isProtected = asked.get('EnableTerminationProtection') === 'true';
    account.done.push(`UpdateTerminationProtection ${stack.name}`);
    return { StackId: stack.id };
  },
  ListImports: (asked, { account }) => {
    const name = asked.get('ExportName') ?? '';
    const importers = account.stacks.filter(
      ({ status, text, parameters }) =>
        status !== 'DELETE_COMPLETE' &&
        text.includes('Fn::ImportValue') &&
        name.startsWith(`${parameters['SharedStackName'] ?? ''}-`) &&
        text.includes(name.replace(/^.*-/, '-')),
    );
    if (importers.length === 0) refuse(`Export '${name}' is not imported by any stack.`);
    return { Imports: importers.map((stack) => stack.name) };
  },
};

function createChangeSet(asked: Asked, around: Surroundings): object {
  const { account, now } = around;
  const [stackName, name] = [asked.get('StackName') ?? '', asked.get('ChangeSetName') ?? ''];
  const [token, text] = [asked.get('ClientToken') ?? '', asked.get('TemplateBody') ?? ''];
  const isCreation = asked.get('ChangeSetType') === 'CREATE';
  const former = account.changeSets.find((each) => each.name === name && each.stack.name === stackName);
  if (former && former.token === token && token !== '') return { Id: former.id, StackId: former.stack.id };
  if (former)
    throw new AwsError(
      'AlreadyExistsException',
      `ChangeSet ${name} cannot be created due to a mismatch with existing attribute(s)`,
    );
  let stack = findStack(account, stackName);
  if (isCreation && stack && stack.status !== 'REVIEW_IN_PROGRESS') {
    refuse(`Stack [${stackName}] already exists and cannot be created again with the changeSet [${name}].`);
  }
  if (!isCreation) {
    if (!stack) refuse(`Stack [${stackName}] does not exist`);
    if (!/^(CREATE|UPDATE|UPDATE_ROLLBACK)_COMPLETE$/.test(stack.status)) {
      refuse(`Stack:${stack.id} is in ${stack.status} state and can not be updated.`);
    }
  }
  stack ??= addStack(around, stackName);
  const template = parse(text);
  const changes = isCreation
    ? resourcesOf(template).map(({ key, value }) => change(key, typeOf(value), 'Add'))
    : changeSetOf(parse(stack.text), template).map(({ logicalId, type, action, ...more }) =>
        change(
          logicalId,
          type,
          { add: 'Add', remove: 'Remove', modify: 'Modify', import: 'Import', dynamic: 'Dynamic' }[action],
          more,
        ),
      );
  const parameters = readParameters(asked, stack);
  const missing = findMissingImport(account, text, parameters);
  const changeSet: ChangeSet = {
    id: `arn:aws:cloudformation:${accountRegion}:${accountId}:changeSet/${name}/${unique()}`,
    name,
    stack,
    token,
    madeAt: now,
    isCreation,
    text,
    template,
    parameters,
    tags: Object.fromEntries(readMembers(asked, 'Tags', 'Key', 'Value')),
    changes,
    ...(missing !== undefined && { missing }),
    execution: 'AVAILABLE',
  };
  account.changeSets.push(changeSet);
  account.done.push(`CreateChangeSet ${stackName}`);
  return { Id: changeSet.id, StackId: stack.id };
}

/** The first export that archc's template would import, and that no stack has. */
function findMissingImport(
  { stacks }: Account,
  text: string,
  parameters: Readonly<Record<string, string>>,
): string | undefined {
  const names = (template: string, of: string, stack: string) =>
    [...template.matchAll(new RegExp(`\\$\\{${of}\\}-(\\w+)`, 'g'))].map(
      ([, name = '']) => `${stack}-${name}`,
    );
  const exported = stacks
    .filter(({ status }) => status !== 'DELETE_COMPLETE')
    .flatMap(({ name, text: own }) => names(own, 'AWS::StackName', name));
  const imported = names(text, 'SharedStackName', parameters['SharedStackName'] ?? '');
  return imported.find((each) => !exported.includes(each));
}

function addStack({ account, now }: Surroundings, name: string): Stack {
  const stack: Stack = {
    name,
    id: `arn:aws:cloudformation:${accountRegion}:${accountId}:stack/${name}/${unique()}`,
    status: '',
    reason: undefined,
    isProtected: false,
    text: '',
    template: undefined,
    parameters: {},
    tags: {},
    resources: {},
    createdAt: now,
    events: [],
    course: [],
  };
  account.stacks.push(stack);
  setStatus(stack, now, 'REVIEW_IN_PROGRESS', { reason: 'User Initiated' });
  return stack;
}

function change(
  LogicalResourceId: string,
  ResourceType: string,
  Action: string,
  { replacement, details }: Pick<ResourceChange, 'replacement' | 'details'> = {
    replacement: 'never',
    details: [],
  },
): object {
  const Replacement = { never: 'False', perhaps: 'Conditional', always: 'True' }[replacement];
  const modified = { Replacement, Details: details.map(describeDetail) };
  return {
    Type: 'Resource',
    ResourceChange: { Action, LogicalResourceId, ResourceType, ...(Action === 'Modify' && modified) },
  };
}

function describeDetail({ attribute, path, cause, recreates }: ChangeDetail): object {
  const RequiresRecreation = { never: 'Never', perhaps: 'Conditionally', always: 'Always' }[recreates];
  return {
    Target: { Attribute: attribute, Path: `/${path.join('/')}`, RequiresRecreation },
    CausingEntity: cause,
  };
}

/** After an operation has begun, the stack's other change sets can't be executed. */
export function makeObsolete({ changeSets }: Account, stack: Stack): void {
  for (const each of changeSets) {
    if (each.stack === stack && each.execution === 'AVAILABLE') each.execution = 'OBSOLETE';
  }
}

export function isBusy({ status }: Stack): boolean {
  return status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS';
}

function isEmpty({ changes, parameters, tags, stack }: ChangeSet): boolean {
  const isSame = (one: object, other: object) =>
    JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());
  return changes.length === 0 && isSame(parameters, stack.parameters) && isSame(tags, stack.tags);
}

const parsed = new Map<string, TemplateNode>();
function parse(text: string): TemplateNode {
  const template = parsed.get(text) ?? readTemplate(text);
  parsed.set(text, template);
  return template;
}

function readParameters(asked: Asked, stack: Stack): Readonly<Record<string, string>> {
  const given: Record<string, string> = {};
  for (const [key, value] of readMembers(asked, 'Parameters', 'ParameterKey', 'ParameterValue')) {
    const kept = value === '' ? stack.parameters[key] : value;
    if (kept === undefined) refuse(`Parameters: [${key}] must have values`);
    given[key] = kept;
  }
  return given;
}

function readMembers(asked: Asked, list: string, key: string, value: string): [string, string][] {
  const pairs: [string, string][] = [];
  for (let index = 1; asked.has(`${list}.member.${index}.${key}`); index += 1) {
    const at = `${list}.member.${index}`;
    pairs.push([asked.get(`${at}.${key}`) ?? '', asked.get(`${at}.${value}`) ?? '']);
  }
  return pairs;
}

function demand(account: Account, asked: Asked): Stack {
  const name = asked.get('StackName') ?? '';
  return findStack(account, name) ?? refuse(`Stack with id ${name} does not exist`);
}

function demandChangeSet({ changeSets }: Account, asked: Asked): ChangeSet {
  const id = asked.get('ChangeSetName') ?? '';
  const found = changeSets.find((each) => each.id === id);
  if (!found) throw new AwsError('ChangeSetNotFound', `ChangeSet [${id}] does not exist`, 404);
  return found;
}

function refuse(message: string): never {
  throw new AwsError('ValidationError', message);
}

export function paged(key: string, all: readonly object[], asked: Asked): object {
  const start = Number(asked.get('NextToken') ?? 0);
  const end = start + pageSize;
  return { [key]: all.slice(start, end), ...(end < all.length && { NextToken: String(end) }) };
}
