/**
 * Skips the running test, with the reason, when a tool it needs is missing; in CI the test fails instead,
 * so that a green run there has run everything.
 */
export function needs(test: Mocha.Context, missing: string | undefined): void {
  if (missing === undefined) return;
  if (leftOut() === undefined) {
    if (process.env.CI === 'true') throw new Error(missing);
    process.stderr.write(`      skipped: ${missing}\n`);
  }
  test.skip();
}

/** Why there are no tools and services in this run, if it is that of `npm run test:fast`. Whoever looks for one asks. */
export function leftOut(): string | undefined {
  return process.env.ARCHC_TEST_FAST === '1' ? 'npm run test:fast uses no tools and services' : undefined;
}
