import type { Diagnostic, Outcome, Place } from '../diagnostics/diagnostic.ts';
import { inReadingOrder, linesOf, placeOf } from '../diagnostics/place.ts';
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
      // What the message points at besides may be elsewhere in each environment.
      const { related: _, ...own } = diagnostic;
      const key = JSON.stringify(own);
      const known = found.get(key);
      if (known) known.environments.push(name);
      else found.set(key, { diagnostic, environments: [name] });
    }
  });
  const all = [...found.values()];
  const isOfAll = ({ environments }: (typeof all)[number]) => environments.length === outcomes.length;
  if (all.every(isOfAll)) return all.map(({ diagnostic }) => diagnostic);
  const written = placeOfEnvironments(trees);
  return inReadingOrder(
    all.map((each) =>
      isOfAll(each) ? each.diagnostic : ofSome(each.diagnostic, each.environments, written),
    ),
  );
}

function placeOfEnvironments([tree]: readonly SpecTree[]): Place | undefined {
  return tree?.environment && placeOf(linesOf(tree.text), tree.environment.written);
}

/** A line outside of the environments holds for all of them, so the hint says how to change some alone. */
function ofSome(
  diagnostic: Diagnostic,
  environments: readonly string[],
  written: Place | undefined,
): Diagnostic {
  const { hint, place } = diagnostic;
  if (!written || hint === undefined || /environment|\?$/.test(hint) || isWithin(place, written))
    return { ...diagnostic, environments };
  const where = environments.length === 1 ? `environments.${environments.join('')}` : 'each of them';
  const names = environments.join(' and ');
  const alone = hint.startsWith('Remove')
    ? `to remove it from ${names} alone, write null in its place under ${where}`
    : `to change ${names} alone, write it under ${where}`;
  return { ...diagnostic, environments, hint: `${hint}; ${alone}` };
}

function isWithin({ line, column }: Place, written: Place): boolean {
  const isAfter = line > written.line || (line === written.line && column >= written.column);
  return isAfter && (line < written.endLine || (line === written.endLine && column < written.endColumn));
}
