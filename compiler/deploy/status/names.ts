/** Asks the DNS, as `node:dns/promises` does: an error has a code such as `ENOTFOUND`. */
export interface Resolver {
  resolveCname(name: string): Promise<readonly string[]>;
  resolve4(name: string): Promise<readonly string[]>;
  resolve6(name: string): Promise<readonly string[]>;
}

/** Where a name leads, as the DNS says it now. */
export type Pointing =
  | { readonly points: 'here' | 'nowhere' }
  | { readonly points: 'elsewhere'; readonly to: readonly string[] }
  /** The DNS could not be asked. */
  | { readonly points: 'unknown'; readonly because: string };

export type NameStatus = { readonly name: string } & Pointing;

/** The longest chain of CNAMEs that is followed. */
const mostCnames = 8;

/**
 * Whether a name leads to the target: by CNAMEs, or because it has one of the target's addresses, as an alias record of
 * Route 53 gives it.
 */
export async function whereItPoints(name: string, target: string, resolver: Resolver): Promise<Pointing> {
  try {
    const chain = await cnamesOf(name, resolver);
    if (chain.some((each) => isSame(each, target))) return { points: 'here' };
    const [addresses, wanted] = await Promise.all([
      addressesOf(name, resolver),
      addressesOf(target, resolver),
    ]);
    if (addresses.some((each) => wanted.includes(each))) return { points: 'here' };
    if (addresses.length === 0 && chain.length === 0) return { points: 'nowhere' };
    return { points: 'elsewhere', to: chain.length > 0 ? chain.slice(-1) : addresses };
  } catch (error) {
    return { points: 'unknown', because: codeOf(error) };
  }
}

async function cnamesOf(name: string, resolver: Resolver): Promise<readonly string[]> {
  const chain: string[] = [];
  for (let here: string | undefined = name; here !== undefined && chain.length < mostCnames;) {
    [here] = await noneIfAbsent(resolver.resolveCname(here));
    if (here !== undefined) chain.push(here);
  }
  return chain;
}

async function addressesOf(name: string, resolver: Resolver): Promise<readonly string[]> {
  const both = await Promise.all([
    noneIfAbsent(resolver.resolve4(name)),
    noneIfAbsent(resolver.resolve6(name)),
  ]);
  return both.flat().sort();
}

function noneIfAbsent(answer: Promise<readonly string[]>): Promise<readonly string[]> {
  return answer.catch((error: unknown) => {
    if (['ENOTFOUND', 'ENODATA'].includes(codeOf(error))) return [];
    throw error;
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

/** A load balancer with both address families has a name that begins with `dualstack.` besides its own. */
function isSame(one: string, other: string): boolean {
  const plain = (name: string) =>
    name
      .toLowerCase()
      .replace(/\.$/, '')
      .replace(/^dualstack\./, '');
  return plain(one) === plain(other);
}

/** What is wrong with a name, and what to do; nothing when the DNS could not be asked. */
export function nameTrouble(status: NameStatus, hasZone: boolean): string | undefined {
  const { name } = status;
  const way = hasZone
    ? 'its zone must be the one that it is delegated to ("dig NS" shows that)'
    : 'write its record where its DNS is';
  if (status.points === 'nowhere') return `${name} is not found in the DNS: ${way}`;
  if (status.points === 'elsewhere')
    return `${name} leads to ${status.to.join(', ')}, and not to the service: ${way}`;
  return undefined;
}
