import { deployingCodes } from './catalogue/deploying.ts';
import { formCodes } from './catalogue/form.ts';
import { readingCodes } from './catalogue/reading.ts';
import { riskCodes } from './catalogue/risk.ts';
import { togetherCodes } from './catalogue/together.ts';

export type { Severity } from './catalogue/entry.ts';

/**
 * Every message that a spec can get, when it is compiled or deployed. Codes are public: they are never renamed, and
 * never reused.
 */
export const catalogue = {
  ...readingCodes,
  ...formCodes,
  ...togetherCodes,
  ...riskCodes,
  ...deployingCodes,
} as const;

export type Code = keyof typeof catalogue;
