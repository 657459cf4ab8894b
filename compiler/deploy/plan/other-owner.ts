import type { DeployedStack } from '../../aws/model.ts';
import { isGiven } from '../../diagnostics/place.ts';
import { ownerIn, ownerOf } from '../../modules/stack-owner.ts';
import type { Resolved } from '../../phases/results.ts';
import type { StackKind } from '../../template/template.ts';
import { isEmpty } from './decide.ts';
import { DeploymentError } from './deployment-error.ts';
import { isOwn } from './way-out.ts';

/**
 * Whose the deployed stack is, if it is that of another spec or environment: the names of their stacks can meet, as those of
 * the environment `dev` of `todo` and of a spec named `todo-dev`. Who names the stack in `stackNames` means that one,
 * whoever made it. A stack without the description that archc writes is nobody's, and a spec without environments updates it:
 * archc's templates were deployed without an owner once. Those of an environment always say whose they are.
 */
export function otherOwner(
  deployed: DeployedStack | undefined,
  kind: StackKind,
  resolved: Resolved,
): string | undefined {
  const { tree } = resolved;
  // Whoever names a preview means no stack that is none, because its database is dropped in the end.
  const isPreview = tree.preview !== undefined && kind === 'backend';
  if (!deployed || (!isPreview && (!isOwn(kind, resolved) || isGiven(tree, ['stackNames', kind])))) {
    return undefined;
  }
  // What a change set or a first deployment that failed has left may say nothing of itself.
  const saysWhose = (isPreview || tree.environment !== undefined) && !isEmpty(deployed);
  const owner = ownerIn(deployed.description ?? '') ?? (saysWhose ? 'others' : undefined);
  return owner === ownerOf(tree) ? undefined : owner;
}

/** Why a stack of another owner is not touched, and what to do. */
export function wordOtherOwner(
  { kind, name, owner }: { readonly kind: StackKind; readonly name: string; readonly owner: string },
  { tree }: Resolved,
): string {
  const { environment } = tree;
  const belongs = `stack "${name}" belongs to ${owner}, and not to ${ownerOf(tree)}`;
  if (tree.preview) return `${belongs}: choose another name with --preview`;
  const where = environment ? ` under environments.${environment.name}` : '';
  return `${belongs}: give one of them another name; to take the stack over, write "stackNames: { ${kind}: ${name} }"${where}`;
}

/** Throws for a stack of another spec or environment. */
export function refuseOthers(deployed: DeployedStack | undefined, kind: StackKind, resolved: Resolved): void {
  const owner = otherOwner(deployed, kind, resolved);
  if (deployed && owner !== undefined) {
    throw new DeploymentError(wordOtherOwner({ kind, name: deployed.name, owner }, resolved));
  }
}
