import type { StackVersions } from '../../diff/model.ts';
import { UsageError } from '../usage-error.ts';
import type { Version } from './read-version.ts';

/** Each stack of two versions with its like. A single template is compared with one stack of the other version. */
export function pairStacks(
  old: Version,
  now: Version,
  parametersOf: (stack: string) => StackVersions['parameters'] = () => ({ before: {}, after: {} }),
): readonly StackVersions[] {
  const pair = (stack: string, before = stack): StackVersions => ({
    stack,
    before: old.templates.get(before),
    after: now.templates.get(stack),
    parameters: parametersOf(stack),
  });
  const [oldNames, names] = [[...old.templates.keys()], [...now.templates.keys()]];
  if (old.isSingle || now.isSingle) {
    const stack = now.isSingle && names[0] !== undefined ? names[0] : chooseLike(oldNames, names, old, now);
    return [pair(stack, old.isSingle ? oldNames[0] : chooseLike(names, oldNames, now, old))];
  }
  return [...new Set([...names, ...oldNames])].map((stack) => pair(stack));
}

function chooseLike(single: readonly string[], all: readonly string[], one: Version, other: Version): string {
  // A file that is called as a stack is that one's.
  const [only] = all.length === 1 && !single.some((name) => ['shared', 'backend'].includes(name)) ? all : [];
  const like = all.find((name) => name === single[0]) ?? only;
  if (like !== undefined) return like;
  throw new UsageError(
    `${one.name} is one template, and ${other.name} has ${all.join(' and ')}: name the file to compare it with`,
  );
}
