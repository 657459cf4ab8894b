import { entryOf, sectionOf, textAt } from '../../../../compiler/template/node.ts';
import { accountId, accountRegion } from './account.ts';
import type { Stack } from './account.ts';

/** The stack as DescribeStacks answers it. */
export function describeStack(stack: Stack): object {
  const { id, name, status, reason, isProtected, parameters, tags, createdAt, updatedAt } = stack;
  return {
    StackId: id,
    StackName: name,
    StackStatus: status,
    StackStatusReason: reason,
    Description: textAt(stack.template, 'Description'),
    CreationTime: new Date(createdAt).toISOString(),
    LastUpdatedTime: updatedAt === undefined ? undefined : new Date(updatedAt).toISOString(),
    EnableTerminationProtection: isProtected,
    Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    })),
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    Outputs: outputsOf(stack),
  };
}

/** What every output is here, by its name; the others are named for themselves. */
const outputs: Readonly<Record<string, string>> = {
  RepositoryUri: `${accountId}.dkr.ecr.${accountRegion}.amazonaws.com/todo`,
  ServiceArn: `arn:aws:apprunner:${accountRegion}:${accountId}:service/todo/1`,
};

function outputsOf({ name, template, resources }: Stack): readonly object[] {
  if (Object.keys(resources).length === 0) return [];
  return sectionOf(template, 'Outputs').map(({ key, value }) => ({
    OutputKey: key,
    OutputValue: outputs[key] ?? `${name}-${key}`,
    Description: textAt(value, 'Description'),
    ...(entryOf(value, 'Export') && { ExportName: `${name}-${key}` }),
  }));
}
