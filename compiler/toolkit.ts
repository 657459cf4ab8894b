import { fragments, ruleless } from '../build/generated/fragments.ts';
import { schema } from '../build/generated/schema.ts';
import validator from '../build/generated/validator.cjs';
import { base } from '../templates/base/base.ts';
import { options } from '../templates/options/registry.ts';
import { runtimes } from '../templates/runtimes/registry.ts';
import type { Toolkit } from './modules/module.ts';

/** What the command and the library compile with: every runtime and option in the registries. */
export const toolkit: Toolkit = { schema, validator, base, runtimes, options, fragments, ruleless };
