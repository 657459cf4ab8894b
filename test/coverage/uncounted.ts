/**
 * For a child process whose code comes from no source of ours, since counting what it runs only makes it slower.
 * Node passes its own value to every child process whose environment does not set another one.
 */
export const uncounted = { NODE_V8_COVERAGE: '' } as const;
