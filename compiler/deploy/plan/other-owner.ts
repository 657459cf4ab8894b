import type { DeployedStack } from '../../aws/model.ts';
import { ownerIn, ownerOf } from '../../modules/stack-owner.ts';
import type { Resolved } from '../../phases/results.ts';
import { isGiven } from '../../diagnostics/place.ts';
import type { StackKind } from '../../template/template.ts';
import { DeploymentError } from './deployment-error.ts';

/**
 * Throws for a stack of another spec or environment, whose names can meet: the environment `dev` of `todo` and a spec
 * named `todo-dev`. Who names the stack in `stackNames` means that one, whoever made it.
 */
export function refuseOthers(deployed: DeployedStack | undefined, kind: StackKind, { tree }: Resolved): void {
  const owner = ownerIn(deployed?.description ?? '');
  const own = ownerOf(tree);
  if (!deployed || owner === own) return;
  if (tree.preview) {
    // What a change set or a first deployment that failed has left is empty, and may say nothing of itself.
    if (owner === undefined && /^(REVIEW_IN_PROGRESS|ROLLBACK_COMPLETE)$/.test(deployed.status)) return;
    const whose = owner === undefined ? 'no stack of a preview' : `that of ${owner}`;
    throw new DeploymentError(
      `stack "${deployed.name}" is ${whose}, and not of ${own}: choose another name with --preview`,
    );
  }
  if (owner === undefined || isGiven(tree, ['stackNames', kind])) return;
  throw new DeploymentError(
    `stack "${deployed.name}" is that of ${owner}, and not of ${own}: rename one of them; to take the stack over, write "stackNames: { ${kind}: ${deployed.name} }"`,
  );
}
