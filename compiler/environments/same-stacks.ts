import { diagnose } from '../diagnostics/diagnose.ts';
import type { Diagnostic, Finding } from '../diagnostics/diagnostic.ts';
import { isGiven } from '../diagnostics/place.ts';
import { stackName } from '../modules/stack-names.ts';
import { ownerOf } from '../modules/stack-owner.ts';
import type { SpecTree } from '../spec/model.ts';
import type { StackKind } from '../template/template.ts';
import type { Resolved } from '../phases/results.ts';

/** What another spec or environment deploys too, of those that were compiled before it: as far as they say, to one place. */
export function sameStacks(resolved: Resolved, others: readonly Resolved[]): readonly Diagnostic[] {
  const { tree } = resolved;
  return kindsOf(resolved).flatMap((kind): readonly Diagnostic[] => {
    const other = others.find(
      (each) => isSamePlace(resolved, each) && stacksOf(each).includes(nameOf(kind, resolved)),
    );
    if (!other) return [];
    const otherKind = kindsOf(other).find((each) => nameOf(each, other) === nameOf(kind, resolved)) ?? kind;
    // A name that is written is the cause, and not the one that follows from the name of the spec.
    const isOther = !isNamed(tree, kind) && isNamed(other.tree, otherKind);
    const [cause, causing] = isOther ? [other.tree, otherKind] : [tree, kind];
    const finding: Finding = {
      code: 'same-stack',
      path: isNamed(cause, causing) ? ['stackNames', causing] : ['name'],
      message: `The stack "${nameOf(kind, resolved)}" of ${ownerOf(tree)} is also one of ${ownerOf(other.tree)}`,
      hint: 'Rename one of them; if they are for two accounts, write "account" in both',
    };
    return diagnose(cause, [finding]);
  });
}

function isNamed(tree: SpecTree, kind: StackKind): boolean {
  return isGiven(tree, ['stackNames', kind]);
}

/** Whether stacks of both may stand side by side, as far as they say. */
export function isSamePlace(one: Resolved, other: Resolved): boolean {
  return one.spec.region === other.spec.region && !isOtherAccount(one, other);
}

/** Whether both say their account, and another one. */
export function isOtherAccount({ spec: one }: Resolved, { spec: other }: Resolved): boolean {
  return one.account !== undefined && other.account !== undefined && one.account !== other.account;
}

/** The names of the stacks that it deploys. */
export function stacksOf(resolved: Resolved): readonly string[] {
  return kindsOf(resolved).map((kind) => nameOf(kind, resolved));
}

/** The stack of another spec that a backend shares is not its own. */
function kindsOf({ spec }: Resolved): readonly StackKind[] {
  return spec.shared ? ['shared', 'backend'] : ['backend'];
}

function nameOf(kind: StackKind, { spec }: Resolved): string {
  return stackName(kind, spec);
}
