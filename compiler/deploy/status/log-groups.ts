import type { AwsCall } from '../../modules/operations.ts';

/** A log group that AWS makes outside the stacks, where no template can set its retention. */
export interface LogGroup {
  readonly name: string;
  /** `undefined` when its lines are kept for ever. */
  readonly retentionDays?: number;
}

/** Those of a spec, or why AWS does not tell. */
export type LogGroups =
  | { readonly ok: true; readonly groups: readonly LogGroup[] }
  | { readonly ok: false; readonly problem: string };

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
export const retentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

interface Answer {
  readonly logGroups?: readonly { readonly logGroupName?: string; readonly retentionInDays?: number }[];
  readonly nextToken?: string;
}

/** The log groups whose names begin with one of these. */
export async function listLogGroups(
  call: AwsCall,
  beginnings: readonly string[],
): Promise<readonly LogGroup[]> {
  const groups: LogGroup[] = [];
  for (const logGroupNamePrefix of beginnings) {
    let nextToken: string | undefined;
    do {
      const request = { logGroupNamePrefix, ...(nextToken !== undefined && { nextToken }) };
      const answer = (await call('logs', 'describeLogGroups', request)) as Answer;
      for (const { logGroupName: name = '', retentionInDays } of answer.logGroups ?? []) {
        groups.push({ name, ...(retentionInDays !== undefined && { retentionDays: retentionInDays }) });
      }
      ({ nextToken } = answer);
    } while (nextToken !== undefined);
  }
  return groups;
}

/** Sets the retention of the groups that have none, and leaves alone what somebody has chosen. */
export async function limitLogs(
  call: AwsCall,
  groups: readonly LogGroup[],
  retentionDays: number,
): Promise<readonly LogGroup[]> {
  const limited: LogGroup[] = [];
  for (const group of groups) {
    if (group.retentionDays === undefined) {
      await call('logs', 'putRetentionPolicy', {
        logGroupName: group.name,
        retentionInDays: retentionDays,
      });
    }
    limited.push({ retentionDays, ...group });
  }
  return limited;
}

/** RDS makes a group for each exported log: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Integrating.CloudWatch.html */
export function logsOfCluster(cluster: string): string {
  return `/aws/rds/cluster/${cluster}/`;
}
