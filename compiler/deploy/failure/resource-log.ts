import type { Aws } from '../../aws/aws.ts';
import type { StackEvent } from '../../aws/model.ts';
import { entryOf, resourceIn, textAt } from '../../template/node.ts';
import type { TemplateNode } from '../../template/node.ts';

export interface ResourceLog {
  readonly group: string;
  readonly lines: readonly string[];
}

const mostLines = 15;

/**
 * The end of the log of a custom resource that failed. Read it at once, because a rollback may delete it. `undefined`
 * when it does not exist or can't be read, so that the failure itself is still reported.
 */
export async function readResourceLog(
  aws: Aws,
  event: StackEvent,
  template: TemplateNode,
): Promise<ResourceLog | undefined> {
  const [, named, stream] = /\(log: (\S+) (\S+)\)/.exec(event.reason ?? '') ?? [];
  const log = named === undefined ? undefined : await readEnd(aws, named, stream);
  if (log) return log;
  const group = await findGroup(aws, event, template).catch(() => undefined);
  return group === undefined ? undefined : readEnd(aws, group, undefined);
}

/** The last lines of a log. `undefined` when it can't be read or is empty. */
export async function readEnd(
  aws: Aws,
  group: string,
  stream: string | undefined,
): Promise<ResourceLog | undefined> {
  try {
    const lines = await aws.readLog(group, stream, mostLines);
    return lines.length === 0 ? undefined : { group, lines };
  } catch {
    return undefined;
  }
}

/** Finds the log group through the template, because a function that never answered did not name it. */
async function findGroup(aws: Aws, event: StackEvent, template: TemplateNode): Promise<string | undefined> {
  const resource = resourceIn(template, event.logicalId);
  const token = textAt(entryOf(resource, 'Properties'), 'ServiceToken');
  const fn = resourceIn(template, token?.split('.')[0] ?? '');
  const group = textAt(entryOf(entryOf(fn, 'Properties'), 'LoggingConfig'), 'LogGroup');
  if (group === undefined) return undefined;
  const resources = await aws.listResources(event.stackId);
  return resources.find(({ logicalId }) => logicalId === group)?.physicalId;
}
