import type { Range } from './model.ts';

/** With two decimals, and commas between thousands: `1,752.00`. */
export function money(usd: number): string {
  return withCommas(usd.toFixed(2));
}

/** A price, with as many decimals as it has: `0.0243`. */
export function unitMoney(usd: number): string {
  const [whole = '', decimals = ''] = usd.toFixed(10).replace(/0+$/, '').split('.');
  return `${withCommas(whole)}.${decimals.padEnd(2, '0')}`;
}

/** In whole dollars: `about 61 to 410`. */
export function aboutMoney({ floor, ceiling }: Range): string {
  const ends = [...new Set([floor, ceiling].map((each) => withCommas(each.toFixed(0))))];
  return `about ${ends.join(' to ')}`;
}

/** To the cent: `61.30 to 410.00`. */
export function exactMoney({ floor, ceiling }: Range): string {
  return [...new Set([floor, ceiling].map(money))].join(' to ');
}

/** A number with commas between thousands. */
export function withCommas(digits: string): string {
  const [whole = '', ...decimals] = digits.split('.');
  return [whole.replace(/(?<=\d)(?=(\d{3})+$)/g, ','), ...decimals].join('.');
}
