import type { Aws } from '../../aws/aws.ts';
import type { DeployedStack } from '../../aws/model.ts';
import { previewIn } from '../../modules/stack-owner.ts';
import type { Resolved } from '../../phases/results.ts';

export interface DeployedPreview {
  /** `pr-123`. */
  readonly id: string;
  readonly stack: DeployedStack;
  /** `2026-12-24T18:00:00Z`; `undefined` when the stack does not say it. */
  readonly expires: string | undefined;
  readonly isOver: boolean;
}

/**
 * The previews of a spec, or of one of its environments, in the order of their ids. What a stack says of itself counts,
 * and not its name. `now` has the form of `expires`.
 */
export async function listPreviews(
  aws: Aws,
  { spec, tree: { environment } }: Resolved,
  now: string,
): Promise<readonly DeployedPreview[]> {
  const listed = await aws.listStacks();
  const found = listed.flatMap(({ name, description }) => {
    const id = previewIn(description, environment?.of ?? spec.name, environment?.name);
    return id === undefined ? [] : [{ id, name }];
  });
  const previews: DeployedPreview[] = [];
  for (const { id, name } of found.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    // It may have been deleted since.
    const stack = await aws.describeStack(name);
    if (stack) previews.push(readPreview(id, stack, now));
  }
  return previews;
}

export function readPreview(id: string, stack: DeployedStack, now: string): DeployedPreview {
  const { Expires: written = '' } = stack.parameters;
  // Times of this form are in the order of their text.
  const expires = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(written) ? written : undefined;
  return { id, stack, expires, isOver: expires !== undefined && expires <= now };
}
