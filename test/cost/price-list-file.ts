/** A product of AWS's price list, and its steps: from which amount one unit costs how much. */
export interface ListedProduct {
  readonly sku: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly steps: readonly (readonly [begin: string, usd: string])[];
  readonly unit: string;
}

/** The terms of a product, as the price list's files and its API have them. */
export function termsOf({ sku, steps, unit }: ListedProduct): object {
  const term = `${sku}.JRTCKXETXF`;
  const dimensions = steps.map(([beginRange, USD], index): [string, object] => {
    const rateCode = `${term}.6YS6EN2CT${index}`;
    const endRange = steps[index + 1]?.[0] ?? 'Inf';
    const description = `$${USD} per ${unit} "on demand" {${sku}}`;
    return [
      rateCode,
      { rateCode, description, beginRange, endRange, unit, pricePerUnit: { USD }, appliesTo: [] },
    ];
  });
  return {
    [term]: {
      offerTermCode: 'JRTCKXETXF',
      sku,
      effectiveDate: '2026-11-01T00:00:00Z',
      priceDimensions: Object.fromEntries(dimensions),
      termAttributes: {},
    },
  };
}

/**
 * A file of AWS's price list in its form, with a reserved term that must not be read.
 * https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/bulk-api-reading-price-list-files.html
 */
export function priceListFile(service: string, products: readonly ListedProduct[]): string {
  const byId = <T>(make: (product: ListedProduct) => T) =>
    Object.fromEntries(products.map((product) => [product.sku, make(product)]));
  const file = {
    formatVersion: 'v1.0',
    disclaimer: 'This pricing list is for informational purposes only. "Prices" {are} subject to [terms].',
    offerCode: service,
    version: '20261101000000',
    publicationDate: '2026-11-01T00:00:00Z',
    products: byId(({ sku, attributes }) => ({
      sku,
      productFamily: 'Compute',
      attributes: { servicecode: service, locationType: 'AWS Region', operation: '', ...attributes },
    })),
    terms: {
      OnDemand: byId(termsOf),
      Reserved: byId((product) => termsOf({ ...product, steps: [['0', '0.0000000001']] })),
    },
    attributesList: {},
  };
  return JSON.stringify(file, null, 2).replaceAll('": ', '" : ');
}

const place = { regionCode: 'ap-northeast-1', location: 'Asia Pacific (Tokyo)' };

/** Products of AmazonECS in Tokyo, among them some that must not be taken for others. */
export const tasks: readonly ListedProduct[] = [
  product('CPU', 'APN1-Fargate-vCPU-Hours:perCPU', '0.0505600000'),
  product('GB', 'APN1-Fargate-GB-Hours', '0.0055300000'),
  product('ARMCPU', 'APN1-Fargate-ARM-vCPU-Hours:perCPU', '0.0404500000'),
  product('ARMGB', 'APN1-Fargate-ARM-GB-Hours', '0.0044200000'),
  product('STORAGE', 'APN1-Fargate-EphemeralStorage-GB-Hours', '0.0001330000'),
  product('WINDOWS', 'APN1-Fargate-Windows-GB-Hours', '0.0063595000'),
  {
    ...product('OSAKA', 'APN3-Fargate-GB-Hours', '9'),
    attributes: { usagetype: 'APN3-Fargate-GB-Hours', regionCode: 'ap-northeast-3' },
  },
];

export function product(sku: string, usagetype: string, usd: string, more: object = {}): ListedProduct {
  return { sku, attributes: { ...place, usagetype, ...more }, steps: [['0', usd]], unit: 'hours' };
}
