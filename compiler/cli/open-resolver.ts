import type { Resolver } from '../deploy/status/names.ts';
import { quoted, UsageError } from './usage-error.ts';

/** Asks the DNS server, or those that this machine uses. */
export async function openResolver(server: string | undefined): Promise<Resolver> {
  // Loaded only when it is used.
  const dns = await import('node:dns');
  const resolver = new dns.promises.Resolver({ timeout: 3_000, tries: 2 });
  if (server === undefined) return resolver;
  try {
    resolver.setServers([server]);
  } catch {
    throw new UsageError(
      `--dns-server ${quoted(server)} is no address: write one such as 1.1.1.1 or [2606:4700::1111]:53`,
    );
  }
  return resolver;
}
