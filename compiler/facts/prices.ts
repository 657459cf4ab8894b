import facts from './prices.json' with { type: 'json' };

/** Something that AWS has a price for, by its name in prices.json. */
export type PriceId = keyof typeof facts.prices;

/** Where AWS's price list has a price: https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/reading-an-offer.html */
export interface Offer {
  readonly service: string;
  /** The end of the usage type, which begins with a short form of the region: `APN1-Fargate-GB-Hours`. */
  readonly usage: string;
  /** Other attributes that tell it from products with the same usage type. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** The attribute with the region, if it is not regionCode. */
  readonly regionAttribute?: string;
  /** Whether it costs the same in every region, and the price list has it for none. */
  readonly anyRegion?: boolean;
  /** How many of the price list's units are one of ours; 1 without it. */
  readonly per?: number;
}

export interface Price {
  /** What one of costs so much: `GB-month`. */
  readonly unit: string;
  /** AWS's page that explains it. */
  readonly page: string;
  /** The name of the source of its figures. */
  readonly source: string;
  /** Missing for what the price list has in no form that can be told apart. */
  readonly offer?: Offer;
  /** US dollars by region. A region without a known price is missing. */
  readonly usd: Readonly<Record<string, number>>;
}

export const prices: Readonly<Record<PriceId, Price>> = facts.prices;

/** US dollars for a unit of each price; one that is unknown is missing. */
export type UsdByPrice = Readonly<Partial<Record<PriceId, number>>>;

/** The prices of one region. */
export interface PriceList {
  readonly region: string;
  /** The day for which they hold; the oldest, if they are of several. */
  readonly asOf: string;
  readonly usd: UsdByPrice;
}

/** The prices of a region that archc knows; `undefined` when it knows none. */
export function publishedPrices(region: string): PriceList | undefined {
  const usd = Object.fromEntries(
    Object.entries(prices).flatMap(([id, { usd }]) => (region in usd ? [[id, usd[region]]] : [])),
  );
  return Object.keys(usd).length === 0 ? undefined : { region, asOf: facts.asOf, usd };
}
