import { expect } from 'chai';
import { renderStatusJson, renderStatusText } from '../../../compiler/cli/views/status.ts';
import { limitLogs, listLogGroups } from '../../../compiler/deploy/status/log-groups.ts';
import type { LogGroups } from '../../../compiler/deploy/status/log-groups.ts';
import { operations as appRunner } from '../../../templates/runtimes/appRunner/operations.ts';

type Call = readonly [operation: string, input: object];

/** CloudWatch Logs that answers with one group a page. */
function logsWith(groups: Readonly<Record<string, number | undefined>>) {
  const calls: Call[] = [];
  const call = (_service: string, operation: string, input: object): Promise<unknown> => {
    calls.push([operation, input]);
    const { logGroupNamePrefix = '', nextToken = '0' } = input as Record<string, string | undefined>;
    const found = Object.entries(groups).filter(([name]) => name.startsWith(logGroupNamePrefix));
    const next = Number(nextToken) + 1;
    return Promise.resolve({
      logGroups: found
        .slice(next - 1, next)
        .map(([logGroupName, retentionInDays]) => ({ logGroupName, retentionInDays })),
      ...(next < found.length && { nextToken: String(next) }),
    });
  };
  return { call, calls };
}

const report = {
  ...{ name: 'todo', region: 'eu-west-1', spec: 'todo.yaml', stacks: [], troubles: [] },
} as const;

describe('the log groups outside the stacks', () => {
  it('are read page by page', async () => {
    const { call } = logsWith({ '/a/1': undefined, '/a/2': 30, '/b/1': undefined, '/a/3': undefined });
    expect(await listLogGroups(call, ['/a/', '/none/', '/b/'])).to.deep.equal([
      { name: '/a/1' },
      { name: '/a/2', retentionDays: 30 },
      { name: '/a/3' },
      { name: '/b/1' },
    ]);
  });

  it('get a retention only where they have none', async () => {
    const { call, calls } = logsWith({});
    const groups = [{ name: '/a/1' }, { name: '/a/2', retentionDays: 3653 }];
    expect(await limitLogs(call, groups, 90)).to.deep.equal([{ name: '/a/1', retentionDays: 90 }, groups[1]]);
    expect(calls).to.deep.equal([['putRetentionPolicy', { logGroupName: '/a/1', retentionInDays: 90 }]]);
  });

  it('of App Runner have the name and the id of the service', () => {
    const ServiceArn = 'arn:aws:apprunner:eu-west-1:123456789012:service/Service-x/0123456789abcdef';
    expect(appRunner.logGroups?.({ ServiceArn })).to.deep.equal([
      '/aws/apprunner/Service-x/0123456789abcdef/',
    ]);
    expect(appRunner.logGroups?.({})).to.deep.equal([]);
  });

  it('are no problem when all of them are limited', () => {
    const logs: LogGroups = { ok: true, groups: [{ name: '/a/1', retentionDays: 7 }] };
    const text = renderStatusText({ ...report, logs });
    expect(text).to.match(/^Logs outside the stacks\n {2}\/a\/1 {2}kept for 7 days\n\nAll is well\.$/m);
  });

  it('may be nothing that one is allowed to read', () => {
    const logs: LogGroups = { ok: false, problem: 'not authorized' };
    expect(renderStatusText({ ...report, logs })).to.match(/^Logs outside the stacks\n {2}not authorized\n/m);
    expect(JSON.parse(renderStatusJson({ ...report, logs }))).to.include({ logGroups: null });
  });
});
