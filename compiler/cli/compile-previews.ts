import { compileTree } from '../compile.ts';
import type { Compiled } from '../phases/results.ts';
import { examplePreview } from '../policy/preview.ts';
import type { CommandContext } from './command.ts';
import { onPreview } from './compile-spec.ts';
import { report } from './views/report.ts';

/** The example of a preview of each spec. `undefined` when one has errors; they have been reported. */
export function compilePreviews(
  specs: readonly Compiled[],
  { terminal, toolkit }: CommandContext,
): readonly Compiled[] | undefined {
  const previews = specs.flatMap(({ resolved: { tree } }): readonly Compiled[] => {
    const outcome = onPreview(tree, examplePreview, toolkit, compileTree);
    if (outcome.ok) return [outcome.value];
    report(outcome.diagnostics, Buffer.from(tree.text), terminal);
    return [];
  });
  return previews.length === specs.length ? previews : undefined;
}
