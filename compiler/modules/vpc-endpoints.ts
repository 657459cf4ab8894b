import type { ResolvedSpec } from '../../build/generated/resolved-spec.ts';

type Network = NonNullable<NonNullable<ResolvedSpec['shared']>['network']>;
export type Endpoint = Network['endpoints'][number];

/** How many interface endpoints there are, which have an address in each private subnet. ECR has one for its API and one for images. */
export function countInterfaces(endpoints: readonly Endpoint[]): number {
  const different = new Set(endpoints);
  return different.size - (different.has('s3') ? 1 : 0) + (different.has('ecr') ? 1 : 0);
}
