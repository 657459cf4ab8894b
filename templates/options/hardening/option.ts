import type { Module, SpecWith } from '../../../compiler/modules/module.ts';
import { rotatesUser } from '../../../compiler/modules/rotation.ts';

/** What a company's security review asks for. */
export const hardening: Module<SpecWith<'hardening'>> = {
  name: 'hardening',
  fragments: (spec) => (rotatesUser(spec) ? ['backend/rotation'] : []),
};
