import { compileTree, previewTree } from '../compile.ts';
import type { Compiled } from '../phases/results.ts';
import { examplePreview } from '../policy/preview.ts';
import type { CommandContext } from './command.ts';
import { report } from './views/report.ts';

/** A preview of each spec. `undefined` when one has errors; they have been reported. */
export function compilePreviews(
  specs: readonly Compiled[],
  { terminal, toolkit }: CommandContext,
): readonly Compiled[] | undefined {
  const previews = specs.map(({ resolved: { tree } }) => {
    const preview = previewTree(tree, examplePreview, toolkit);
    const outcome = preview.ok ? compileTree(preview.value, toolkit) : preview;
    if (outcome.ok) return outcome.value;
    report(outcome.diagnostics, new TextEncoder().encode(tree.text), terminal);
    return undefined;
  });
  const compiled = previews.filter((each) => each !== undefined);
  return compiled.length === specs.length ? compiled : undefined;
}
