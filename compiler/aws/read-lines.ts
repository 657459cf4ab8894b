import type { Client as CloudWatchLogs } from './clients/logs.ts';

/** The last lines of a log stream, the oldest first. Without the name of a stream: of the group's newest stream. */
export async function readLines(
  logs: CloudWatchLogs,
  group: string,
  stream: string | undefined,
  most: number,
): Promise<readonly string[]> {
  const logStreamName = stream ?? (await newestStream(logs, group));
  const request = { logGroupName: group, logStreamName, limit: most, startFromHead: false };
  const { events = [] } = await logs.getLogEvents(request);
  return events.map(({ message = '' }) => message.trimEnd());
}

async function newestStream(logs: CloudWatchLogs, group: string): Promise<string> {
  const request = { logGroupName: group, orderBy: 'LastEventTime', descending: true, limit: 1 } as const;
  const { logStreams = [] } = await logs.describeLogStreams(request);
  return logStreams[0]?.logStreamName ?? '';
}
