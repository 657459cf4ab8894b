import type { Module } from '../../compiler/modules/module.ts';
import { backup } from './backup/option.ts';
import { hardening } from './hardening/option.ts';
import { ipRestriction } from './ipRestriction/option.ts';

/** In the order in which they are merged into the templates. */
export const options: readonly Module[] = [ipRestriction, hardening, backup];
