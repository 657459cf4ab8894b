import type { Resolved, Template } from '../model.ts';
import type { Toolkit } from '../module.ts';
import { sortSections } from '../template/sections.ts';
import { verify } from '../template/verify.ts';
import { addModule } from './compose.ts';
import { chosenModules } from './resolve.ts';

/** Merges the chosen options in, in registry order, and verifies what has come out. */
export function extend(
  templates: readonly Template[],
  resolved: Resolved,
  toolkit: Toolkit,
): readonly Template[] {
  const chosen = chosenModules(resolved.spec, toolkit).filter((module) => toolkit.options.includes(module));
  const extended = chosen
    .reduce((current, option) => addModule(current, option, resolved, toolkit), templates)
    .map(sortSections);
  verify(extended);
  return extended;
}
