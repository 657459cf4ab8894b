import { readFragments } from '../build/generated/fragments.ts';
import { schema } from '../build/generated/schema.ts';
import validator from '../build/generated/validator.cjs';
import { base } from '../templates/base/base.ts';
import { options } from '../templates/options/registry.ts';
import { runtimes } from '../templates/runtimes/registry.ts';
import type { Fragments, Toolkit } from './modules/module.ts';

let fragments: Fragments | undefined;

/** What the command and the library compile with: every runtime and option in the registries. */
export const toolkit: Toolkit = {
  schema,
  validator,
  base,
  runtimes,
  options,
  // Parsed for the first template: a command that only asks about what is deployed makes none.
  get fragments() {
    fragments ??= readFragments();
    return fragments;
  },
};
