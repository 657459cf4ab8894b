/** Where something stands in a spec: `['shared', 'availabilityZones', 1]`. */
export type SpecPath = readonly (string | number)[];

/** What decides which settings a service has, and some defaults elsewhere. */
export const runtimePath: SpecPath = ['backend', 'service', 'runtime'];

/** What stands at a path, `undefined` when nothing does. */
export function valueAt(data: unknown, path: SpecPath): unknown {
  return path.reduce(
    (here, step) => (here as Record<string | number, unknown> | null | undefined)?.[step],
    data,
  );
}

export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
