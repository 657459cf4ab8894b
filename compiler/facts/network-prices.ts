import prices from './network-prices.json' with { type: 'json' };

const hoursOfMonth = 730;
const { natGateway, publicAddress, interfaceEndpointInZone } = prices.hour;

/** What NAT gateways and their addresses cost a month without any traffic: `about 37 USD a month`. */
export function natPrice(gateways: number): string {
  return perMonth((natGateway + publicAddress) * gateways);
}

/** The same of interface endpoints in two zones. */
export function endpointPrice(endpoints: number): string {
  return perMonth(interfaceEndpointInZone * 2 * endpoints);
}

function perMonth(anHour: number): string {
  return `about ${Math.round(anHour * hoursOfMonth)} USD a month`;
}
