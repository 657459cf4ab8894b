import type { StackVersions } from '../../diff/model.ts';
import { UsageError } from '../usage-error.ts';
import type { TemplatesVersion } from './read-version.ts';

/** Pairs the stacks of two versions. A single template is compared with one stack of the other version. */
export function pairStacks(old: TemplatesVersion, now: TemplatesVersion): readonly StackVersions[] {
  const pair = (stack: string, before = stack): StackVersions => ({
    stack,
    before: old.templates.get(before),
    after: now.templates.get(stack),
    parameters: { before: {}, after: {} },
  });
  if (old.isSingle || now.isSingle) return [pair(chooseStack(now, old), chooseStack(old, now))];
  return [...new Set([...now.templates.keys(), ...old.templates.keys()])].map((stack) => pair(stack));
}

/** Which stack of a version is compared: its only one, or the one that matches the other version's only one. */
function chooseStack(version: TemplatesVersion, other: TemplatesVersion): string {
  const names = [...version.templates.keys()];
  const [first] = names;
  if (version.isSingle && first !== undefined) return first;
  const otherNames = [...other.templates.keys()];
  // A file with a stack's name belongs to that stack.
  const isNamed = otherNames.some((name) => ['shared', 'backend'].includes(name));
  const like =
    names.find((name) => name === otherNames[0]) ?? (names.length === 1 && !isNamed ? first : undefined);
  if (like !== undefined) return like;
  throw new UsageError(
    `${other.name} is one template, and ${version.name} has ${names.join(' and ')}: name the file to compare it with`,
  );
}
