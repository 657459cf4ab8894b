import type { StackResourceDrift } from '@aws-sdk/client-cloudformation';
import { readDrift } from './answers.ts';
import type { Client as CloudFormation } from './clients/cloudformation.ts';
import type { Drift } from './model.ts';

type Ask = <T>(operation: string, work: (client: CloudFormation) => Promise<T>) => Promise<T>;

const pollMilliseconds = 2_000;

/** Starts a drift detection, waits for its end, and reads the resources that differ. */
export async function detectDrift(ask: Ask, stack: string): Promise<Drift> {
  const { StackDriftDetectionId } = await ask('DetectStackDrift', (client) =>
    client.detectStackDrift({ StackName: stack }),
  );
  for (;;) {
    const detection = await ask('DescribeStackDriftDetectionStatus', (client) =>
      client.describeStackDriftDetectionStatus({ StackDriftDetectionId }),
    );
    if (detection.DetectionStatus !== 'DETECTION_IN_PROGRESS') {
      const { StackDriftStatus: status = 'UNKNOWN', DetectionStatusReason: reason } = detection;
      const resources = (await listDrifts(ask, stack)).map(readDrift);
      return { status, resources, ...(reason !== undefined && { reason }) };
    }
    await sleep(pollMilliseconds);
  }
}

async function listDrifts(ask: Ask, stack: string): Promise<readonly StackResourceDrift[]> {
  const drifts: StackResourceDrift[] = [];
  let token: string | undefined;
  do {
    const page = await ask('DescribeStackResourceDrifts', (client) =>
      client.describeStackResourceDrifts({
        StackName: stack,
        StackResourceDriftStatusFilters: ['MODIFIED', 'DELETED'],
        NextToken: token,
      }),
    );
    drifts.push(...(page.StackResourceDrifts ?? []));
    token = page.NextToken;
  } while (token !== undefined);
  return drifts;
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
