import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { estimateSpec } from '../../compiler/cost/estimate-spec.ts';
import { drawSvg, graphOf } from '../../compiler/diagram/draw.ts';
import type { Compiled } from '../../compiler/phases/results.ts';
import type { ReportedEnvironment } from '../../compiler/report/model/model.ts';
import { renderReport } from '../../compiler/report/report.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { missingBrowser, openBrowser, openPage } from '../support/browser/browser.ts';
import type { WatchedPage } from '../support/browser/browser.ts';
import { compileFile } from '../support/compile/compile-file.ts';
import { needs } from '../support/needs.ts';

/** The page about a spec, or about the one in a file. */
export function reportOn(spec: Parameters<typeof compileFile>[0]): Promise<string> {
  return pageAbout(compileFile(spec));
}

export async function pageAbout([first, ...others]: readonly [Compiled, ...Compiled[]]): Promise<string> {
  return renderReport({
    toolkit,
    environments: [await reported(first), ...(await Promise.all(others.map(reported)))],
  });
}

async function reported(compiled: Compiled): Promise<ReportedEnvironment> {
  const graph = graphOf(
    compiled,
    toolkit.options.map(({ name }) => name),
  );
  const picture = await drawSvg(graph, { isStyledByPage: true });
  return { compiled, picture, estimate: estimateSpec(compiled, toolkit) };
}

/** A browser for the tests of a suite. The function that it returns opens a page. */
export function useReports(): (html: string, options?: BrowserContextOptions) => Promise<WatchedPage> {
  let browser: Browser;
  let folder = '';
  let pages = 0;
  before(async function () {
    needs(this, await missingBrowser());
    browser = await openBrowser();
    folder = mkdtempSync(join(tmpdir(), 'archc-report-'));
  });
  after(async () => {
    // Without a browser, nothing was opened.
    if (folder === '') return;
    await browser.close();
    rmSync(folder, { recursive: true });
  });
  return async (html, options) => {
    const file = join(folder, `report-${(pages += 1)}.html`);
    writeFileSync(file, html);
    return openPage(browser, pathToFileURL(file).href, options);
  };
}
