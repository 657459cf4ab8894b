import type { Diagnostic, Outcome, Place } from '../diagnostics/diagnostic.ts';
import { firstKey, inReadingOrder, linesOf, placeOf } from '../diagnostics/place.ts';
import type { SpecTree } from '../spec/model.ts';

interface Found {
  /** As it is said of all environments. */
  readonly joint: Diagnostic;
  /** As each environment has it. */
  readonly own: readonly { readonly environment: string; readonly diagnostic: Diagnostic }[];
}

/** The diagnostics of a spec's environments, each once. One that not all of them have names those that have it. */
export function joinDiagnostics(
  outcomes: readonly Outcome<unknown>[],
  trees: readonly SpecTree[],
): readonly Diagnostic[] {
  if (outcomes.length < 2) return outcomes.flatMap(({ diagnostics }) => diagnostics);
  const [first] = trees;
  const lines = linesOf(first?.text ?? '');
  const whole = placeOf(lines, first ? firstKey(first.root) : { start: 0, end: 0 });
  const found = new Map<string, Found>();
  outcomes.forEach(({ diagnostics }, index) => {
    const { environment } = trees[index] ?? {};
    const name = environment && placeOf(lines, environment.key);
    for (const diagnostic of diagnostics) {
      // What every environment lacks is said of the whole spec, and not at the name of each.
      const joint = name && isSame(diagnostic.place, name) ? { ...diagnostic, place: whole } : diagnostic;
      // What the message points at besides may be elsewhere in each environment.
      const { related: _, ...key } = joint;
      const id = JSON.stringify(key);
      const known = found.get(id) ?? { joint, own: [] };
      const own = { environment: environment?.name ?? '', diagnostic };
      found.set(id, { ...known, own: [...known.own, own] });
    }
  });
  const all = [...found.values()];
  const isOfAll = ({ own }: Found) => own.length === outcomes.length;
  if (all.every(isOfAll)) return all.map(({ joint }) => joint);
  const written = first?.environment && placeOf(lines, first.environment.written);
  return inReadingOrder(all.flatMap((each) => (isOfAll(each) ? [each.joint] : ofSome(each, written))));
}

/** A key with a letter that only looks like another one is misspelt too, which need not be said besides. */
export function withoutEchoes(
  misspelt: readonly Diagnostic[],
  others: readonly Diagnostic[],
): readonly Diagnostic[] {
  const letters = others.filter(({ code }) => code === 'non-ascii');
  return misspelt.filter(
    ({ code, place }) =>
      code !== 'unknown-property' || !letters.some((letter) => isWithin(letter.place, place)),
  );
}

/** What an environment lacks is said at its name. */
function ofSome({ joint, own }: Found, written: Place | undefined): readonly Diagnostic[] {
  if (own.some(({ diagnostic }) => !isSame(diagnostic.place, joint.place)))
    return own.map((each) => ({ ...each.diagnostic, environments: [each.environment] }));
  return [
    aboutSome(
      joint,
      own.map(({ environment }) => environment),
      written,
    ),
  ];
}

/** A line outside of the environments holds for all of them, so the hint says how to change some alone. */
function aboutSome(
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

function isSame(one: Place, other: Place): boolean {
  return one.line === other.line && one.column === other.column;
}

function isWithin({ line, column }: Place, written: Place): boolean {
  const isAfter = line > written.line || (line === written.line && column >= written.column);
  return isAfter && (line < written.endLine || (line === written.endLine && column < written.endColumn));
}
