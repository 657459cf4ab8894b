import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { estimateSpec } from '../../compiler/cost/estimate-spec.ts';
import type { Estimate } from '../../compiler/cost/model.ts';
import { meterNames } from '../../compiler/cost/usage.ts';
import type { Usage } from '../../compiler/cost/usage.ts';
import facts from '../../compiler/facts/prices.json' with { type: 'json' };
import { aboutMoney } from '../../compiler/cost/money.ts';
import { prices } from '../../compiler/facts/prices.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { compileText } from '../diff/diff-of.ts';

const page = readFileSync('docs/cost.md', 'utf8');

function estimateOf(spec: string, usage?: Usage): Estimate {
  return estimateSpec(compileText(spec), toolkit, usage);
}

const specIn = (file: string) => readFileSync(file, 'utf8');

/** The rows of the table below a heading: what, floor, ceiling. */
function rowsBelow(heading: string): readonly (readonly string[])[] {
  const section = page.split(/^#+ /m).find((each) => each.startsWith(`${heading}\n`)) ?? '';
  return [...section.matchAll(/^\| (.*) \|$/gm)]
    .map(([, row = '']) => row.split(' | '))
    .filter(([what]) => what !== 'what');
}

const numberOf = (text: string) => Number(text.replaceAll(',', ''));

/** What a product or a sum of products comes to: `2 x 0.15 + 1 x 5`. */
function work(out: string): number {
  return out
    .split(' + ')
    .map((product) => product.split(' x ').reduce((result, factor) => result * numberOf(factor), 1))
    .reduce((sum, each) => sum + each, 0);
}

const small = /^```yaml\n(archc: 1\n[\s\S]*?)^```$/m.exec(page)?.[1] ?? '';
const examples: readonly (readonly [heading: string, Estimate])[] = [
  ['The example on App Runner', estimateOf(specIn('specs/todo.yaml'))],
  ['A cheap one for development', estimateOf(small)],
  [
    'The example on Fargate, in use',
    estimateOf(specIn('specs/todo-fargate.yaml'), {
      requests: 3_000_000,
      traffic: 40,
      storage: 20,
      statements: 30_000_000,
    }),
  ],
];

describe('docs/cost.md', () => {
  for (const [heading, { total }] of examples) {
    it(`works out what the command does: ${heading}`, () => {
      const rows = rowsBelow(heading);
      const [, ...together] = rows.at(-1) ?? [];
      const parts = rows.slice(0, -1);
      expect(parts).to.have.length.above(5);
      const sums = [1, 2].map((column) =>
        parts.reduce((sum, row) => {
          const [out = '', result = ''] = (row[column] ?? '').split(' = ');
          expect(work(out).toFixed(2), out).to.equal(numberOf(result).toFixed(2));
          return sum + work(out);
        }, 0),
      );
      together.forEach((each, index) => {
        expect(numberOf(each)).to.be.closeTo(sums[index] ?? 0, 0.005_001);
      });
      const [floor = 0, ceiling = 0] = sums;
      // Half a cent can be rounded in both ways.
      expect(total?.floor).to.be.closeTo(floor, 1e-6);
      expect(total?.ceiling).to.be.closeTo(ceiling, 1e-6);
    });
  }

  it('names each key of a usage', () => {
    for (const name of meterNames) expect(page).to.include(`\`${name}\``);
  });
});

/** Each number that a page gives after these words. */
function numbersAfter(file: string, words: RegExp): readonly number[] {
  return [...readFileSync(file, 'utf8').matchAll(words)].map(([, number = '']) => numberOf(number));
}

describe('what other pages say of costs', () => {
  const idle = Math.round(estimateOf(specIn('specs/todo-fargate.yaml')).total?.floor ?? 0);

  it('is what the example costs at rest', () => {
    expect(numbersAfter('README.md', /about ([\d,]+) US dollars a month/g)).to.deep.equal([idle]);
    expect(numbersAfter('README.ja.md', /約 ([\d,]+) 米ドル/g)).to.deep.equal([idle]);
  });

  it('has the day of the prices, and what the example on App Runner costs', () => {
    const total = estimateOf(specIn('specs/todo.yaml')).total ?? { floor: 0, ceiling: 0 };
    for (const file of ['docs/cost.md', 'docs/deploying.md']) {
      const text = readFileSync(file, 'utf8');
      const days = [...text.matchAll(/\bas of (20\d\d-\d\d-\d\d)\b/g)].map(([, day]) => day);
      expect(new Set(days), file).to.deep.equal(new Set([facts.asOf]));
      expect(text, file).to.include(aboutMoney(total).replace('about ', ''));
    }
    const regions = new Set(Object.values(prices).flatMap(({ usd }) => Object.keys(usd)));
    expect(page).to.include(`for ${regions.size} regions`);
  });

  it('has the prices of us-east-1 for NAT gateways and endpoints', () => {
    const price = (id: 'natGateway' | 'publicAddress' | 'endpoint') => prices[id].usd['us-east-1'] ?? 0;
    const aMonth = (anHour: number) => Math.round(anHour * 730);
    const nat = price('natGateway') + price('publicAddress');
    // ecr is two endpoints, and each is in two zones.
    const wanted = [nat, 2 * nat, 4 * 2 * price('endpoint'), 5 * 2 * price('endpoint')].map(aMonth);
    expect(numbersAfter('docs/networks.md', /^\| .* \| .* \| (\d+) USD \|$/gm)).to.deep.equal(wanted);
    expect(
      numbersAfter('docs/closing-the-database.md', /^\| `(?:one|perZone)` \| .* \| (\d+) USD \|$/gm),
    ).to.deep.equal(wanted.slice(0, 2));
  });
});
