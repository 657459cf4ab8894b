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

/**
 * Why tools and services are left out, in `npm run test:fast`; otherwise `undefined`. Everything that looks for one
 * asks first.
 */
export function leftOut(): string | undefined {
  return process.env.ARCHC_TEST_FAST === '1' ? 'npm run test:fast uses no tools and services' : undefined;
}
