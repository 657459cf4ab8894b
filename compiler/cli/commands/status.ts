import { openRegions } from '../../aws/aws.ts';
import type { Aws } from '../../aws/aws.ts';
import { limitLogs, retentions } from '../../deploy/status/log-groups.ts';
import { readOverview } from '../../deploy/status/overview.ts';
import { readStatus } from '../../deploy/status/read-status.ts';
import { findTroubles } from '../../deploy/status/status.ts';
import type { Status } from '../../deploy/status/status.ts';
import { specWords } from '../../diagnostics/shell-quote.ts';
import { command } from '../command.ts';
import type { Call } from '../command.ts';
import { resolveEach, resolveSpec } from '../compile-spec.ts';
import { currentTime } from '../expiry.ts';
import { environmentFlag } from '../flags/environment.ts';
import { flag, text } from '../flags/flag.ts';
import { formatFlag } from '../flags/format.ts';
import { fromFlag, previewFlag } from '../flags/preview.ts';
import { anyText, oneOf } from '../flags/word.ts';
import { openResolver } from '../open-resolver.ts';
import { openAwsFor } from '../open-aws.ts';
import { askingForCode } from '../terminal/ask.ts';
import { hasProblem, renderOverviewJson, renderOverviewText } from '../views/overview.ts';
import { renderStatusJson, renderStatusText } from '../views/status.ts';

const days = oneOf('DAYS', retentions.map(String));

const views = { text: renderStatusText, json: renderStatusJson };
const overviews = { text: renderOverviewText, json: renderOverviewJson };

export const statusCommand = command({
  name: 'status',
  summary: 'show the state of the stacks, the service, its domain, the database and the alarms',
  operands: 'SPEC',
  flags: {
    environment: { ...environmentFlag, notWith: 'all' },
    preview: { ...previewFlag, notWith: 'all' },
    from: fromFlag,
    all: flag('show all environments of the spec in one table'),
    drift: flag('compare the resources with their templates, which can take minutes'),
    'set-log-retention': text(days, 'set the retention of logs outside the stacks that are kept for ever', {
      notWith: 'all',
    }),
    'dns-server': text(
      anyText('ADDRESS'),
      'ask this DNS server about the domain, and not that of this machine',
    ),
    check: flag('exit 1 when there is a problem'),
    format: formatFlag(views),
  },
  details: [
    "Asks AWS about both stacks, the service and its image, the domain's certificate, the database and the alarms. Then lists",
    'every problem, with what to wait for or what to do. Missing stacks are listed too. It asks the DNS whether the domain leads to the',
    'service, and shows the records to write where archc has no hosted zone. It also lists the log groups that RDS and',
    'App Runner make outside the stacks: their lines are kept for ever until somebody sets a retention.',
    'With --all, every environment has a row, each read in its own region; one of another account than that of the',
    'credentials is named, and counts as no problem.',
    'Exit code 0: shown; 1: AWS refuses, or --check found a problem; 2: wrong usage.',
  ].join('\n'),
  examples: [
    'archc status specs/todo.yaml',
    'archc status specs/todo.yaml --drift --format json',
    'archc status specs/todo.yaml --all --check',
    'archc status specs/todo.yaml --set-log-retention 90',
    'until archc status specs/todo.yaml --check; do sleep 60; done',
  ],

  async run(invocation) {
    const { flags, terminal, toolkit } = invocation;
    if (flags.all) return showAll(invocation, flags);
    const resolved = await resolveSpec(invocation);
    if (!resolved) return 1;
    const { spec, tree } = resolved;
    const { name, region } = spec;
    const { environment } = tree;
    const resolver = await openResolver(flags['dns-server']);
    const aws = await openAwsFor(resolved, askingForCode());
    const retention = flags['set-log-retention'];
    const read = await readStatus(aws, resolved, toolkit, {
      drift: flags.drift,
      resolver,
      now: currentTime(),
    });
    const status = retention === undefined ? read : await limit(aws, read, Number(retention));
    const troubles = findTroubles(status, resolved);
    terminal.out(
      views[flags.format]({ name, environment, region, spec: specWords(tree), ...status, troubles }),
    );
    if (retention !== undefined && status.logs?.ok === false) return 1;
    return flags.check && troubles.length > 0 ? 1 : 0;
  },
});

interface ShowAll {
  readonly drift: boolean;
  readonly 'dns-server': string | undefined;
  readonly check: boolean;
  readonly format: keyof typeof overviews;
}

async function showAll(call: Call, flags: ShowAll): Promise<number> {
  const resolved = resolveEach(call);
  const [first] = resolved ?? [];
  if (!resolved || !first) return 1;
  const { terminal, toolkit } = call;
  const resolver = await openResolver(flags['dns-server']);
  const open = openRegions(askingForCode());
  const environments = await readOverview(resolved, { open, toolkit, drift: flags.drift, resolver });
  const name = first.tree.environment?.of ?? first.spec.name;
  terminal.out(overviews[flags.format]({ name, environments }));
  if (environments.some(({ state }) => state === 'unreadable')) return 1;
  const isRead = environments.some(({ state }) => state === 'read');
  return flags.check && (!isRead || environments.some(hasProblem)) ? 1 : 0;
}

async function limit(aws: Aws, status: Status, retentionDays: number): Promise<Status> {
  const { logs } = status;
  if (!logs?.ok) return status;
  return { ...status, logs: { ok: true, groups: await limitLogs(aws.call, logs.groups, retentionDays) } };
}
