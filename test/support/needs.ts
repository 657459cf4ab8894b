/**
 * Skips the running test, with the reason, when a tool it needs is missing; in CI the test fails instead,
 * so that a green run there has run everything.
 */
export function needs(test: Mocha.Context, missing: string | undefined): void {
  if (missing === undefined) return;
  if (process.env.CI === 'true') throw new Error(missing);
  process.stderr.write(`      skipped: ${missing}\n`);
  test.skip();
}
