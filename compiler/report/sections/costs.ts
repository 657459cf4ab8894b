import type { Estimate } from '../../cost/model.ts';
import { aboutMoney, exactMoney } from '../../cost/money.ts';
import { exampleOf, mergeAlike, monthlyOf, priceOf, remarks, billedResources } from '../../cost/words.ts';
import type { Alike } from '../../cost/words.ts';
import { decidedBy } from '../facts/decided-by.ts';
import { html } from '../model/html.ts';
import type { Block, Section, Subject } from '../model/model.ts';
import { lineLinks, resourceLinks, stackTitles } from '../words/links.ts';

type Estimated = Subject & { readonly estimate: Estimate };

/** What AWS charges in a month. */
export function costsSection(subject: Estimated): Section {
  const { estimate } = subject;
  return {
    id: 'costs',
    title: 'Costs',
    intro: html`What AWS charges in a month of 730 hours: the floor, when nobody uses it, and the ceiling,
      when everything has scaled up. <code>archc cost</code> adds your usage.`,
    blocks:
      estimate.total === undefined || estimate.asOf === undefined
        ? [{ key: 'none', content: html`<p>archc knows no prices of ${estimate.region}.</p>` }]
        : [
            totalBlock(estimate),
            ...timeBlocks(subject),
            ...useBlocks(estimate),
            {
              key: 'remarks',
              content: html`<p class="rest">${remarks(estimate).map((each) => `${each}. `)}</p>`,
            },
          ],
  };
}

function totalBlock({ total, region, asOf }: Estimate): Block {
  return {
    key: 'total',
    content: html`<p class="total">
      It costs <strong>${total && aboutMoney(total)} USD a month</strong> in ${region}, plus use. Prices as of
      ${asOf}.
    </p>`,
  };
}

/** What is charged by time, used or not. */
function timeBlocks(subject: Estimated): readonly Block[] {
  const items = subject.estimate.items.filter(({ charged }) => charged === 'time');
  return (['shared', 'backend'] as const).flatMap((stack) => {
    const own = items.filter(({ resources: [first] }) => first.stack === stack);
    return mergeAlike(own).map((alike) => timeBlock(alike, stack, subject));
  });
}

function timeBlock(alike: Alike, stack: 'shared' | 'backend', subject: Estimated): Block {
  const [{ words, price }] = alike;
  const monthly = monthlyOf(alike);
  const resources = billedResources(alike);
  const paths = resources.flatMap(({ path }) => (path === undefined ? [] : [path]));
  const { lines } = decidedBy(paths, subject);
  const ids = resources.map(({ logicalId }) => logicalId);
  return {
    key: `${stack}-${price}-${ids.join('-')}`,
    heading: `${stackTitles[stack]}, by time, used or not: USD a month`,
    content: html`<div class="price" data-lines="${lines.join(' ')}">
      <p class="what">${resourceLinks(stack, ids)} <span class="kind">${words}</span></p>
      <p class="by">${lines.length > 0 ? lineLinks(lines) : html`default`}</p>
      <p class="usd">${monthly ? exactMoney(monthly) : 'no price'}</p>
    </div>`,
  };
}

/** What is charged only for its use: the price, and what an example of it costs. */
function useBlocks(estimate: Estimate): readonly Block[] {
  return estimate.items
    .filter(({ charged }) => charged === 'use')
    .map((item) => ({
      key: `use-${item.price}`,
      heading: 'By use: the price, and what an example costs in USD',
      content: html`<div class="price">
        <p class="what"><span class="kind">${item.words}</span></p>
        <p class="by">${priceOf(item)}</p>
        <p class="usd">${exampleOf(item, estimate)}</p>
      </div>`,
    }));
}
