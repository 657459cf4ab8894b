import type { DeployedStack } from '../../aws/model.ts';
import { isGiven } from '../../diagnostics/place.ts';
import type { Resolved } from '../../phases/results.ts';
import type { StackKind } from '../../template/template.ts';

/**
 * What a deployment does with a stack's termination protection. It is lifted only when the spec itself says `false`:
 * the default leaves a protection that someone has set by hand.
 */
export function decideProtection(
  stack: Pick<DeployedStack, 'isProtected'>,
  kind: StackKind,
  { spec, tree }: Resolved,
): 'protect' | 'lift' | 'keep' {
  const wanted = spec.terminationProtection[kind];
  if (stack.isProtected === wanted) return 'keep';
  if (wanted) return 'protect';
  return isGiven(tree, ['terminationProtection', kind]) ? 'lift' : 'keep';
}
