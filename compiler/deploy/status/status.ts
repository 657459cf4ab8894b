import type { DeployedStack, Drift } from '../../aws/model.ts';
import type { DomainState, ServiceState } from '../../modules/operations.ts';
import { backendStackName } from '../../modules/stack-names.ts';
import type { Resolved } from '../../phases/results.ts';
import type { StackKind } from '../../template/template.ts';
import { wordOtherOwner } from '../plan/other-owner.ts';
import { decide, isSuccess } from '../plan/decide.ts';
import { isOwn, wordDeployment, wordWayOut } from '../plan/way-out.ts';
import type { Watch } from './alarm-states.ts';
import type { DatabaseState } from './database.ts';
import type { DnsRecord } from './dns-records.ts';
import type { LogGroups } from './log-groups.ts';
import type { DeployedPreview } from './previews.ts';
import { nameTrouble } from './names.ts';
import type { NameStatus } from './names.ts';

/** The current state of a spec's stacks and of what is in them. */
export interface Status {
  readonly stacks: readonly StackStatus[];
  readonly service?: ServiceStatus;
  readonly domain?: DomainStatus;
  /** Only where each has a state of its own. */
  readonly aliases?: readonly DomainStatus[];
  /** Where the domain and its aliases lead, as the DNS says. */
  readonly names?: readonly NameStatus[];
  /** Those that somebody must write, because archc has no hosted zone for them. */
  readonly dnsRecords?: readonly DnsRecord[];
  readonly database?: DatabaseState;
  /** Only when something watches the stacks. */
  readonly watch?: Watch;
  /** Only when the spec says something of previews, or is that of one. */
  readonly previews?: Previews;
  /** Only when something is deployed that has such groups. */
  readonly logs?: LogGroups;
}

export type Previews =
  | { readonly ok: true; readonly previews: readonly DeployedPreview[] }
  /** AWS does not tell, for this reason. */
  | { readonly ok: false; readonly problem: string };

export interface StackStatus {
  readonly kind: StackKind;
  readonly name: string;
  /** `undefined` when the stack does not exist, or is not the spec's. */
  readonly stack: DeployedStack | undefined;
  /** Whose the stack of that name is, if it is another spec's or environment's. */
  readonly owner?: string;
  /** Only when it was requested and the stack's status allows it. */
  readonly drift?: Drift;
}

export interface ServiceStatus extends ServiceState {
  readonly url: string;
  /** The runtime that it runs on; the spec may name another. */
  readonly runtime: string;
}

export interface DomainStatus extends DomainState {
  readonly url: string;
}

/** One line for each problem, with what to wait for or to do. */
export function findTroubles(
  { stacks, service, domain, aliases = [], names = [], dnsRecords = [], database, watch }: Status,
  resolved: Resolved,
): readonly string[] {
  return [
    ...stacks.flatMap((each) => stackTroubles(each, resolved)),
    ...(service ? serviceTroubles(service, stacks, resolved) : []),
    ...[...(domain ? [domain] : []), ...aliases].flatMap(({ url, isActive, status, waitsFor }) =>
      isActive ? [] : [`the domain of ${url} is not active (${status})${after(': ', waitsFor)}`],
    ),
    ...names.flatMap(
      (each) =>
        nameTrouble(
          each,
          dnsRecords.every(({ name }) => name !== each.name),
        ) ?? [],
    ),
    ...(database ? databaseTroubles(database, resolved.spec) : []),
    ...(watch ? watchTroubles(watch) : []),
  ];
}

function stackTroubles({ kind, name, stack, owner, drift }: StackStatus, resolved: Resolved): string[] {
  if (owner !== undefined) return [wordOtherOwner({ kind, name, owner }, resolved)];
  const deployment = wordDeployment({ kind, name }, resolved);
  if (!stack || stack.status === 'DELETE_COMPLETE') return [`stack "${name}" does not exist: ${deployment}`];
  const troubles: string[] = [];
  const decision = decide(stack);
  const subject = `stack "${name}" (${stack.status})`;
  if (decision.step === 'wait') troubles.push(`${subject}: an operation is in progress`);
  else if (decision.step === 'replace')
    troubles.push(`${subject}: ${decision.because}; to continue, ${deployment}`);
  else if (decision.step === 'stop') {
    const wayOut = wordWayOut(decision.wayOut, { kind, name }, resolved);
    troubles.push(`${subject}: ${decision.because}; to continue, ${wayOut}`);
  } else if (!isSuccess(stack.status)) {
    troubles.push(`${subject}: its last deployment failed and was rolled back${after(': ', stack.reason)}`);
  }
  // The spec says nothing about the protection of another spec's stack.
  const isProtected = resolved.spec.terminationProtection[kind] && isOwn(kind, resolved);
  if (isProtected && !stack.isProtected) {
    troubles.push(
      `stack "${name}" does not have the termination protection that the spec asks for: ${deployment}`,
    );
  }
  if (drift && drift.status !== 'IN_SYNC') {
    const changed = drift.resources.map(({ logicalId }) => logicalId).join(', ');
    troubles.push(
      `stack "${name}" differs from its template (${changed || after('', drift.reason) || drift.status})`,
    );
  }
  return troubles;
}

function serviceTroubles(
  { runtime, status, isServing, image, problem }: ServiceStatus,
  stacks: readonly StackStatus[],
  resolved: Resolved,
): string[] {
  const { spec } = resolved;
  const wanted = spec.backend.service.runtime;
  const deployment = wordDeployment({ kind: 'backend', name: backendStackName(spec) }, resolved);
  const deployed = stacks.find(({ kind }) => kind === 'backend')?.stack?.parameters['ImageUri'];
  const runsAnother = image !== undefined && deployed !== undefined && image !== deployed;
  return [
    ...(isServing || problem !== undefined ? [] : [`the service does not answer (${status})`]),
    ...(problem === undefined ? [] : [`the service: ${problem}`]),
    ...(runtime === wanted
      ? []
      : [`the service runs on ${runtime}, but the spec says ${wanted}: ${deployment}`]),
    ...(runsAnother ? [`the service runs ${image} instead of ${deployed}, which was deployed`] : []),
  ];
}

function databaseTroubles(
  { cluster, status, engineVersion, instances }: DatabaseState,
  { shared }: Resolved['spec'],
): string[] {
  // This spec says nothing about another spec's database.
  const wanted = shared?.database?.engineVersion ?? engineVersion;
  return [
    ...(status === 'available' ? [] : [`the database cluster ${cluster} is ${status}`]),
    ...(wanted === engineVersion
      ? []
      : [`the database has version ${engineVersion}, but the spec says ${wanted}`]),
    ...instances
      .filter((instance) => instance.status !== 'available')
      .map(({ name, role, status: is }) => `the database's ${role} ${name} is ${is}`),
  ];
}

function watchTroubles(watch: Watch): string[] {
  if (!watch.ok) return [];
  return [
    ...watch.states
      .filter(({ state }) => state === 'ALARM')
      .map(({ logicalId, stack, reason }) => `${logicalId} of stack "${stack}" is on${after(': ', reason)}`),
    ...watch.unconfirmed.map(
      ({ address, stack }) =>
        `${address} gets nothing from stack "${stack}" until somebody confirms the mail that AWS sent there`,
    ),
  ];
}

function after(separator: string, text: string | undefined): string {
  return text === undefined ? '' : `${separator}${text}`;
}
