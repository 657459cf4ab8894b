import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { findProgram } from '../containers/build-site.ts';
import { leftOut } from '../needs.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** Why pages can't be opened here, for needs(); `undefined` when they can. */
export async function missingBrowser(): Promise<string | undefined> {
  const found = leftOut() === undefined ? await findBrowser() : '';
  return (
    leftOut() ?? (found === '' ? 'Chromium is not installed; `npm test` installs it on Debian' : undefined)
  );
}

/** A browser without a window. The driver brings none of its own: it starts the one of the machine. */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await findBrowser() });
}

/** A page, and what nobody wants to see of one. */
export interface WatchedPage {
  readonly page: Page;
  /**
   * What went wrong until now: an error of a script, a message on the console, a violation of the page's content
   * security policy, a dialog, a request after the one for the page itself.
   */
  readonly problems: readonly string[];
}

/** Opens a file of this machine, or another address. Any request besides fails, and is one of the page's problems. */
export async function openPage(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ locale: 'en', ...options });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => problems.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => problems.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await context.route('**', async (route) => {
    if (route.request().isNavigationRequest() && route.request().url() === new URL(address).href) {
      await route.continue();
      return;
    }
    problems.push(`request: ${route.request().url()}`);
    await route.abort();
  });
  await page.goto(address);
  return { page, problems };
}

async function findBrowser(): Promise<string> {
  for (const name of names) {
    const found = await findProgram(name);
    if (found !== '') return found;
  }
  return '';
}
