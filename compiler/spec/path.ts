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

export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
