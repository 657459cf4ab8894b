import type { SpecChild, SpecNode } from './model.ts';

/** The keys and indexes that lead to a part of a spec: `['shared', 'availabilityZones', 1]`. */
export type SpecPath = readonly (string | number)[];

/** The setting that decides which other settings a service has, and some defaults elsewhere. */
export const runtimePath: SpecPath = ['backend', 'service', 'runtime'];

/** The value at a path; `undefined` when the data lacks it. */
export function valueAt(data: unknown, path: SpecPath): unknown {
  return path.reduce(
    (here, step) => (here as Record<string | number, unknown> | null | undefined)?.[step],
    data,
  );
}

/** The part of a spec at a path; `undefined` when the spec lacks it. */
export function nodeAt(root: SpecNode, path: SpecPath): SpecNode | undefined {
  return path.reduce<SpecNode | undefined>((node, step) => node?.children.get(step)?.node, root);
}

/** The part of a spec at a path, with its key; `undefined` for the spec itself, and when the spec lacks it. */
export function childAt(root: SpecNode, path: SpecPath): SpecChild | undefined {
  const step = path.at(-1);
  return step === undefined ? undefined : nodeAt(root, path.slice(0, -1))?.children.get(step);
}

export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
