import type { AwsCall, Restart } from '../../../compiler/modules/operations.ts';
import { clusterOf, readEcsService } from './service-state.ts';
import type { Service } from './service-state.ts';

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html */
export async function restart(call: AwsCall, outputs: Readonly<Record<string, string>>): Promise<Restart> {
  const service = outputs['ServiceArn'] ?? '';
  const request = { cluster: clusterOf(service), service, forceNewDeployment: true };
  const answer = (await call('ecs', 'updateService', request)) as { readonly service?: Service };
  const id = newest(answer.service)?.id;
  return {
    async look() {
      const now = await readEcsService(call, service);
      const own = now?.deployments?.find((deployment) => deployment.id === id);
      if (own?.rolloutState === 'COMPLETED') return { state: 'done' };
      if (own && own.rolloutState !== 'FAILED') return { state: 'in-progress' };
      // A failed deployment is soon no longer listed.
      const why = own?.rolloutStateReason ?? newest(now)?.rolloutStateReason ?? 'AWS gives no reason';
      return { state: 'failed', reason: `the new tasks did not become healthy: ${why}` };
    },
  };
}

function newest(service: Service | undefined) {
  return service?.deployments?.find(({ status }) => status === 'PRIMARY');
}
