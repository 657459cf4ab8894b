import type { Aws } from '../../aws/aws.ts';
import { AwsFailure } from '../../aws/failure.ts';
import { outputValues } from '../../aws/model.ts';
import type { DeployedStack } from '../../aws/model.ts';
import { runtimeOf } from '../../modules/choose.ts';
import { namesOf } from '../../modules/domain-names.ts';
import type { Runtime, Toolkit } from '../../modules/module.ts';
import { stackName } from '../../modules/stack-names.ts';
import type { Resolved } from '../../phases/results.ts';
import { readTemplate } from '../../template/read.ts';
import type { StackKind } from '../../template/template.ts';
import { otherOwner } from '../plan/other-owner.ts';
import { serviceIn } from '../plan/runtime-move.ts';
import { readWatch } from './alarm-states.ts';
import type { Watch } from './alarm-states.ts';
import { readDatabase } from './database.ts';
import type { DatabaseState } from './database.ts';
import { recordsElsewhere } from './dns-records.ts';
import { listLogGroups, logsOfCluster } from './log-groups.ts';
import type { LogGroups } from './log-groups.ts';
import { whereItPoints } from './names.ts';
import type { NameStatus, Resolver } from './names.ts';
import { listPreviews, readPreview } from './previews.ts';
import type { DomainStatus, Previews, ServiceStatus, StackStatus, Status } from './status.ts';

/**
 * The statuses in which CloudFormation can detect drift:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/detect-drift-stack.html
 */
const comparable = [
  'CREATE_COMPLETE',
  'UPDATE_COMPLETE',
  'UPDATE_ROLLBACK_COMPLETE',
  'UPDATE_ROLLBACK_FAILED',
];

export interface Asked {
  readonly drift: boolean;
  /** Without it, nobody asks the DNS where the names of the service lead. */
  readonly resolver?: Resolver;
  /** `2026-12-24T18:00:00Z`: without it, no previews are listed. */
  readonly now?: string;
}

/** Reads the state of a spec's stacks, service, domain and database. Drift is read only when `drift` asks for it. */
export async function readStatus(
  aws: Aws,
  resolved: Resolved,
  toolkit: Toolkit,
  { drift, resolver, now }: Asked,
): Promise<Status> {
  const { spec } = resolved;
  const [shared, backend] = await Promise.all([
    readStackStatus(aws, 'shared', resolved, drift),
    readStackStatus(aws, 'backend', resolved, drift),
  ]);
  const outputs = outputValues(backend.stack?.outputs ?? []);
  const names = spec.backend.domain ? namesOf(spec.backend.domain) : [];
  const isDeployed = 'ServiceUrl' in outputs;
  // The runtime of the deployed service: the spec may already name another.
  const runtime =
    (isDeployed
      ? serviceIn(readTemplate(await aws.readTemplate(backend.name)), toolkit)?.runtime
      : undefined) ?? runtimeOf(spec, toolkit);
  const readDomain = (name: string) => readDomainStatus(aws, runtime, outputs, name);
  const [domainName, ...aliasNames] = isDeployed ? names : [];
  const [service, domain, aliases, { database, watch }, previews] = await Promise.all([
    isDeployed ? readServiceStatus(aws, runtime, outputs) : undefined,
    domainName === undefined ? undefined : readDomain(domainName),
    Promise.all(runtime.operations.aliasesApart ? aliasNames.map(readDomain) : []),
    readOwnResources(aws, { shared, backend, ownsShared: spec.shared !== undefined }),
    now === undefined ? undefined : readPreviews(aws, resolved, backend.stack, now),
  ]);
  const beginnings = [
    ...((isDeployed && runtime.operations.logGroups?.(outputs)) || []),
    // The cluster of another spec is that spec's.
    ...(spec.shared && database ? [logsOfCluster(database.cluster)] : []),
  ];
  const target = domain?.target;
  const pointing = target === undefined || !resolver ? [] : await lookUp(names, target, resolver);
  const dnsRecords = isDeployed ? recordsElsewhere(spec, outputs) : [];
  const logs = beginnings.length > 0 ? await readLogs(aws, beginnings) : undefined;
  return {
    stacks: [shared, backend],
    ...(service && { service }),
    ...(domain && { domain }),
    ...(aliases.length > 0 && { aliases }),
    ...(pointing.length > 0 && { names: pointing }),
    ...(dnsRecords.length > 0 && { dnsRecords }),
    ...(database && { database }),
    ...(watch && { watch }),
    ...(previews && { previews }),
    ...(logs && { logs }),
  };
}

/** A preview lists itself; a spec that says something of previews those of it. */
async function readPreviews(
  aws: Aws,
  resolved: Resolved,
  backend: DeployedStack | undefined,
  now: string,
): Promise<Previews | undefined> {
  const { preview } = resolved.tree;
  if (preview) return backend && { ok: true, previews: [readPreview(preview.id, backend, now)] };
  if (!resolved.spec.preview) return undefined;
  const previews = await listPreviews(aws, resolved, now).catch(whyUnknown);
  return typeof previews === 'string' ? { ok: false, problem: previews } : { ok: true, previews };
}

async function readStackStatus(
  aws: Aws,
  kind: StackKind,
  resolved: Resolved,
  drift: boolean,
): Promise<StackStatus> {
  const name = stackName(kind, resolved.spec);
  const stack = await aws.describeStack(name);
  const owner = otherOwner(stack, kind, resolved);
  if (owner !== undefined) return { kind, name, stack: undefined, owner };
  const compares = drift && stack !== undefined && comparable.includes(stack.status);
  return { kind, name, stack, ...(compares && { drift: await aws.detectDrift(name) }) };
}

interface BothStacks {
  readonly shared: StackStatus;
  readonly backend: StackStatus;
  /** The shared stack of another spec is that spec's, and so are its alarms. */
  readonly ownsShared: boolean;
}

async function readOwnResources(
  aws: Aws,
  { shared, backend, ownsShared }: BothStacks,
): Promise<{ readonly database: DatabaseState | undefined; readonly watch: Watch | undefined }> {
  const resourcesOf = async ({ name, stack }: StackStatus) => ({
    name,
    resources: stack && stack.status !== 'DELETE_COMPLETE' ? await aws.listResources(name) : [],
  });
  const [ofShared, ofBackend] = await Promise.all([resourcesOf(shared), resourcesOf(backend)]);
  const [database, watch] = await Promise.all([
    readDatabase(aws.call, ofShared.resources),
    readWatch(aws, [...(ownsShared ? [ofShared] : []), ofBackend]),
  ]);
  return { database, watch };
}

type Outputs = Readonly<Record<string, string>>;

async function readServiceStatus(aws: Aws, runtime: Runtime, outputs: Outputs): Promise<ServiceStatus> {
  const about = { url: outputs['ServiceUrl'] ?? '', runtime: runtime.name };
  const state = await runtime.operations.readService(aws.call, outputs).catch(whyUnknown);
  if (typeof state === 'string') return { ...about, status: 'unknown', isServing: false, problem: state };
  return { ...about, ...state };
}

async function readDomainStatus(
  aws: Aws,
  runtime: Runtime,
  outputs: Outputs,
  name: string,
): Promise<DomainStatus> {
  const url = `https://${name}`;
  const state = await runtime.operations.readDomain(aws.call, outputs, name).catch(whyUnknown);
  if (typeof state === 'string') return { url, status: 'unknown', isActive: false, waitsFor: state };
  return { url, ...state };
}

function lookUp(
  names: readonly string[],
  target: string,
  resolver: Resolver,
): Promise<readonly NameStatus[]> {
  return Promise.all(names.map(async (name) => ({ name, ...(await whereItPoints(name, target, resolver)) })));
}

async function readLogs(aws: Aws, beginnings: readonly string[]): Promise<LogGroups> {
  const groups = await listLogGroups(aws.call, beginnings).catch(whyUnknown);
  return typeof groups === 'string' ? { ok: false, problem: groups } : { ok: true, groups };
}

/**
 * AWS's reason when it refuses the call, for example because something no longer exists. Other errors are thrown
 * again.
 */
function whyUnknown(error: unknown): string {
  if (error instanceof AwsFailure && error.kind === 'refused') return error.message;
  throw error;
}
