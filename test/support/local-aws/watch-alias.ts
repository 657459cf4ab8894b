import { setTimeout as sleep } from 'node:timers/promises';
import { readAliases } from './inspect-aws.ts';
import type { MiniStack } from './mini-stack.ts';

export interface AliasWatch {
  /** The targets that the domain has had, in order; `nothing` for a time in which its record was missing. */
  stop(): Promise<readonly string[]>;
}

/** Reads a domain's A record repeatedly while something else happens, and also before and after it. */
export async function watchAlias(miniStack: MiniStack, zoneId: string, domain: string): Promise<AliasWatch> {
  const seen: string[] = [];
  let isOver = false;
  async function look(): Promise<void> {
    const records = await readAliases(miniStack, zoneId, domain);
    const target = records.find(({ type }) => type === 'A')?.target ?? 'nothing';
    if (target !== seen.at(-1)) seen.push(target);
  }
  async function lookOn(): Promise<void> {
    while (!isOver) {
      await sleep(10);
      await look();
    }
  }
  await look();
  const looking = lookOn();
  return {
    async stop() {
      isOver = true;
      await looking;
      await look();
      return seen;
    },
  };
}
