import { stackName } from '../modules/stack-names.ts';
import type { Compiled } from '../phases/results.ts';
import { nameStart } from './words.ts';

/**
 * Whether the rights of one on roles, clusters and secrets by their names reach those of the other, in one account: the
 * names of their resources begin alike. Only accounts that differ in the specs are known to differ.
 */
export function reachEachOther(one: Compiled, other: Compiled): boolean {
  const accounts = [one, other].map(({ resolved }) => resolved.spec.account);
  if (accounts.every((account) => account !== undefined) && accounts[0] !== accounts[1]) return false;
  return startsOf(one).some((start) =>
    startsOf(other).some((another) => start.startsWith(another) || another.startsWith(start)),
  );
}

/** How the names of the resources begin in policies. The number of a preview is a pattern there. */
function startsOf({ templates, resolved: { spec, tree } }: Compiled): readonly string[] {
  const starts = templates.map(({ stack }) => nameStart(stackName(stack, spec)));
  return tree.preview ? starts.map((start) => start.replace(/(-pr-)0.*$/, '$1')) : starts;
}
