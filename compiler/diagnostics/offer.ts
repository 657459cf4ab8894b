import type { Finding, Offer } from './diagnostic.ts';

/** What a finding with an offer has: the hint with everything in it, and the values to try. */
export function hintOf(offer: Offer | undefined): Pick<Finding, 'hint' | 'offer'> {
  if (!offer) return {};
  const hint = offer.say(offer.values);
  return hint === '' ? {} : { hint, offer };
}
