import { expect } from 'chai';
import facts from '../../compiler/facts/prices.json' with { type: 'json' };
import regions from '../../compiler/facts/regions.json' with { type: 'json' };
import { prices } from '../../compiler/facts/prices.ts';
import type { PriceId } from '../../compiler/facts/prices.ts';

const all = Object.entries(prices) as readonly (readonly [PriceId, (typeof prices)[PriceId]])[];
const promised = ['us-east-1', 'eu-west-1', 'eu-central-1', 'ap-northeast-1', 'ap-southeast-2'];

describe('the prices', () => {
  it('have a source each, and a page of AWS that explains them', () => {
    const sources = new Set(Object.keys(facts.sources));
    for (const [id, { source, page }] of all) {
      expect(sources.has(source), id).to.equal(true);
      expect(page, id).to.match(/^https:\/\/aws\.amazon\.com\/.*pricing/);
    }
    expect(new Set(all.map(([, { source }]) => source))).to.deep.equal(sources);
  });

  it('are as old as their oldest source', () => {
    const days = Object.values(facts.sources).map(({ asOf }) => asOf);
    expect(facts.asOf).to.equal(days.sort()[0]);
  });

  it('are there for the five regions that are promised, but for one', () => {
    const missing = all.flatMap(([id, { usd }]) =>
      promised.filter((region) => !(region in usd)).map((region) => `${id} in ${region}`),
    );
    expect(missing).to.deep.equal(promised.slice(1).map((region) => `advancedInsights in ${region}`));
  });

  it('are of regions that exist, and above 0', () => {
    for (const [id, { usd }] of all) {
      for (const [region, price] of Object.entries(usd)) {
        expect(Object.keys(regions.partitions.aws), `${id} in ${region}`).to.include(region);
        expect(price, `${id} in ${region}`).to.be.above(0);
      }
    }
  });

  // A misread column or a wrong unit would stand out: the dearest regions take about twice as much.
  it('differ between regions by no more than AWS does', () => {
    for (const [id, { usd }] of all) {
      const base = usd['us-east-1'] ?? 0;
      for (const [region, price] of Object.entries(usd)) {
        expect(price / base, `${id} in ${region}`).to.be.within(0.7, 2.7);
      }
    }
  });

  // Figures that were read elsewhere, in 2026: bills, AWS's pages and its price list, quoted in public repositories.
  it('are what others read in 2026', () => {
    const read: readonly (readonly [PriceId, string, number])[] = [
      ['auroraCapacity', 'us-east-1', 0.12], // the price list, 2026-07-28
      ['fargateCpu', 'us-east-1', 0.04048], // AWS's page, 2026-10-09
      ['fargateMemory', 'us-east-1', 0.004445],
      ['fargateCpu', 'eu-central-1', 0.04656], // the price list, 2026-07-07
      ['fargateMemory', 'eu-central-1', 0.00511],
      ['fargateCpu', 'eu-west-1', 0.04048], // a bill of July 2026: 6.01 USD for 148 hours
      ['loadBalancer', 'eu-west-1', 0.0252], // the same: 15.00 USD for 595 hours
      ['publicAddress', 'eu-west-1', 0.005], // the same: 8.91 USD for 1,783 hours
      ['loadBalancer', 'us-east-1', 0.0225], // AWS's page, 2026-09-29
      ['publicAddress', 'us-east-1', 0.005],
      ['webAcl', 'us-east-1', 5],
      ['firewallRule', 'us-east-1', 1],
      ['firewallRequests', 'us-east-1', 0.6],
      ['alarm', 'us-east-1', 0.1],
      ['secret', 'us-east-1', 0.4], // the price list, 2026-09-11
    ];
    for (const [id, region, usd] of read) expect(prices[id].usd[region], `${id} in ${region}`).to.equal(usd);
  });
});
