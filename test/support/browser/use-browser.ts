import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { needs } from '../needs.ts';
import { missingBrowser, openBrowser, openPage } from './browser.ts';
import type { WatchedPage } from './browser.ts';

interface Opening extends BrowserContextOptions {
  /** How the name of the page's file ends; `html` without it. */
  readonly ending?: 'svg';
}

/** A browser for the tests of a suite. The function that it returns opens a text as a page. */
export function useBrowser(): (text: string, opening?: Opening) => Promise<WatchedPage> {
  let browser: Browser;
  let folder = '';
  let pages = 0;
  before(async function () {
    needs(this, await missingBrowser());
    browser = await openBrowser();
    folder = mkdtempSync(join(tmpdir(), 'archc-browser-'));
  });
  after(async () => {
    // Without a browser, nothing was opened.
    if (folder === '') return;
    await browser.close();
    rmSync(folder, { recursive: true });
  });
  return async (text, { ending = 'html', ...options } = {}) => {
    const file = join(folder, `page-${(pages += 1)}.${ending}`);
    writeFileSync(file, text);
    return openPage(browser, pathToFileURL(file).href, options);
  };
}
