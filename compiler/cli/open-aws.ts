import { openAws } from '../aws/aws.ts';
import type { Aws, AwsOptions } from '../aws/aws.ts';
import { DeploymentError } from '../deploy/plan/deployment-error.ts';
import type { Resolved } from '../phases/results.ts';
import { UsageError } from './usage-error.ts';
import { placesIn, wordPlace } from './views/spec-place.ts';

/** The account that the credentials must belong to, and what says so. */
interface WantedAccount {
  readonly id: string;
  readonly by: string;
}

/** By --account or by the spec; `undefined` allows any. Refuses a flag that contradicts the spec. */
export function wantedAccount({ spec, tree }: Resolved, flag: string | undefined): WantedAccount | undefined {
  if (spec.account === undefined) return flag === undefined ? undefined : { id: flag, by: '--account' };
  const place = wordPlace(placesIn(tree)(['account']));
  if (flag !== undefined && flag !== spec.account) {
    throw new UsageError(
      `--account ${flag} is not the account of the spec, which is ${spec.account} (${place}): leave --account out, or choose another environment`,
    );
  }
  return { id: spec.account, by: place };
}

interface Options extends AwsOptions {
  /** From --account. */
  readonly account?: string | undefined;
  /** What to do about credentials of another account. */
  readonly wayOut?: string;
}

/**
 * Opens AWS in the spec's region. Credentials of another account than the wanted one are refused before anything else is
 * asked of AWS.
 */
export async function openAwsFor(
  resolved: Resolved,
  { account, wayOut = 'choose a profile with AWS_PROFILE', ...options }: Options,
): Promise<Aws> {
  const wanted = wantedAccount(resolved, account);
  const aws = await openAws(resolved.spec.region, options);
  if (wanted) await demandAccount(aws, wanted, { profile: options.profile, wayOut });
  return aws;
}

interface Words {
  readonly profile: string | undefined;
  readonly wayOut: string;
}

async function demandAccount(aws: Aws, { id, by }: WantedAccount, { profile, wayOut }: Words): Promise<void> {
  const { account, arn } = await aws.caller();
  if (account === id) return;
  const whose = profile === undefined ? 'these AWS credentials belong' : `profile "${profile}" belongs`;
  throw new DeploymentError(`${whose} to account ${account} (${arn}), not to ${id} (${by}): ${wayOut}`);
}
