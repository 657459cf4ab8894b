import { compileTree, previewTree, withDiagnostics } from '../compile.ts';
import type { Outcome } from '../diagnostics/diagnostic.ts';
import type { Compiled } from '../phases/results.ts';
import { examplePreview } from '../policy/preview.ts';
import type { CommandContext } from './command.ts';
import { report } from './views/report.ts';

/** The example of a preview of each spec. `undefined` when one has errors; they have been reported. */
export function compilePreviews(
  specs: readonly Compiled[],
  { terminal, toolkit }: CommandContext,
): readonly Compiled[] | undefined {
  const previews = specs.flatMap(({ resolved: { tree } }): readonly Compiled[] => {
    const outcome = compilePreview();
    if (outcome.ok) return [outcome.value];
    report(outcome.diagnostics, Buffer.from(tree.text), terminal);
    return [];

    function compilePreview(): Outcome<Compiled> {
      const preview = previewTree(tree, examplePreview, toolkit);
      return preview.ok ? withDiagnostics(preview.diagnostics, compileTree(preview.value, toolkit)) : preview;
    }
  });
  return previews.length === specs.length ? previews : undefined;
}
