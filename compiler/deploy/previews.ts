import type { Aws } from '../aws/aws.ts';
import type { DeployedStack } from '../aws/model.ts';
import { previewIn } from '../modules/stack-owner.ts';
import type { Preview } from '../spec/model.ts';

/** What previews are of: a spec, or one of its environments. */
export interface PreviewsOf {
  /** The name of the spec. */
  readonly name: string;
  readonly environment: string | undefined;
}

export interface DeployedPreview {
  /** `pr-123`. */
  readonly id: string;
  readonly stack: DeployedStack;
  /** In milliseconds since 1970; `undefined` when the stack does not say it. */
  readonly expires: number | undefined;
}

const day = 24 * 60 * 60 * 1000;

/** When a preview that begins now is over, as its stack keeps it. */
export function expiryOf({ expiresAfterDays }: Preview, now: number): string {
  return new Date(now + expiresAfterDays * day).toISOString().replace(/\.\d+Z$/, 'Z');
}

export function isOver({ expires }: DeployedPreview, now: number): boolean {
  return expires !== undefined && expires <= now;
}

/** The previews that exist, in the order of their ids. What a stack says of itself counts, and not its name. */
export async function listPreviews(
  aws: Aws,
  { name, environment }: PreviewsOf,
): Promise<readonly DeployedPreview[]> {
  const listed = await aws.listStacks();
  const found = listed.flatMap((each) => {
    const id = previewIn(each.description, name, environment);
    return id === undefined ? [] : [{ id, stack: each.name }];
  });
  const previews: DeployedPreview[] = [];
  for (const { id, stack: stackName } of found.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    // It may have been deleted since.
    const stack = await aws.describeStack(stackName);
    if (stack) previews.push({ id, stack, expires: readExpiry(stack) });
  }
  return previews;
}

function readExpiry({ parameters }: DeployedStack): number | undefined {
  const time = Date.parse(parameters['Expires'] ?? '');
  return Number.isNaN(time) ? undefined : time;
}
