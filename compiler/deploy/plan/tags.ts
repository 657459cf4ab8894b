import type { DeployedStack } from '../../aws/model.ts';
import { isEmpty } from './decide.ts';

type Tags = Readonly<Record<string, string>>;

export interface TagDecision {
  /** The tags for the change set. */
  readonly tags: Tags;
  /** One line that explains why these are not the tags that the spec wants. */
  readonly note?: string;
}

/**
 * Which tags a stack gets. CloudFormation copies them to its resources, so where tags are fixed, a change would
 * replace the service.
 */
export function decideTags(stack: DeployedStack | undefined, wanted: Tags, areFixed: boolean): TagDecision {
  if (!stack || isEmpty(stack) || !areFixed || isSame(stack.tags, wanted)) return { tags: wanted };
  const note =
    `stack "${stack.name}" keeps the tags that it was created with (${list(stack.tags)}) instead of those in the ` +
    `spec (${list(wanted)}): AWS can tag its service only when it creates it`;
  return { tags: stack.tags, note };
}

function isSame(one: Tags, other: Tags): boolean {
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].every((key) => one[key] === other[key]);
}

function list(tags: Tags): string {
  const entries = Object.entries(tags);
  return entries.length === 0 ? 'none' : entries.map(([key, value]) => `${key}=${value}`).join(', ');
}
