import type { AwsCall, ServiceState } from '../../../compiler/modules/operations.ts';
import { listStops } from './stopped-tasks.ts';
import type { Stop } from './stopped-tasks.ts';

/** A service as ECS describes it. */
export interface Service {
  readonly status?: string;
  readonly desiredCount?: number;
  readonly runningCount?: number;
  readonly pendingCount?: number;
  readonly deployments?: readonly Deployment[];
  readonly events?: readonly { readonly message?: string }[];
}

interface Deployment {
  readonly id?: string;
  readonly status?: string;
  readonly taskDefinition?: string;
  readonly rolloutState?: string;
  readonly rolloutStateReason?: string;
}

interface Target {
  readonly Target?: { readonly Id?: string; readonly Port?: number };
  readonly TargetHealth?: {
    readonly State?: string;
    readonly Reason?: string;
    readonly Description?: string;
  };
}

const mostStops = 3;

/**
 * Reads the service's state from ECS, and the health of its tasks from the load balancer: it serves when a task is
 * healthy.
 */
export async function readService(
  call: AwsCall,
  outputs: Readonly<Record<string, string>>,
): Promise<ServiceState> {
  const service = await readEcsService(call, outputs['ServiceArn'] ?? '');
  if (!service || service.status === 'INACTIVE') {
    return { status: 'absent', isServing: false, problem: 'it no longer exists; deploy again' };
  }
  const newest = service.deployments?.find(({ status }) => status === 'PRIMARY');
  const [image, targets, stops] = await Promise.all([
    readImage(call, newest?.taskDefinition),
    readTargets(call, outputs['TargetGroupArn'] ?? ''),
    listStops(call, clusterOf(outputs['ServiceArn'] ?? '')),
  ]);
  const isServing = service.status === 'ACTIVE' && targets.some(isHealthy);
  const problem = isServing ? undefined : explainSilence(service, newest, targets);
  return {
    status: service.status ?? 'unknown',
    isServing,
    ...(image !== undefined && { image }),
    ...(problem !== undefined && { problem }),
    details: [
      countTasks(service, targets),
      ...(service.deployments ?? []).filter(isNotable).map(describeDeployment),
      ...targets.filter((target) => !isHealthy(target)).map(describeTarget),
      ...stops.slice(0, mostStops).map(describeStop),
    ],
  };
}

/** `arn:aws:ecs:REGION:ACCOUNT:service/CLUSTER/NAME` */
export function clusterOf(serviceArn: string): string {
  return serviceArn.split('/')[1] ?? '';
}

export async function readEcsService(call: AwsCall, serviceArn: string): Promise<Service | undefined> {
  const request = { cluster: clusterOf(serviceArn), services: [serviceArn] };
  const { services } = (await call('ecs', 'describeServices', request)) as { services?: readonly Service[] };
  return services?.[0];
}

async function readImage(call: AwsCall, taskDefinition: string | undefined): Promise<string | undefined> {
  if (taskDefinition === undefined) return undefined;
  const answer = (await call('ecs', 'describeTaskDefinition', { taskDefinition })) as {
    readonly taskDefinition?: { readonly containerDefinitions?: readonly { readonly image?: string }[] };
  };
  return answer.taskDefinition?.containerDefinitions?.[0]?.image;
}

async function readTargets(call: AwsCall, TargetGroupArn: string): Promise<readonly Target[]> {
  const answer = await call('elbv2', 'describeTargetHealth', { TargetGroupArn });
  return (answer as { readonly TargetHealthDescriptions?: readonly Target[] }).TargetHealthDescriptions ?? [];
}

function isHealthy({ TargetHealth }: Target): boolean {
  return TargetHealth?.State === 'healthy';
}

/**
 * Deployments worth showing: in progress, failed or rolled back. A rollback is no problem if the service is healthy.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 */
function isNotable({ rolloutState, rolloutStateReason = '' }: Deployment): boolean {
  return (
    rolloutState !== undefined &&
    (rolloutState !== 'COMPLETED' || /roll(ing|ed) back/i.test(rolloutStateReason))
  );
}

function explainSilence(
  { desiredCount = 0, events = [] }: Service,
  newest: Deployment | undefined,
  targets: readonly Target[],
): string {
  if (desiredCount === 0) return 'it is scaled to zero tasks';
  if (newest?.rolloutState === 'FAILED') {
    return `its last deployment failed (${newest.rolloutStateReason ?? 'AWS gives no reason'})`;
  }
  const [unhealthy] = targets.filter(({ TargetHealth }) => TargetHealth?.State === 'unhealthy');
  if (unhealthy) return `no task passes the health check: ${healthOf(unhealthy)}`;
  const latest = events[0]?.message;
  return `no task is healthy yet${latest === undefined ? '' : `; ECS says: ${latest}`}`;
}

function countTasks(
  { desiredCount = 0, runningCount = 0, pendingCount = 0 }: Service,
  targets: readonly Target[],
) {
  const starting = pendingCount === 0 ? '' : `, ${pendingCount} starting`;
  return `${runningCount} of ${desiredCount} tasks running${starting}, ${targets.filter(isHealthy).length} healthy`;
}

function describeDeployment({ status = '', rolloutState = '', rolloutStateReason = '' }: Deployment): string {
  return `deployment ${status}: ${rolloutState}${rolloutStateReason === '' ? '' : ` (${rolloutStateReason})`}`;
}

function describeTarget(target: Target): string {
  const { Id = '', Port = '' } = target.Target ?? {};
  return `${Id}:${Port} is ${target.TargetHealth?.State ?? 'unknown'}: ${healthOf(target)}`;
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html */
function healthOf({ TargetHealth: { Description, Reason } = {} }: Target): string {
  return Description ?? Reason ?? 'AWS gives no reason';
}

function describeStop({ id, at, why }: Stop): string {
  return `task ${id} stopped at ${at}: ${why}`;
}
