const { NODE_V8_COVERAGE: folder } = process.env;

/** For a child process with an environment of its own, so that what runs in it is counted if coverage is. */
export const measuring: Readonly<Record<string, string>> = folder ? { NODE_V8_COVERAGE: folder } : {};
