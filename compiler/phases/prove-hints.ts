import { catalogue } from '../diagnostics/catalogue.ts';
import type { Edit, Finding, Offer } from '../diagnostics/diagnostic.ts';
import { withName, withValue } from '../spec/edit-tree.ts';
import type { SpecNode, SpecTree } from '../spec/model.ts';
import type { SpecPath } from '../spec/path.ts';

/** How a spec is judged, and what hints can propose in it beside the schema's examples. */
export interface Judge {
  readonly find: (tree: SpecTree) => readonly Finding[];
  readonly examples: (path: SpecPath) => readonly unknown[];
}

/**
 * A try takes as long as the spec has parts and mistakes. This many are looked at in all: about two hundred tries in a usual
 * spec, and a second in the worst. What is left then stays as it is: nobody reads that many hints.
 */
const mostParts = 20_000;

/**
 * Leaves in the hints only what the compiler would accept: every value that one proposes is tried in the spec. Where it
 * would be refused at the same place, the hint of that refusal is the better one.
 */
export function proveHints(findings: readonly Finding[], tree: SpecTree, judge: Judge): readonly Finding[] {
  const known = new Set(findings.map(nameOf));
  const parts = countParts(tree.root) + findings.length;
  let left = mostParts;
  return findings.map((finding) => {
    const { offer } = finding;
    if (!offer) return finding;
    const own = nameOf(finding);
    const isNew = (each: Finding) => nameOf(each) === own || !known.has(nameOf(each));
    const refusals: Refusals = (tried, value) => {
      left -= parts;
      if (left < 0) return [];
      const found = judge.find(edit(tree, tried, value));
      return found.filter((each) => catalogue[each.code].severity === 'error' && isNew(each));
    };
    const hint = prove({ ...offer, values: [...offer.values, ...examplesIn(offer, judge)] }, refusals);
    return hint === undefined || left < 0 ? finding : { ...finding, hint };
  });
}

function countParts({ children }: SpecNode): number {
  return Array.from(children.values(), ({ node }) => countParts(node)).reduce((sum, each) => sum + each, 1);
}

/** The errors that a value would get, without the spec's other ones. */
type Refusals = (offer: Offer, value: unknown) => readonly Finding[];

function examplesIn(offer: Offer, { examples }: Judge): readonly unknown[] {
  return offer.kind === 'each' || offer.kind === 'edits' ? [] : examples(offer.path);
}

function edit(tree: SpecTree, { kind, path }: Offer, value: unknown): SpecTree {
  if (kind === 'name') return withName(tree, path, String(value));
  if (kind !== 'edits') return withValue(tree, path, value);
  const given = value as Edit;
  return withValue(tree, given.path, given.value);
}

function prove(offer: Offer, refusals: Refusals): string | undefined {
  if (offer.kind === 'range') return proveRange(offer, refusals);
  if (offer.kind === 'each' || offer.kind === 'edits') return proveEach(offer, refusals);
  let first: readonly Finding[] = [];
  for (const value of offer.values) {
    const refused = refusals(offer, value);
    if (refused.length === 0) return offer.say([value]);
    if (first.length === 0) first = refused;
  }
  return refusalAt(offer, first) ?? (offer.otherwise && prove(offer.otherwise, refusals));
}

/** All values that are right; if none is, those with which the least else is wrong. */
function proveEach(offer: Offer, refusals: Refusals): string {
  const counts = offer.values.map((value) => refusals(offer, value).length);
  const least = Math.min(...counts);
  return offer.say(offer.values.filter((_, index) => counts[index] === least));
}

/** The range, narrowed to what is right. If not all between two right numbers are, the refusal knows better. */
function proveRange(offer: Offer, refusals: Refusals): string | undefined {
  const [from, to, ...others] = offer.values.filter((value) => typeof value === 'number');
  if (from === undefined || to === undefined) return undefined;
  const isRight = (value: number) => refusals(offer, value).length === 0;
  const right = [from, to, ...others].find(isRight);
  if (right === undefined) return refusalAt(offer, refusals(offer, from));
  const { step = 1 } = offer;
  const low = isRight(from) ? from : lastRight(right, from, { step, isRight });
  const high = isRight(to) ? to : lastRight(right, to, { step, isRight });
  const middle = low + step * Math.floor((high - low) / 2 / step);
  const wrong = [low + step, middle, high - step].find((each) => each > low && each < high && !isRight(each));
  return wrong === undefined ? offer.say([low, high]) : refusalAt(offer, refusals(offer, wrong));
}

/** The right number that is nearest to a wrong one, if all that are right follow each other. */
function lastRight(
  right: number,
  wrong: number,
  { step, isRight }: { readonly step: number; readonly isRight: (value: number) => boolean },
): number {
  let [yes, no] = [right, wrong];
  while (Math.abs(yes - no) > step) {
    const middle = Math.min(yes, no) + step * Math.floor(Math.abs(yes - no) / 2 / step);
    if (isRight(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}

function refusalAt({ path }: Offer, refusals: readonly Finding[]): string | undefined {
  const name = JSON.stringify(path);
  return refusals.find((each) => JSON.stringify(each.path) === name)?.hint;
}

function nameOf({ code, path, message }: Finding): string {
  return JSON.stringify([code, path, message]);
}
