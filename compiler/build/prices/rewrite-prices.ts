import { fileOf, pricedRegions, priceLists } from './ask-price-list.ts';
import type { Price, PriceId, UsdByPrice } from '../../facts/prices.ts';

/** prices.json as a whole. */
export interface PriceFile {
  readonly asOf: string;
  readonly sources: Readonly<Record<string, Source>>;
  readonly prices: Readonly<Record<string, Price>>;
}

interface Source {
  /** AWS's own file. */
  readonly file: string;
  /** The day for which its figures hold. */
  readonly asOf: string;
  /** When AWS made the file that was read. */
  readonly published?: string;
  /** Where it was read, if not at AWS. */
  readonly copy?: string;
}

/** What was read, by service and region. */
export type Asked = ReadonlyMap<string, ReadonlyMap<string, UsdByPrice>>;

export interface Rewritten {
  readonly file: PriceFile;
  /** Prices that keep their former figures, since AWS's list lacks them in some region that had one. */
  readonly kept: readonly string[];
}

/**
 * Puts what AWS's price lists say in place of what the file says. A price is rewritten as a whole, or not at all: its
 * figures have one source.
 */
export function rewritePrices(file: PriceFile, asked: Asked, today: string): Rewritten {
  const kept: string[] = [];
  const sources: Record<string, Source> = {};
  const prices = Object.entries(file.prices).map(([id, price]): readonly [string, Price] => {
    const service = price.offer?.service;
    const found = service === undefined ? undefined : asked.get(service);
    const usd = found && figuresOf(id as PriceId, price, found);
    if (service === undefined || !usd) {
      if (found) kept.push(id);
      const old = file.sources[price.source];
      if (old) sources[price.source] = old;
      return [id, price];
    }
    sources[service] = { file: `${priceLists}${fileOf(service, '<region>')}`, asOf: today };
    return [id, { ...price, source: service, usd }];
  });
  const days = Object.values(sources).map(({ asOf }) => asOf);
  return {
    file: { ...file, asOf: days.sort()[0] ?? file.asOf, sources, prices: Object.fromEntries(prices) },
    kept,
  };
}

/** `undefined` when a region that had a price has none any more, in a list that was read. */
function figuresOf(
  id: PriceId,
  { usd, offer }: Price,
  found: ReadonlyMap<string, UsdByPrice>,
): Readonly<Record<string, number>> | undefined {
  const anywhere = offer?.anyRegion ? [...found.values()].find((each) => each[id] !== undefined) : undefined;
  const figures = pricedRegions.flatMap((region): readonly (readonly [string, number])[] => {
    const price = (anywhere ?? found.get(region))?.[id];
    return price === undefined || !found.has(region) ? [] : [[region, price]];
  });
  const all = Object.fromEntries(figures);
  return figures.length > 0 && Object.keys(usd).every((region) => region in all) ? all : undefined;
}
