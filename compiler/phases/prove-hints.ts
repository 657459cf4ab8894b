import { catalogue } from '../diagnostics/catalogue.ts';
import type { Edit, Finding, Offer } from '../diagnostics/diagnostic.ts';
import type { SpecChild, SpecNode, SpecTree } from '../spec/model.ts';
import { isMapping } from '../spec/path.ts';
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
    if (!offer || left < 0) return finding;
    const own = nameOf(finding);
    const isNew = (each: Finding) => nameOf(each) === own || !known.has(nameOf(each));
    const refusals: Refusals = (tried, value) => {
      left -= parts;
      if (left < 0) return [];
      const found = judge.find(edit(tree, tried, value));
      return found.filter((each) => catalogue[each.code].severity === 'error' && isNew(each));
    };
    const hint = prove({ ...offer, values: [...offer.values, ...examplesIn(offer, judge)] }, refusals);
    return hint === undefined ? finding : { ...finding, hint };
  });
}

function countParts({ children }: SpecNode): number {
  return Array.from(children.values(), ({ node }) => countParts(node)).reduce((sum, each) => sum + each, 1);
}

/** The errors that a value would get, without the spec's other ones. */
type Refusals = (offer: Offer, value: unknown) => readonly Finding[];

function examplesIn(offer: Offer, { examples }: Judge): readonly unknown[] {
  return offer.kind === 'example' || offer.kind === 'name' ? examples(offer.path) : [];
}

function edit(tree: SpecTree, { kind, path }: Offer, value: unknown): SpecTree {
  if (kind === 'name') return renamedAt(tree, path, String(value));
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
  const step = Number.isInteger(from) && offer.say([0, 1]).includes('whole') ? 1 : 0.5;
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

/** The spec with another value at a path, which has no place in the text. */
function withValue(tree: SpecTree, path: SpecPath, value: unknown): SpecTree {
  const edited = putAt({ data: tree.data, node: tree.root }, path, value);
  return { ...tree, data: edited.data, root: edited.node };
}

interface Part {
  readonly data: unknown;
  readonly node: SpecNode;
}

function putAt({ data, node }: Part, path: SpecPath, value: unknown): Part {
  const [step, ...rest] = path;
  if (step !== undefined && rest.length === 0 && value === undefined) return removeFrom({ data, node }, step);
  if (step === undefined) return { data: withoutPrototype(value), node: nodeOf(value) };
  const child = node.children.get(step);
  const here = {
    data:
      isMapping(data) || Array.isArray(data) ? (data as Record<string | number, unknown>)[step] : undefined,
  };
  const below = putAt({ ...here, node: child?.node ?? nodeOf(null) }, rest, value);
  const children = new Map(node.children).set(step, { key: child?.key ?? { ...nowhere }, node: below.node });
  if (Array.isArray(data)) {
    const items: unknown[] = [...(data as unknown[])];
    items[Number(step)] = below.data;
    return { data: items, node: { ...node, children } };
  }
  const copy = Object.assign(Object.create(null), isMapping(data) ? data : {}) as Record<string, unknown>;
  copy[String(step)] = below.data;
  return { data: copy, node: { ...node, children } };
}

function removeFrom({ data, node }: Part, step: string | number): Part {
  const children = new Map(node.children);
  children.delete(step);
  if (!isMapping(data)) return { data, node };
  const copy = Object.assign(Object.create(null), data) as Record<string, unknown>;
  Reflect.deleteProperty(copy, step);
  return { data: copy, node: { ...node, children } };
}

function renamedAt(tree: SpecTree, path: SpecPath, name: string): SpecTree {
  const parent = path.slice(0, -1);
  const written = String(path.at(-1));
  const mapping = parent.reduce<unknown>(
    (here, step) => (here as Record<string | number, unknown>)[step],
    tree.data,
  );
  // A key that exists already would be one too many.
  if (!isMapping(mapping) || Object.hasOwn(mapping, name)) return tree;
  const entries = Object.entries(mapping).map(([key, value]): [string, unknown] => [
    key === written ? name : key,
    value,
  ]);
  return withValue(tree, parent, Object.fromEntries(entries));
}

const nowhere = { start: 0, end: 0 };

function nodeOf(value: unknown): SpecNode {
  const children = new Map<string | number, SpecChild>();
  if (Array.isArray(value))
    value.forEach((item, index) => children.set(index, { key: { ...nowhere }, node: nodeOf(item) }));
  else if (isMapping(value))
    for (const [key, item] of Object.entries(value))
      children.set(key, { key: { ...nowhere }, node: nodeOf(item) });
  return { range: { ...nowhere }, children };
}

/** As in a parsed spec. */
function withoutPrototype(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPrototype);
  if (!isMapping(value)) return value;
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => [
    key,
    withoutPrototype(item),
  ]);
  return Object.assign(Object.create(null), Object.fromEntries(entries)) as unknown;
}
