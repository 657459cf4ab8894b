import type {
  Change,
  OperationEvent,
  ResourceChangeDetail,
  Stack,
  StackEvent as SdkEvent,
  StackResourceDrift,
  StackResource as SdkResource,
} from '@aws-sdk/client-cloudformation';
import type {
  ChangeDetail,
  DeployedStack,
  DriftedResource,
  ResourceChange,
  StackEvent,
  StackResource,
  ValidationFinding,
} from './model.ts';

/** Turns a stack in the SDK's form into archc's own (model.ts), as the functions below do for other answers. */
export function readStack(stack: Stack): DeployedStack {
  return {
    id: stack.StackId ?? '',
    name: stack.StackName ?? '',
    status: stack.StackStatus ?? '',
    ...optional('reason', stack.StackStatusReason),
    ...optional('description', stack.Description),
    isProtected: stack.EnableTerminationProtection === true,
    parameters: Object.fromEntries(
      (stack.Parameters ?? []).map((each) => [each.ParameterKey ?? '', each.ParameterValue ?? '']),
    ),
    tags: Object.fromEntries((stack.Tags ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? ''])),
    outputs: (stack.Outputs ?? []).map((output) => ({
      key: output.OutputKey ?? '',
      value: output.OutputValue ?? '',
      ...optional('description', output.Description),
      ...optional('exportName', output.ExportName),
    })),
    changedAt: (stack.LastUpdatedTime ?? stack.CreationTime)?.getTime() ?? 0,
  };
}

export function readResource(resource: SdkResource): StackResource {
  return {
    logicalId: resource.LogicalResourceId ?? '',
    ...optional('physicalId', resource.PhysicalResourceId),
    type: resource.ResourceType ?? '',
    status: resource.ResourceStatus ?? '',
    ...optional('reason', resource.ResourceStatusReason),
  };
}

export function readEvent(event: SdkEvent): StackEvent {
  return {
    id: event.EventId ?? '',
    time: event.Timestamp?.getTime() ?? 0,
    stackId: event.StackId ?? '',
    logicalId: event.LogicalResourceId ?? '',
    ...optional('physicalId', event.PhysicalResourceId),
    type: event.ResourceType ?? '',
    status: event.ResourceStatus ?? '',
    ...optional('reason', event.ResourceStatusReason),
    ...optional('token', event.ClientRequestToken),
  };
}

const actions: Readonly<Record<string, ResourceChange['action']>> = {
  Add: 'add',
  Modify: 'modify',
  Remove: 'remove',
  Import: 'import',
};
const replacements = { True: 'always', Conditional: 'perhaps', False: 'never' } as const;
const recreations = { Always: 'always', Conditionally: 'perhaps', Never: 'never' } as const;

export function readChange({ ResourceChange: change = {} }: Change): ResourceChange {
  return {
    logicalId: change.LogicalResourceId ?? '',
    ...optional('physicalId', change.PhysicalResourceId),
    type: change.ResourceType ?? '',
    action: actions[change.Action ?? ''] ?? 'dynamic',
    replacement: replacements[change.Replacement ?? 'False'],
    details: (change.Details ?? []).map(readDetail),
  };
}

function readDetail({ Target: target = {}, CausingEntity: cause }: ResourceChangeDetail): ChangeDetail {
  const attribute = target.Attribute ?? '';
  // `Name` is the top-level property. `Path` leads to the value inside it; AWS does not always give it.
  const path = target.Path?.split('/').filter(Boolean) ?? [attribute, target.Name ?? ''].filter(Boolean);
  return {
    attribute,
    path,
    ...optional('cause', cause),
    ...optional('before', target.BeforeValue),
    ...optional('after', target.AfterValue),
    recreates: recreations[target.RequiresRecreation ?? 'Never'],
  };
}

/** Empty unless the event reports a validation error. */
export function readFinding(event: OperationEvent): readonly ValidationFinding[] {
  if (event.EventType !== 'VALIDATION_ERROR') return [];
  const steps = event.ValidationPath?.split('/').filter(Boolean) ?? [];
  const [logicalId = '', ...path] = steps[0] === 'Resources' ? steps.slice(1) : steps;
  return [
    {
      isFatal: event.ValidationFailureMode !== 'WARN',
      name: event.ValidationName ?? '',
      logicalId: event.LogicalResourceId ?? logicalId,
      path,
      reason: event.ValidationStatusReason ?? event.ResourceStatusReason ?? '',
    },
  ];
}

export function readDrift(resource: StackResourceDrift): DriftedResource {
  return {
    logicalId: resource.LogicalResourceId ?? '',
    status: resource.StackResourceDriftStatus ?? '',
    differences: (resource.PropertyDifferences ?? []).map((difference) => ({
      path: difference.PropertyPath ?? '',
      ...optional('expected', difference.ExpectedValue),
      ...optional('actual', difference.ActualValue),
    })),
  };
}

/** The key with its value; nothing when the value is missing or empty. */
function optional<K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined || value === '' ? {} : ({ [key]: value } as Record<K, string>);
}
