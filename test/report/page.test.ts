import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { accessibilityFindings } from '../support/browser/accessibility.ts';
import { largestSpec } from '../support/compile/largest-spec.ts';
import { useBrowser } from '../support/browser/use-browser.ts';
import { reportOn } from './open-report.ts';

const desktop = { viewport: { width: 1400, height: 900 } };
const phone = { viewport: { width: 320, height: 640 }, hasTouch: true };

/** A spec in memory. */
const specOf = (text: string) => ({ name: 'spec.yaml', bytes: Buffer.from(text) });

describe('the page of a report', () => {
  const open = useBrowser();
  const todo = () => reportOn('specs/todo.yaml');
  const environments = () => reportOn('specs/todo-environments.yaml');

  for (const [what, options] of [
    ['light', desktop],
    ['dark', { ...desktop, colorScheme: 'dark' }],
    ['on a phone', phone],
    ['dark on a phone', { ...phone, colorScheme: 'dark' }],
  ] as const) {
    it(`works with a screen reader, ${what}`, async () => {
      const { page, problems } = await open(await environments(), options);
      await openAll(page);
      await page.locator('#L10').click();
      expect(await accessibilityFindings(page)).to.deep.equal([]);
      expect(problems).to.deep.equal([]);
    });
  }

  it('is not wider than a phone', async () => {
    for (const html of [await todo(), await environments()]) {
      const { page } = await open(html, phone);
      await openAll(page);
      expect(await page.evaluate('document.documentElement.scrollWidth')).to.equal(320);
    }
  });

  it('is dark for people who want that', async () => {
    const paper = async (colorScheme: 'light' | 'dark') => {
      const { page } = await open(await todo(), { ...desktop, colorScheme });
      return page.evaluate('getComputedStyle(document.body).backgroundColor');
    };
    expect(await paper('light')).to.equal('rgb(255, 255, 255)');
    expect(await paper('dark')).to.equal('rgb(13, 17, 23)');
  });

  it('shows what a line decides while the mouse is over it, and what decides a setting', async () => {
    const { page } = await open(await todo(), desktop);
    await page.locator('#L11').hover();
    const decided = page.locator('#decides');
    expect(await decided.innerText())
      .to.include('Line 11 decides:')
      .and.to.include('DatabaseCluster');
    expect(await page.locator('#resources-shared-DatabaseCluster > .card.lit').count()).to.equal(1);

    await page.locator('#resources-shared-DatabaseCluster summary').first().click();
    await page.locator('#resources-shared-DatabaseCluster .settings > [data-lines="10"]').hover();
    expect(await page.locator('.spec .lit').evaluateAll(idsOf)).to.deep.equal(['L10']);
  });

  it('keeps a line that is clicked, and opens what it decides', async () => {
    const { page } = await open(await todo(), desktop);
    await page.locator('#L11').click();
    await page.locator('h1').hover();
    expect(await page.locator('[aria-selected="true"]').evaluateAll(idsOf)).to.deep.equal(['L11']);
    expect(await page.locator('#resources-shared-DatabaseCluster > .card').getAttribute('open')).to.equal('');
    const setting = page.locator('.lit', { hasText: 'MaxCapacity' }).last();
    expect(await setting.isVisible()).to.equal(true);

    await page.getByRole('button', { name: 'Let go' }).click();
    expect(await page.locator('[aria-selected="true"]').count()).to.equal(0);
    expect(await page.locator('#decides').innerText()).to.include(
      'DatabaseCluster ServerlessV2ScalingConfiguration.MinCapacity, ServerlessV2ScalingConfiguration.MaxCapacity',
    );
  });

  it('leads from a setting to its line and back', async () => {
    const { page } = await open(await todo(), desktop);
    await page.locator('#resources-shared-DatabaseCluster summary').first().click();
    await page.locator('#resources-shared-DatabaseCluster a.line', { hasText: '10' }).click();
    expect(await page.locator('[aria-selected="true"]').evaluateAll(idsOf)).to.deep.equal(['L10']);
    await page.locator('#decides').getByText('DatabaseCluster', { exact: true }).click();
    await followed(page, 'resources-shared-DatabaseCluster');
    expect(await page.locator('.target').count()).to.equal(1);
  });

  it('can be used with the keyboard alone', async () => {
    const { page, problems } = await open(await todo(), desktop);
    const focused = () => page.evaluate('document.activeElement.id');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).to.equal('Skip to the content');
    await page.keyboard.press('Tab');
    expect(await focused()).to.equal('search');
    await page.locator('#L1').focus();
    for (let line = 1; line < 11; line += 1) await page.keyboard.press('ArrowDown');
    expect(await focused()).to.equal('L11');
    expect(await page.locator('#decides').innerText()).to.include('DatabaseCluster');
    await page.keyboard.press('Enter');
    expect(await page.locator('#L11').getAttribute('aria-selected')).to.equal('true');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).to.equal('Let go');
    await page.keyboard.press('Enter');
    expect(await focused()).to.equal('L11');
    await page.keyboard.press('End');
    expect(await focused()).to.equal('L32');
    await page.keyboard.press('Home');
    expect(await focused()).to.equal('L1');
    // The whole spec is one stop of the Tab key.
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.closest("aside") === null')).to.equal(true);
    expect(problems).to.deep.equal([]);
  });

  it('finds words wherever they stand', async () => {
    const { page } = await open(await todo(), desktop);
    const search = async (words: string) => {
      await page.getByRole('searchbox').fill(words);
      return page.locator('main .block:visible').evaluateAll(idsOf);
    };
    expect(await search('monitoringinterval')).to.deep.equal([
      'resources-shared-DatabaseWriter',
      'resources-shared-DatabaseReader',
    ]);
    expect(await page.locator('#found').innerText()).to.equal('2 parts of the page, 0 lines of the spec');
    expect(await page.getByText('MonitoringInterval').first().isVisible()).to.equal(true);
    expect(await page.evaluate('CSS.highlights.get("found").size')).to.equal(2);
    // Each word counts, in any order.
    expect(await search('writer MonitoringInterval')).to.include('resources-shared-DatabaseWriter');
    expect(await search('api.example.com')).to.include('resources-backend-Domain');
    expect(await page.locator('.spec .hit').evaluateAll(idsOf)).to.deep.equal(['L22']);
    expect(await search('no such thing')).to.deep.equal([]);
    expect(await page.locator('#found').innerText()).to.equal('Nothing found');
    expect(await page.locator('main h2:visible').count()).to.equal(0);
    await page.keyboard.press('Escape');
    expect(await page.locator('main h2:visible').count()).to.be.above(5);
  });

  it('shows one environment at a time', async () => {
    const { page } = await open(await environments(), desktop);
    const glance = page.locator('#summary');
    expect(await glance.innerText()).to.include('orders-dev-shared');
    const duplicates = `[...document.querySelectorAll('[id]')].length - new Set([...document.querySelectorAll('[id]')].map((each) => each.id)).size`;
    expect(await page.evaluate(duplicates)).to.equal(0);
    expect(await page.locator('h4:visible', { hasText: /^DatabaseReader$/ }).count()).to.equal(0);
    await page.getByRole('radio', { name: 'prod' }).check();
    expect(await glance.innerText())
      .to.include('orders-prod-shared')
      .and.not.to.include('orders-dev-shared');
    expect(await page.locator('h4:visible', { hasText: /^DatabaseReader$/ }).count()).to.equal(1);
    // A link leads to the resource as this environment has it.
    await page.locator('#resources-shared-DatabaseWriter summary').click();
    await page
      .locator('a:visible', { hasText: /^DatabaseCluster$/ })
      .last()
      .click();
    const target = page.locator('.target');
    await target.waitFor();
    expect(await target.innerText()).to.match(/BackupRetentionPeriod\s+35/);
  });

  it('dims the lines of other environments', async () => {
    const { page } = await open(await environments(), desktop);
    const dimmed = () => page.locator('.spec .elsewhere').allInnerTexts();
    expect((await dimmed()).join('\n'))
      .to.include('terminationProtection')
      .and.not.to.include('debug');
    await page.getByRole('radio', { name: 'prod' }).check();
    expect((await dimmed()).join('\n'))
      .to.include('debug')
      .and.not.to.include('terminationProtection');
  });

  it('prints everything', async () => {
    const { page } = await open(await todo(), desktop);
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    await page.emulateMedia({ media: 'print' });
    for (const text of [
      'MonitoringInterval',
      'A small function runs the SQL',
      'capacity: { min: 2, max: 16 }',
    ]) {
      expect(await page.getByText(text).first().isVisible(), text).to.equal(true);
    }
    expect(await page.getByRole('searchbox').isVisible()).to.equal(false);
    await page.emulateMedia({ media: 'screen' });
    await page.evaluate('dispatchEvent(new Event("afterprint"))');
    expect(await page.locator('details[open]').count()).to.equal(0);
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.subarray(0, 5).toString()).to.equal('%PDF-');
    const [, pages = '0'] = /\/Type \/Pages[^>]*\/Count (\d+)/.exec(pdf.toString('latin1')) ?? [];
    expect(Number(pages)).to.be.above(5);
  });

  it('prints as on light paper, with its table of prices, for people who want it dark', async () => {
    const { page } = await open(await todo(), { ...desktop, colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    const styleOf = (selector: string, property: string) =>
      page.evaluate(`getComputedStyle(document.querySelector('${selector}')).${property}`);
    expect(await styleOf('body', 'backgroundColor')).to.equal('rgb(255, 255, 255)');
    expect(await styleOf('.archc-diagram .paper', 'fill')).to.equal('rgb(255, 255, 255)');
    // An A4 page is as narrow as a phone.
    await page.setViewportSize({ width: 680, height: 1000 });
    expect(String(await styleOf('.price', 'gridTemplateColumns')).split(' ')).to.have.length(3);
  });

  for (const runtime of ['appRunner', 'fargate']) {
    it(`works for the largest spec on ${runtime}, and is under a megabyte`, async () => {
      const html = await reportOn(specOf(largestSpec(runtime)));
      expect(Buffer.byteLength(html)).to.be.below(1_000_000);
      const { page, problems } = await open(html, desktop);
      await page.getByRole('radio', { name: 'prod' }).check();
      await openAll(page);
      expect(await page.locator('h4:visible').count()).to.be.above(60);
      expect(await accessibilityFindings(page)).to.deep.equal([]);
      expect(problems).to.deep.equal([]);
    });
  }

  it('leads from the picture to a resource, and marks in it what a line decides', async () => {
    const { page, problems } = await open(await todo(), desktop);
    await page.locator('#L11').hover();
    const marked = page.locator('.archc-diagram .lit');
    expect(await marked.count()).to.equal(1);
    expect(await marked.getAttribute('data-id')).to.equal('DatabaseCluster');
    await page.locator('.archc-diagram [data-id="DatabaseWriter"] .title').click();
    await followed(page, 'resources-shared-DatabaseWriter');
    expect(await page.getByText('PromotionTier').first().isVisible()).to.equal(true);
    // The frames of the network are there, too.
    expect(await page.locator('.archc-diagram .network .area').isVisible()).to.equal(true);
    expect(problems).to.deep.equal([]);
  });

  it('says what it costs, with the line that decides it', async () => {
    const { page } = await open(await todo(), desktop);
    const costs = await page.locator('#costs').innerText();
    expect(costs).to.match(/about [\d,]+ to [\d,]+ USD a month in ap-northeast-1/);
    await page.locator('#L11').hover();
    expect(await page.locator('#costs .lit').innerText()).to.include('2 to 16 ACU');
  });

  it('can be read without its script', async () => {
    const { page } = await open(await todo(), { ...desktop, javaScriptEnabled: false });
    expect(await page.getByRole('heading', { name: 'What is open' }).isVisible()).to.equal(true);
    await page.locator('#resources-shared-DatabaseCluster summary').first().click();
    expect(await page.getByText('BackupRetentionPeriod').first().isVisible()).to.equal(true);
  });
});

/** Waits until a link has led to a part of the page: a browser says later that its address has changed. */
async function followed(page: Page, id: string): Promise<void> {
  await page.waitForURL(`**/*#${id}`);
  await page.locator(`#${id}.target`).waitFor();
}

async function openAll(page: Page): Promise<void> {
  await page.evaluate(`for (const each of document.querySelectorAll('details')) each.open = true`);
}

function idsOf(elements: readonly { readonly id: string }[]): readonly string[] {
  return elements.map(({ id }) => id);
}
