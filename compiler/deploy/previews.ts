import type { Aws } from '../aws/aws.ts';
import type { DeployedStack } from '../aws/model.ts';
import { previewIn } from '../modules/stack-owner.ts';
import type { Resolved } from '../phases/results.ts';
import type { Preview } from '../spec/model.ts';

export interface DeployedPreview {
  /** `pr-123`. */
  readonly id: string;
  readonly stack: DeployedStack;
  /** In milliseconds since 1970; `undefined` when the stack does not say it. */
  readonly expires: number | undefined;
  readonly isOver: boolean;
}

const day = 24 * 60 * 60 * 1000;

/** When a preview that begins now is over, as its stack keeps it. */
export function expiryOf({ expiresAfterDays }: Preview, now: number): string {
  return new Date(now + expiresAfterDays * day).toISOString().replace(/\.\d+Z$/, 'Z');
}

/**
 * The previews of a spec, or of one of its environments, in the order of their ids. What a stack says of itself counts,
 * and not its name.
 */
export async function listPreviews(
  aws: Aws,
  { spec, tree: { environment } }: Resolved,
  now: number,
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

export function readPreview(id: string, stack: DeployedStack, now: number): DeployedPreview {
  const time = Date.parse(stack.parameters['Expires'] ?? '');
  const expires = Number.isNaN(time) ? undefined : time;
  return { id, stack, expires, isOver: expires !== undefined && expires <= now };
}
