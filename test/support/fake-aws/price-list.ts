import { startAwsEndpoint } from './aws-endpoint.ts';
import type { AwsEndpoint } from './aws-endpoint.ts';

interface Filter {
  readonly Field: string;
  readonly Type: string;
  readonly Value: string;
}

interface ApiProduct {
  readonly service: string;
  readonly product: { readonly sku: string; readonly attributes: Readonly<Record<string, string>> };
  readonly terms: object;
}

/** The Price List API, with one product on each page. Its answers are texts of JSON, as AWS's are. */
export async function startPriceList(products: readonly ApiProduct[]): Promise<AwsEndpoint> {
  return startAwsEndpoint((operation, input) => {
    if (operation !== 'GetProducts') throw new Error(`The Price List API has no ${operation} here`);
    const { ServiceCode, Filters, NextToken } = input as {
      ServiceCode: string;
      Filters: readonly Filter[];
      NextToken?: string;
    };
    const found = products.filter(
      ({ service, product }) =>
        service === ServiceCode && Filters.every((filter) => isMatching(filter, product.attributes)),
    );
    const at = Number(NextToken ?? 0);
    const page = found.slice(at, at + 1).map(({ product, terms }) =>
      JSON.stringify({
        product: { productFamily: 'Compute', ...product },
        serviceCode: ServiceCode,
        terms: { OnDemand: terms },
        version: '20261101000000',
        publicationDate: '2026-11-01T00:00:00Z',
      }),
    );
    return {
      FormatVersion: 'aws_v1',
      PriceList: page,
      ...(at + 1 < found.length && { NextToken: String(at + 1) }),
    };
  });
}

function isMatching({ Field, Type, Value }: Filter, attributes: Readonly<Record<string, string>>): boolean {
  const given = attributes[Field];
  if (given === undefined) return false;
  return Type === 'CONTAINS' ? given.includes(Value) : given === Value;
}
