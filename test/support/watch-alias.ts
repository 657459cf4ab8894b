import { setTimeout as sleep } from 'node:timers/promises';
import type { MiniStack } from './mini-stack.ts';

export interface AliasWatch {
  /** What the record has led to, in order and each once; `nothing` for a time in which it wasn't there. */
  stop(): Promise<readonly string[]>;
}

/** Looks at an alias record again and again while something else goes on. */
export function watchAlias(miniStack: MiniStack, zoneId: string, domain: string, type = 'A'): AliasWatch {
  const seen: string[] = [];
  let isOver = false;
  async function look(): Promise<void> {
    while (!isOver) {
      const target = await readTarget(miniStack, zoneId, domain, type);
      if (target !== seen.at(-1)) seen.push(target);
      await sleep(10);
    }
  }
  const looking = look();
  return {
    async stop() {
      isOver = true;
      await looking;
      return seen;
    },
  };
}

async function readTarget(
  { endpoint }: MiniStack,
  zoneId: string,
  domain: string,
  type: string,
): Promise<string> {
  const response = await fetch(`${endpoint}/2013-04-01/hostedzone/${zoneId}/rrset`, {
    headers: {
      authorization: 'AWS4-HMAC-SHA256 Credential=123456789012/20260101/us-east-1/route53/aws4_request',
    },
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`Route 53 answered ${response.status}: ${text}`);
  const records = text.split('<ResourceRecordSet>');
  const record = records.find(
    (each) => each.includes(`<Name>${domain}.</Name>`) && each.includes(`<Type>${type}</Type>`),
  );
  return /<DNSName>(.*?)\.?<\/DNSName>/.exec(record ?? '')?.[1] ?? 'nothing';
}
