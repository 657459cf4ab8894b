import type { Module } from '../../compiler/modules/module.ts';
import { alarms } from './alarms/option.ts';
import { backup } from './backup/option.ts';
import { hardening } from './hardening/option.ts';
import { ipRestriction } from './ipRestriction/option.ts';
import { managedRules } from './managedRules/option.ts';
import { rateLimit } from './rateLimit/option.ts';

/**
 * In the order in which they are merged into the templates. So is the order of the web ACL's rules: addresses that nobody lists
 * count towards no limit, and what is over a limit is not judged by rules that cost by the request.
 */
export const options: readonly Module[] = [ipRestriction, rateLimit, managedRules, hardening, alarms, backup];
