import { chosenModules } from '../modules/choose.ts';
import type { Toolkit } from '../modules/module.ts';
import { sortSections } from '../template/sections.ts';
import type { Template } from '../template/template.ts';
import { verify } from '../template/verify.ts';
import { addModule } from './compose.ts';
import { rankRules } from './rank-rules.ts';
import type { Resolved } from './results.ts';

/**
 * Merges the chosen options in, in the order of their registry, gives the web ACL's rules their priorities, and
 * verifies the result.
 */
export function extend(
  templates: readonly Template[],
  resolved: Resolved,
  toolkit: Toolkit,
): readonly Template[] {
  const chosen = chosenModules(resolved.spec, toolkit).filter((module) => toolkit.options.includes(module));
  const extended = chosen
    .reduce((current, option) => addModule(current, option, resolved, toolkit), templates)
    .map((template) => rankRules(sortSections(template), toolkit));
  verify(extended);
  return extended;
}
