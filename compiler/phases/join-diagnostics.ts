import type { Diagnostic, Outcome } from '../diagnostics/diagnostic.ts';
import { inReadingOrder } from '../diagnostics/place.ts';
import type { SpecTree } from '../spec/model.ts';

/** The diagnostics of a spec's environments, each once. One that not all of them have names those that have it. */
export function joinDiagnostics(
  outcomes: readonly Outcome<unknown>[],
  trees: readonly SpecTree[],
): readonly Diagnostic[] {
  if (outcomes.length < 2) return outcomes.flatMap(({ diagnostics }) => diagnostics);
  const found = new Map<string, { readonly diagnostic: Diagnostic; readonly environments: string[] }>();
  outcomes.forEach(({ diagnostics }, index) => {
    const name = trees[index]?.environment?.name ?? '';
    for (const diagnostic of diagnostics) {
      const key = JSON.stringify(diagnostic);
      const known = found.get(key);
      if (known) known.environments.push(name);
      else found.set(key, { diagnostic, environments: [name] });
    }
  });
  return inReadingOrder(
    [...found.values()].map(({ diagnostic, environments }) =>
      environments.length === outcomes.length ? diagnostic : { ...diagnostic, environments },
    ),
  );
}
