import { flag } from './flag.ts';

/** `--all` of `plan` and `deploy`. */
export const allFlag = flag('list every resource of a new stack, instead of groups');
