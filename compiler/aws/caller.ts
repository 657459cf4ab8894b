import { decideAttempts } from './configure.ts';
import type { Configuration } from './configure.ts';
import { demandIn, explainAwsError } from './failure.ts';
import type { Caller } from './model.ts';

/** Finds out whose the credentials are. That stays the same, so AWS is asked again only after a failure. */
export function openCaller({ shell, ...config }: Configuration): () => Promise<Caller> {
  let known: Promise<Caller> | undefined;
  const ask = async () => {
    const { region } = config;
    const sdk = await import('./sdk.ts');
    // Fewer attempts, so that missing credentials or a missing network are reported soon.
    const { Client } = await sdk.clients.sts();
    const client = new Client({ ...config, maxAttempts: await decideAttempts(shell, 2) });
    const { Account, Arn = '' } = await client.getCallerIdentity().catch((error: unknown) => {
      throw explainAwsError(error, 'GetCallerIdentity', region);
    });
    return { account: demandIn(Account, 'GetCallerIdentity', region), arn: Arn };
  };
  return async () => {
    known ??= ask();
    try {
      return await known;
    } catch (error) {
      known = undefined;
      throw error;
    }
  };
}
