import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { check } from 'prettier';
import { askPriceList, readPriceList } from '../../compiler/build/prices/ask-price-list.ts';
import { readMembers } from '../../compiler/build/prices/read-members.ts';
import { rewritePrices } from '../../compiler/build/prices/rewrite-prices.ts';
import type { PriceFile } from '../../compiler/build/prices/rewrite-prices.ts';
import { updatePrices } from '../../compiler/build/prices/update-prices.ts';
import facts from '../../compiler/facts/prices.json' with { type: 'json' };
import { useFolder } from '../support/terminal/run-archc.ts';
import { priceListFile, product, tasks } from './price-list-file.ts';
import type { ListedProduct } from './price-list-file.ts';

/** The text in pieces of a size, as it may arrive. */
async function* inPieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield Promise.resolve(text.slice(at, at + size));
}

const read = async (service: string, products: readonly ListedProduct[], size = 1000) =>
  readPriceList(inPieces(priceListFile(service, products), size), service, 'ap-northeast-1');

describe('the reader of large JSON texts', () => {
  it('finds the same, wherever the text is cut', async () => {
    const text = priceListFile('AmazonECS', tasks);
    const whole = JSON.parse(text) as { products: Record<string, object> };
    for (const size of [1, 2, 3, 7, 64, text.length]) {
      const found: [string, unknown][] = [];
      const isProduct = (path: readonly string[]) => path.length === 2 && path[0] === 'products';
      for await (const { path, value } of readMembers(inPieces(text, size), isProduct)) {
        found.push([path.join('.'), value]);
      }
      expect(found).to.deep.equal(
        Object.entries(whole.products).map(([sku, value]) => [`products.${sku}`, value]),
      );
    }
  });

  it('is not misled by braces and quotes in texts, and by lists', async () => {
    const text = String.raw`{"a\"{":{"x":["{",{"y":"}\\"}]},"b":{"c":{"d":1}}}`;
    const found: unknown[] = [];
    for await (const { value } of readMembers(inPieces(text, 5), (path) => path.join() === 'b,c'))
      found.push(value);
    expect(found).to.deep.equal([{ d: 1 }]);
  });
});

describe("AWS's price list", () => {
  it('has the prices of a service in a region', async () => {
    expect(await read('AmazonECS', tasks)).to.deep.equal({
      fargateCpu: 0.05056,
      fargateMemory: 0.00553,
      fargateArmCpu: 0.04045,
      fargateArmMemory: 0.00442,
      fargateStorage: 0.000133,
    });
  });

  it('has some for a million, and some after an amount that is free', async () => {
    const requests = product('REQUESTS', 'APN1-RequestV2-Tier1', '0.0000006000');
    const bots: ListedProduct = {
      ...product('BOTS', 'APN1-AMR-BotControl-Request', ''),
      steps: [
        ['0', '0.0000000000'],
        ['10000000', '0.0000010000'],
      ],
    };
    const cheaper = product('TIER2', 'APN1-RequestV2-Tier1-Other', '0.0000008000');
    expect(await read('awswaf', [requests, bots, cheaper])).to.deep.equal({
      firewallRequests: 0.6,
      botControlRequests: 1,
    });
  });

  it('has keys by the name of the region, and dashboards for no region', async () => {
    expect(await read('awskms', [product('KEY', 'ap-northeast-1-KMS-Keys', '1.0000000000')])).to.deep.equal({
      key: 1,
    });
    const dashboard: ListedProduct = {
      ...product('DASHBOARD', 'DashboardsUsageHour-Basic', '3.0000000000'),
      attributes: { usagetype: 'DashboardsUsageHour-Basic', location: 'Any' },
    };
    expect(await read('AmazonCloudWatch', [dashboard])).to.deep.equal({ dashboard: 3 });
  });

  it('must not have two prices for one thing', async () => {
    const twice = [tasks[0], { ...product('CPU2', 'APN1-Fargate-vCPU-Hours:perCPU', '0.9') }];
    const failure = await read(
      'AmazonECS',
      twice.filter((each) => each !== undefined),
    ).catch((error: unknown) => error);
    expect(String(failure)).to.include(
      'AmazonECS in ap-northeast-1 has two prices for fargateCpu: 0.05056 and 0.9',
    );
  });
});

describe('npm run update-prices', () => {
  const folder = useFolder();
  const file = facts as PriceFile;

  it('rewrites a price with its source when AWS has it for every region that had one', () => {
    const cpu = file.prices['fargateCpu'];
    const found = new Map(Object.keys(cpu?.usd ?? {}).map((region) => [region, { fargateCpu: 0.09 }]));
    const { file: rewritten, kept } = rewritePrices(file, new Map([['AmazonECS', found]]), '2027-01-02');
    expect(new Set(Object.values(rewritten.prices['fargateCpu']?.usd ?? {}))).to.deep.equal(new Set([0.09]));
    expect(rewritten.prices['fargateCpu']?.source).to.equal('AmazonECS');
    expect(rewritten.sources['AmazonECS']?.asOf).to.equal('2027-01-02');
    // The others of the service were not found, so they stay as they are, with their source.
    expect(kept).to.include('fargateMemory');
    expect(rewritten.prices['fargateMemory']).to.deep.equal(file.prices['fargateMemory']);
    expect(rewritten.asOf).to.equal(file.asOf);
  });

  it('keeps a price that a region would lose', () => {
    const found = new Map([['us-east-1', { fargateCpu: 0.09 }]]);
    const { file: rewritten, kept } = rewritePrices(file, new Map([['AmazonECS', found]]), '2027-01-02');
    expect(rewritten.prices['fargateCpu']).to.deep.equal(file.prices['fargateCpu']);
    expect(kept).to.include('fargateCpu');
  });

  it('rewrites the file of prices from the lists of every region', async () => {
    const path = join(folder.path, 'prices.json');
    copyFileSync('compiler/facts/prices.json', path);
    const lists = await serve((url) => {
      const region = /AmazonECS\/current\/([^/]+)\/index\.json$/.exec(url)?.[1];
      if (region === undefined || !(region in (file.prices['fargateCpu']?.usd ?? {}))) return undefined;
      const here = tasks.filter(({ sku }) => sku !== 'OSAKA');
      const attributes = { regionCode: region };
      return priceListFile(
        'AmazonECS',
        here.map((each) => ({ ...each, attributes: { ...each.attributes, ...attributes } })),
      );
    });
    const said: string[] = [];
    const say = (line: string) => void said.push(line);
    try {
      const today = '2027-01-02';
      await updatePrices({ path, services: ['AmazonECS'], host: lists.host, today, say });
    } finally {
      lists.close();
    }
    const text = readFileSync(path, 'utf8');
    const { prices, sources } = JSON.parse(text) as PriceFile;
    const old = file.prices['fargateCpu'];
    const regions = Object.keys(old?.usd ?? {}).sort();
    expect(said).to.deep.equal([`AmazonECS: ${regions.length} regions`]);
    expect(prices['fargateCpu']).to.deep.equal({
      ...old,
      source: 'AmazonECS',
      usd: Object.fromEntries(regions.map((region) => [region, 0.05056])),
    });
    expect(prices['loadBalancer']).to.deep.equal(file.prices['loadBalancer']);
    expect(sources['AmazonECS']?.asOf).to.equal('2027-01-02');
    expect(await check(text, { parser: 'json', printWidth: 110 })).to.equal(true);
  });

  it('reads the files where AWS has them, and passes over regions that have none', async () => {
    const asked: string[] = [];
    const lists = await serve((url) => {
      asked.push(url);
      const isThere = url === '/offers/v1.0/aws/AmazonECS/current/ap-northeast-1/index.json';
      return isThere ? priceListFile('AmazonECS', tasks) : undefined;
    });
    const { host } = lists;
    try {
      expect(await askPriceList('AmazonECS', 'ap-northeast-1', host)).to.include({ fargateCpu: 0.05056 });
      expect(await askPriceList('AmazonECS', 'ap-southeast-6', host)).to.equal(undefined);
      const { code, stderr } = await runScript(['AmazonEKS'], host);
      expect({ code, isNamed: stderr.includes('AmazonEKS is none of') }).to.deep.equal({
        code: 1,
        isNamed: true,
      });
      expect(asked).to.have.length(2);
    } finally {
      lists.close();
    }
  });
});

/** A server with the files that `fileAt` has, which answers for the others as S3 does. */
async function serve(fileAt: (url: string) => string | undefined) {
  const server = createServer((request, response) => {
    const text = fileAt(request.url ?? '');
    response.writeHead(text === undefined ? 403 : 200).end(text ?? '<Error/>');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    host: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => void server.close(),
  };
}

async function runScript(services: readonly string[], host: string) {
  const script = spawn(process.execPath, ['--import', 'tsx', 'compiler/build/prices/main.ts', ...services], {
    env: { ...process.env, PRICE_LISTS: host },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  script.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  const [code] = (await once(script, 'close')) as [number];
  return { code, stderr };
}
