import type { Drift } from '../../aws/model.ts';
import type { Watch } from '../../deploy/status/alarm-states.ts';
import type { LogGroups } from '../../deploy/status/log-groups.ts';
import type { NameStatus } from '../../deploy/status/names.ts';
import type { Previews, ServiceStatus, StackStatus, Status } from '../../deploy/status/status.ts';
import { toJson } from '../../diagnostics/controls.ts';
import { shellWord } from '../../diagnostics/shell-quote.ts';
import type { SpecTree } from '../../spec/model.ts';
import { inColumns } from './columns.ts';
import { previewData, previewRows } from './previews.ts';
import { renderRecords } from './dns-records.ts';

export interface StatusReport extends Status {
  readonly name: string;
  /** The spec's environment, and the name of the API without it. */
  readonly environment?: SpecTree['environment'];
  readonly region: string;
  /** The spec as words of a command. */
  readonly spec: string;
  /** What is not as it should be. */
  readonly troubles: readonly string[];
}

export function renderStatusText({
  name,
  environment,
  region,
  stacks,
  service,
  domain,
  aliases = [],
  names = [],
  dnsRecords = [],
  database,
  watch,
  previews,
  logs,
  troubles,
  spec,
}: StatusReport): string {
  return [
    `${environment ? `${environment.of}, environment ${environment.name},` : name} in ${region}\n`,
    section('Stacks', stacks.map(stackRow)),
    section('Drift', stacks.flatMap(driftRows)),
    section('Service', service ? serviceRows(service) : []),
    section(
      'Domain',
      [...(domain ? [domain] : []), ...aliases].map(({ url, status }) => [url, status]),
    ),
    section('DNS', names.map(nameRow)),
    renderRecords(dnsRecords),
    section(
      'Database',
      database
        ? [
            [
              'cluster',
              database.cluster,
              database.status,
              database.engineVersion,
              protection(database.isProtected),
            ],
            ...database.instances.map((instance) => [instance.role, instance.name, instance.status]),
          ]
        : [],
    ),
    ...(watch ? [section('Alarms', alarmRows(watch))] : []),
    ...(previews ? [section('Previews', previewCells(previews))] : []),
    ...(logs ? logSections(logs, { region, spec }) : []),
    troubles.length === 0
      ? '\nAll is well.\n'
      : section(
          'Not as it should be',
          troubles.map((trouble) => [trouble]),
        ),
  ].join('');
}

function previewCells(previews: Previews): readonly (readonly string[])[] {
  if (!previews.ok) return [[previews.problem]];
  return previewRows(previews.previews);
}

function alarmRows(watch: Watch): readonly (readonly string[])[] {
  if (!watch.ok) return [[watch.problem]];
  return [
    ...watch.states.map(({ logicalId, state, since }) => [
      logicalId,
      state,
      ...(since === undefined ? [] : [`since ${time(since)}`]),
    ]),
    ...watch.unconfirmed.map(({ address, stack }) => [address, 'not confirmed', `for ${stack}`]),
  ];
}

/** The groups, and the commands that limit those that are kept for ever. */
function logSections(
  logs: LogGroups,
  { region, spec }: Pick<StatusReport, 'region' | 'spec'>,
): readonly string[] {
  if (!logs.ok) return [section('Logs outside the stacks', [[logs.problem]])];
  const kept = (days: number | undefined) => (days === undefined ? 'kept for ever' : `kept for ${days} days`);
  const commands = logs.groups
    .filter(({ retentionDays }) => retentionDays === undefined)
    .map(
      ({ name }) =>
        `aws logs put-retention-policy --region ${region} --log-group-name ${shellWord(name)} --retention-in-days 365`,
    );
  return [
    section(
      'Logs outside the stacks',
      logs.groups.map(({ name, retentionDays }) => [name, kept(retentionDays)]),
    ),
    section(
      'To keep no log for ever',
      commands.length === 0
        ? []
        : [
            [`archc status ${spec} --set-log-retention 365`],
            ['or for each group:'],
            ...commands.map((each) => [each]),
          ],
    ),
  ];
}

function serviceRows({ url, runtime, status, image, details = [] }: ServiceStatus): string[][] {
  const runs = image === undefined ? [] : [[`runs ${image}`]];
  return [[url, status, `on ${runtime}`], ...runs, ...details.map((detail) => [detail])];
}

function nameRow(status: NameStatus): string[] {
  const where = {
    here: 'leads to the service',
    nowhere: 'not found',
    elsewhere: 'leads elsewhere',
    unknown: 'not looked up',
  }[status.points];
  if (status.points === 'unknown') return [status.name, where, status.because];
  return [status.name, where, ...(status.points === 'elsewhere' ? [status.to.join(', ')] : [])];
}

function stackRow({ name, stack, owner }: StackStatus): string[] {
  if (owner !== undefined) return [name, `belongs to ${owner}`];
  if (!stack) return [name, 'not there'];
  return [name, stack.status, `changed ${time(stack.changedAt)}`, protection(stack.isProtected)];
}

function driftRows({ name, drift }: StackStatus): string[][] {
  if (!drift) return [];
  return [[name, drift.status, drift.reason ?? ''], ...drift.resources.flatMap(resourceRows)];
}

function resourceRows({ logicalId, status, differences }: Drift['resources'][number]): string[][] {
  const changes = differences.map(
    ({ path, expected = 'nothing', actual = 'nothing' }) =>
      `${path} is ${actual}, in the template ${expected}`,
  );
  return [[`  ${logicalId}`, status, changes.join('; ')]];
}

function protection(isProtected: boolean): string {
  return isProtected ? 'protected' : 'not protected';
}

/** A title, and its rows in columns; empty without rows. */
export function section(title: string, cells: readonly (readonly string[])[]): string {
  if (cells.length === 0) return '';
  return `\n${title}\n${inColumns(cells)
    .map((line) => `  ${line}\n`)
    .join('')}`;
}

export function renderStatusJson(report: StatusReport): string {
  return `${toJson(statusData(report), 2)}\n`;
}

/** For programs. */
export function statusData({
  stacks,
  spec: _,
  logs,
  watch,
  previews,
  environment,
  ...rest
}: StatusReport): object {
  const shown = stacks.map(({ kind, name, stack, owner, drift }) => ({
    kind,
    name,
    // `null` when the stack does not exist, or belongs to another.
    status: stack?.status ?? null,
    ...(owner !== undefined && { owner }),
    ...(stack && { changedAt: time(stack.changedAt), isProtected: stack.isProtected }),
    ...(stack?.reason !== undefined && { reason: stack.reason }),
    ...(drift && { drift }),
  }));
  const { name, region, ...others } = rest;
  return {
    name,
    ...(environment && { environment: environment.name }),
    region,
    stacks: shown,
    ...others,
    ...(watch && shownWatch(watch)),
    // `null` when AWS does not tell.
    ...(previews && { previews: previews.ok ? previewData(previews.previews) : null }),
    ...(logs && (logs.ok ? { logGroups: logs.groups } : { logGroups: null })),
  };
}

/** `null` when AWS does not tell. */
function shownWatch(watch: Watch): object {
  if (!watch.ok) return { alarms: null };
  const alarms = watch.states.map(({ since, ...state }) => ({
    ...state,
    ...(since !== undefined && { since: time(since) }),
  }));
  return { alarms, ...(watch.unconfirmed.length > 0 && { unconfirmed: watch.unconfirmed }) };
}

/** `2026-11-24T09:30:00Z`. */
function time(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}
