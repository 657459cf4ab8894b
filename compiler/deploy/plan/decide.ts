import type { DeployedStack } from '../../aws/model.ts';

export type Decision =
  | { readonly step: 'create' | 'update' }
  /** Another operation is in progress. */
  | { readonly step: 'wait' }
  /** The stack must be deleted before it can be created again. */
  | { readonly step: 'replace'; readonly because: string }
  /** In the way out, STACK and KIND stand for the stack's name and kind. */
  | { readonly step: 'stop'; readonly because: string; readonly wayOut: string };

/**
 * What a deployment can do with a stack in this status.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html#cfn-console-view-stack-data-resources-status-codes
 */
export function decide(
  stack: DeployedStack | undefined,
  { keepsFailed = false }: { readonly keepsFailed?: boolean } = {},
): Decision {
  if (!stack || stack.status === 'DELETE_COMPLETE') return { step: 'create' };
  const { status } = stack;
  if (status === 'REVIEW_IN_PROGRESS') {
    return { step: 'replace', because: 'it contains only change sets that nobody has executed' };
  }
  if (status === 'ROLLBACK_COMPLETE') {
    return {
      step: 'replace',
      because: 'its creation failed and was rolled back; such a stack can only be deleted',
    };
  }
  if (isUnderWay(status)) return { step: 'wait' };
  const stop = stuck[status];
  if (!stop || (isPaused(status) && keepsFailed)) return { step: 'update' };
  return { step: 'stop', ...stop };
}

/** Whether the stack has no resources: nothing was created yet, or nothing is left. */
export function isEmpty({ status }: DeployedStack): boolean {
  return ['REVIEW_IN_PROGRESS', 'DELETE_COMPLETE', 'ROLLBACK_COMPLETE'].includes(status);
}

export function isUnderWay(status: string): boolean {
  return status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS';
}

/** Whether the last operation succeeded, without a rollback. */
export function isSuccess(status: string): boolean {
  return /^(CREATE|UPDATE|IMPORT|DELETE)_COMPLETE$/.test(status);
}

/** Whether the last operation failed and was not rolled back, as requested. */
function isPaused(status: string): boolean {
  return status === 'CREATE_FAILED' || status === 'UPDATE_FAILED';
}

const paused = {
  because: 'its last deployment failed and was not rolled back',
  wayOut:
    'continue with --no-rollback, or roll it back with "aws cloudformation rollback-stack --stack-name STACK"',
};

const stuck: Readonly<Record<string, { readonly because: string; readonly wayOut: string }>> = {
  CREATE_FAILED: paused,
  UPDATE_FAILED: paused,
  ROLLBACK_FAILED: {
    because: 'its creation failed, and so did the rollback',
    wayOut:
      'find the reason with "archc status", fix it, and delete the stack with "archc destroy --stack KIND"',
  },
  DELETE_FAILED: {
    because: 'it could not be deleted completely',
    wayOut: 'finish with "archc destroy --stack KIND", then deploy again',
  },
  UPDATE_ROLLBACK_FAILED: {
    because: 'its last update failed, and so did the rollback',
    wayOut:
      'fix what the rollback failed on, run "aws cloudformation continue-update-rollback --stack-name STACK", then deploy again',
  },
  IMPORT_ROLLBACK_FAILED: {
    because: 'an import failed, and so did the rollback',
    wayOut: 'finish the rollback in the CloudFormation console, then deploy again',
  },
};
