import { spawnSync } from 'node:child_process';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BenchmarkRow } from '../../compiler/build/performance/benchmark.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { missingBrowser, openBrowser } from '../support/browser/browser.ts';
import { largestSpec } from '../support/compile/largest-spec.ts';
import type { BenchContext } from './bench-context.ts';
import { median } from './meter.ts';

const rounds = 11;

/** How soon the report of the largest spec of each runtime is open in a browser, and its size. */
export async function measureReports(context: BenchContext): Promise<readonly BenchmarkRow[]> {
  const missing = await missingBrowser();
  if (missing !== undefined) {
    context.leaveOut('reports in a browser', missing);
    return [];
  }
  const rows: BenchmarkRow[] = [];
  for (const { name } of toolkit.runtimes) rows.push(...(await measureReport(name, context)));
  return rows;
}

async function measureReport(
  runtime: string,
  { scratch, archc, environment }: BenchContext,
): Promise<readonly BenchmarkRow[]> {
  const [spec, page] = [join(scratch, `${runtime}.yaml`), join(scratch, `${runtime}.html`)];
  writeFileSync(spec, largestSpec(runtime));
  const made = spawnSync(process.execPath, [archc, 'report', spec, '-o', page], { env: environment });
  if (made.status !== 0) throw new Error(String(made.stderr));
  const what = `the report of every option on ${runtime}, in three environments`;
  return [
    { what: `${what}, opens`, measured: await openingTime(page), unit: 'ms', must: 1000 },
    { what: `${what}, has`, measured: statSync(page).size / 1e6, unit: 'MB', must: 1 },
  ];
}

/** Until everything is loaded, its script has run, and a first picture is on the screen. */
async function openingTime(file: string): Promise<number> {
  const browser = await openBrowser();
  try {
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const page = await browser.newPage();
      const start = performance.now();
      await page.goto(pathToFileURL(file).href);
      await page.evaluate(
        'new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown)))',
      );
      times.push(performance.now() - start);
      await page.close();
    }
    return median(times);
  } finally {
    await browser.close();
  }
}
