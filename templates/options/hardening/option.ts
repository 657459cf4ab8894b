import type { Module, SpecWith } from '../../../compiler/modules/module.ts';

/** What a company's security review asks for. */
export const hardening: Module<SpecWith<'hardening'>> = {
  name: 'hardening',
  fragments: () => [],
};
