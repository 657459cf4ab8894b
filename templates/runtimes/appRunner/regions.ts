import facts from './regions.json' with { type: 'json' };

/** The regions that have App Runner, each with the hosted zone of its alias targets. */
export const aliasZones: Readonly<Record<string, string>> = facts.aliasZones;
