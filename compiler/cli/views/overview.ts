import type { EnvironmentStatus } from '../../deploy/status/overview.ts';
import type { Status } from '../../deploy/status/status.ts';
import { toJson } from '../../diagnostics/controls.ts';
import { specWords } from '../../diagnostics/shell-quote.ts';
import { inColumns } from './columns.ts';
import { section, statusData } from './status.ts';
import { environmentName } from '../../modules/stack-owner.ts';

/** The environments of a spec, in their order. */
export interface OverviewReport {
  /** The name of the API. */
  readonly name: string;
  readonly environments: readonly EnvironmentStatus[];
}

const headings = ['shared', 'backend', 'service', 'image', 'domain', 'alarms', 'problems'];

/** A row for each environment, and what is not as it should be. */
export function renderOverviewText({ name, environments }: OverviewReport): string {
  const keys = inColumns([
    ['environment', 'region'],
    ...environments.map(({ resolved }) => [environmentName(resolved), resolved.spec.region]),
  ]);
  const width = Math.max(...keys.map(({ length }) => length));
  const read = environments.filter((each) => each.state === 'read');
  const rows = inColumns([headings, ...read.map(cellsOf)]);
  const rowOf = (each: EnvironmentStatus): string => {
    if (each.state === 'read') return rows[read.indexOf(each) + 1] ?? '';
    return each.state === 'unreadable' ? 'not read' : `account ${each.account}: other credentials needed`;
  };
  const lines = [rows[0] ?? '', ...environments.map(rowOf)];
  const troubles = environments.flatMap((each) =>
    troublesOf(each).map((trouble) => [environmentName(each.resolved), trouble]),
  );
  return [
    `${name}\n\n`,
    ...keys.map((key, index) => `  ${key.padEnd(width)}  ${lines[index] ?? ''}\n`),
    ending(environments, troubles),
  ].join('');
}

function ending(
  environments: readonly EnvironmentStatus[],
  troubles: readonly (readonly string[])[],
): string {
  if (troubles.length > 0) return section('Not as it should be', troubles);
  const others = environments.filter(({ state }) => state === 'other-account');
  if (others.length === environments.length) return '\nNothing was read.\n';
  return others.length === 0 ? '\nAll is well.\n' : '\nAll that was read is well.\n';
}

/** Problems that were found, and that nothing could be found out. */
function troublesOf(each: EnvironmentStatus): readonly string[] {
  if (each.state === 'read') return each.troubles;
  return each.state === 'unreadable' ? [each.because] : [];
}

export function hasProblem(each: EnvironmentStatus): boolean {
  return troublesOf(each).length > 0;
}

function cellsOf({ status, troubles }: Extract<EnvironmentStatus, { state: 'read' }>): readonly string[] {
  const { service, domain, watch } = status;
  return [
    stackWord(status, 'shared'),
    stackWord(status, 'backend'),
    service?.status ?? none,
    service?.image === undefined ? none : shortImage(service.image),
    domain?.status ?? none,
    watch ? alarmsWord(watch) : none,
    troubles.length === 0 ? 'none' : String(troubles.length),
  ];
}

const none = '-';

function stackWord({ stacks }: Status, kind: string): string {
  const found = stacks.find((each) => each.kind === kind);
  if (found?.owner !== undefined) return `belongs to ${found.owner}`;
  return found?.stack?.status ?? 'not there';
}

/** `2 of 5 on` */
function alarmsWord(watch: NonNullable<Status['watch']>): string {
  if (!watch.ok) return 'unknown';
  const isOn = watch.states.filter(({ state }) => state === 'ALARM');
  return `${isOn.length} of ${watch.states.length} on`;
}

/** What tells an image from another of its repository: its tag, or the beginning of its digest. */
function shortImage(image: string): string {
  const [, digest] = /@(sha256:[0-9a-f]{12})/.exec(image) ?? [];
  const [, tag] = /:([^:/@]+)$/.exec(image.replace(/@.*$/, '')) ?? [];
  return tag ?? digest ?? image;
}

/** For programs; docs/deploying.md describes the form. */
export function renderOverviewJson({ name, environments }: OverviewReport): string {
  return `${toJson({ name, environments: environments.map(environmentData) }, 2)}\n`;
}

function environmentData(each: EnvironmentStatus): object {
  const { resolved, state } = each;
  const { spec, tree } = resolved;
  const about = { environment: tree.environment?.name ?? null, account: spec.account ?? null, state };
  const { name, region } = spec;
  if (each.state !== 'read') {
    return { ...about, name, region, ...(each.state === 'unreadable' && { reason: each.because }) };
  }
  const { status, troubles } = each;
  return { ...about, ...statusData({ name, region, spec: specWords(tree), ...status, troubles }) };
}
