import { text } from './flag.ts';
import { accountId } from './words.ts';

/** The flag --account, for commands that change an account or plan to. */
export const accountFlag = text(accountId, 'fail unless the credentials belong to this account');
