import type { Rights } from '../../../compiler/modules/rights.ts';

/** Source: as in templates/base/rights.ts. */
export const rights: Rights = { throughStack: {} };
