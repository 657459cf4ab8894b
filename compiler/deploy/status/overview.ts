import type { Aws } from '../../aws/aws.ts';
import { AwsFailure } from '../../aws/failure.ts';
import type { Toolkit } from '../../modules/module.ts';
import type { Resolved } from '../../phases/results.ts';
import { readStatus } from './read-status.ts';
import type { Asked } from './read-status.ts';
import { findTroubles } from './status.ts';
import type { Status } from './status.ts';

/** One of a spec's environments, as far as it can be looked at. */
export type EnvironmentStatus = { readonly resolved: Resolved } & (
  | { readonly state: 'read'; readonly status: Status; readonly troubles: readonly string[] }
  /** The credentials are another account's. */
  | { readonly state: 'other-account'; readonly account: string }
  /** AWS refuses, or does not answer. */
  | { readonly state: 'unreadable'; readonly because: string }
);

interface Asking extends Asked {
  readonly toolkit: Toolkit;
  /** Opens AWS in a region, each region once. */
  readonly open: (region: string) => Promise<Aws>;
}

/** Reads the environments side by side, each in its own region. What prevents the reading of one leaves the others. */
export function readOverview(
  environments: readonly Resolved[],
  asking: Asking,
): Promise<readonly EnvironmentStatus[]> {
  return Promise.all(environments.map((resolved) => readEnvironment(resolved, asking)));
}

async function readEnvironment(
  resolved: Resolved,
  { open, toolkit, ...asked }: Asking,
): Promise<EnvironmentStatus> {
  const { account, region } = resolved.spec;
  try {
    const aws = await open(region);
    const isOthers = account !== undefined && (await aws.caller()).account !== account;
    if (isOthers) return { resolved, state: 'other-account', account };
    const status = await readStatus(aws, resolved, toolkit, asked);
    return { resolved, state: 'read', status, troubles: findTroubles(status, resolved) };
  } catch (error) {
    if (!(error instanceof AwsFailure)) throw error;
    return { resolved, state: 'unreadable', because: error.message };
  }
}
