import type { Aws } from '../../aws/aws.ts';
import type { StackEvent } from '../../aws/model.ts';
import { runtimeOf } from '../../modules/choose.ts';
import type { DeployContext } from '../plan/deploy-context.ts';
import type { WantedStack } from '../plan/wanted.ts';
import { readEnd, readResourceLog } from './resource-log.ts';
import type { ResourceLog } from './resource-log.ts';

/** What looking into a failure needs. */
interface Look {
  readonly aws: Aws;
  readonly context: DeployContext;
}

/** What AWS reports about a failure beyond CloudFormation's event. */
export interface Insight {
  readonly reason?: string;
  /** The logical id of what ended the deployment, if that is another resource. */
  readonly cause?: string;
  readonly log?: ResourceLog;
}

/**
 * Reads more about the failure of a custom resource or of the service. Call it at once, because a rollback removes
 * the evidence. Never rejects, so that the failure itself is still reported.
 */
export async function lookInto(event: StackEvent, wanted: WantedStack, look: Look): Promise<Insight> {
  if (!event.status.endsWith('_FAILED')) return {};
  if (event.type.startsWith('Custom::')) {
    const log = await readResourceLog(look.aws, event, wanted.template.root);
    return log ? { log } : {};
  }
  return lookIntoService(event, look);
}

async function lookIntoService(event: StackEvent, { aws, context }: Look): Promise<Insight> {
  const { operations } = runtimeOf(context.resolved.spec, context.toolkit);
  if (event.type !== operations.serviceType) return {};
  try {
    const resources = await aws.listResources(event.stackId);
    const ids = Object.fromEntries(
      [...resources, event].flatMap(({ logicalId, physicalId = '' }) =>
        physicalId === '' ? [] : [[logicalId, physicalId]],
      ),
    );
    const failure = await operations.readFailure?.(aws.call, ids, event.reason ?? '');
    if (!failure) return {};
    const log = failure.log && (await readEnd(aws, failure.log.group, failure.log.stream));
    const { reason, cause } = failure;
    return { reason, ...(cause !== undefined && { cause }), ...(log && { log }) };
  } catch {
    return {};
  }
}
