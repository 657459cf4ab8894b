/**
 * How often a property is tried, and from which seed: always the same, so that a run in CI repeats the last one.
 * `PROPERTY_RUNS=20` tries 20 times as often, and `PROPERTY_SEED` begins elsewhere.
 */
export function runs(usual: number): { readonly numRuns: number; readonly seed: number } {
  return { numRuns: usual * wholeNumber('PROPERTY_RUNS', 1), seed: wholeNumber('PROPERTY_SEED', 14) };
}

/** A figure that a run shows, also in CI: what was tried, and what came of it. */
export function showFigure(text: string): void {
  process.stdout.write(`      ${text}\n`);
}

function wholeNumber(name: string, otherwise: number): number {
  const text = process.env[name];
  if (text === undefined || text === '') return otherwise;
  if (!/^[0-9]{1,9}$/.test(text)) throw new Error(`${name} must be a whole number, not "${text}"`);
  return Number(text);
}
