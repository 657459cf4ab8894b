import { withoutLookAlikes } from '../diagnostics/characters.ts';
import type { Finding } from '../diagnostics/diagnostic.ts';
import { quote } from '../diagnostics/quote.ts';
import { nearest } from '../diagnostics/suggest.ts';
import type { SpecChild, SpecNode, SpecPart, SpecTree } from '../spec/model.ts';
import { isMapping } from '../spec/path.ts';
import type { SpecPath } from '../spec/path.ts';
import { chosenFor, possibleBelow, settingsOf } from '../spec/possible.ts';
import type { Possible } from '../spec/possible.ts';
import { branchesOf } from '../spec/schema.ts';
import type { Schema } from '../spec/schema.ts';

/** A spec in which every misspelt key has the name that was meant, at the place of the misspelt one. */
export interface Respelt {
  readonly tree: SpecTree;
  /** One for each misspelt key, at the path that was meant. */
  readonly findings: readonly Finding[];
}

/**
 * A key that does not exist, and is near to one that its mapping lacks, counts as that one. So one slip gets one
 * message: nothing is missing, and the value is judged as the setting's. The key stays as it is where two settings are
 * as near, or the value has another type.
 */
export function respell(tree: SpecTree, schema: Schema): Respelt {
  const speller: Speller = { root: schema, findings: [] };
  const possible = { own: [schema], foreign: [] };
  const { data, node } = respellPart({ data: tree.data, node: tree.root }, { possible, path: [] }, speller);
  const { findings } = speller;
  return { tree: findings.length === 0 ? tree : { ...tree, data, root: node }, findings };
}

/** The settings that a key can be meant as: those that are nearest to it, that its mapping lacks, and that its value fits. */
export function meantBy(
  key: string,
  mapping: Readonly<Record<string, unknown>>,
  settings: ReadonlyMap<string, Schema>,
): readonly string[] {
  const word = withoutLookAlikes(key);
  const missing = [...settings.keys()].filter((each) => !Object.hasOwn(mapping, each));
  const near = nearest(word, missing);
  const fitting = near.filter((each) => fits(mapping[key], settings.get(each) ?? {}));
  return fitting.length > 0 ? fitting : near;
}

interface Where {
  readonly possible: Possible;
  readonly path: SpecPath;
}

interface Speller {
  readonly root: Schema;
  readonly findings: Finding[];
}

function respellPart(part: SpecPart, where: Where, speller: Speller): SpecPart {
  const { data, node } = part;
  if (isMapping(data)) return respellMapping(data, node, where, speller);
  if (!Array.isArray(data)) return part;
  const items: unknown[] = [...(data as unknown[])];
  const children = new Map<string | number, SpecChild>();
  for (const [index, child] of node.children) {
    const respelt = respellBelow({ data: items[Number(index)], node: child.node }, index, where, speller);
    items[Number(index)] = respelt.data;
    children.set(index, { ...child, node: respelt.node });
  }
  return { data: items, node: { ...node, children } };
}

function respellBelow(
  part: SpecPart,
  step: string | number,
  { possible, path }: Where,
  speller: Speller,
): SpecPart {
  const below = possibleBelow(speller.root, possible, step);
  return respellPart(part, { possible: below, path: [...path, step] }, speller);
}

function respellMapping(
  mapping: Readonly<Record<string, unknown>>,
  node: SpecNode,
  { possible, path }: Where,
  speller: Speller,
): SpecPart {
  const names = namesIn(mapping, possible, speller.root);
  const data = renamed(mapping, names);
  const where = { possible: chosenFor(speller.root, possible, data), path };
  const children = new Map<string | number, SpecChild>();
  for (const [key, child] of node.children) {
    const name = names.get(String(key)) ?? String(key);
    if (name !== key) speller.findings.push(misspelt(String(key), [...path, name]));
    const respelt = respellBelow({ data: data[name], node: child.node }, name, where, speller);
    data[name] = respelt.data;
    children.set(name, { ...child, node: respelt.node });
  }
  return { data, node: { ...node, children } };
}

/** The names that were meant, by the misspelt ones. The setting that decides which others there are comes first. */
function namesIn(
  mapping: Readonly<Record<string, unknown>>,
  possible: Possible,
  root: Schema,
): ReadonlyMap<string, string> {
  const choices = possible.own.flatMap((schema) => branchesOf(root, schema)?.property ?? []);
  const names = new Map<string, string>();
  let spelt = mapping;
  for (const isWanted of [(name: string) => choices.includes(name), () => true]) {
    const { own, foreign } = chosenFor(root, possible, spelt);
    const known = { settings: settingsOf(root, own), foreign: settingsOf(root, foreign) };
    for (const [key, name] of meantIn(spelt, known)) if (isWanted(name)) names.set(key, name);
    spelt = renamed(mapping, names);
  }
  return names;
}

interface Known {
  readonly settings: ReadonlyMap<string, Schema>;
  /** What only another choice of the spec would have: its keys are no slips. */
  readonly foreign: ReadonlyMap<string, Schema>;
}

function meantIn(
  mapping: Readonly<Record<string, unknown>>,
  { settings, foreign }: Known,
): [string, string][] {
  const taken: Record<string, unknown> = { ...mapping };
  return Object.keys(mapping).flatMap((key): [string, string][] => {
    if (settings.has(key) || foreign.has(key)) return [];
    const [meant, ...others] = meantBy(key, taken, settings);
    if (meant === undefined || others.length > 0 || !fits(mapping[key], settings.get(meant) ?? {})) return [];
    taken[meant] = mapping[key];
    return [[key, meant]];
  });
}

function renamed(
  mapping: Readonly<Record<string, unknown>>,
  names: ReadonlyMap<string, string>,
): Record<string, unknown> {
  const result = Object.create(null) as Record<string, unknown>;
  for (const [key, value] of Object.entries(mapping)) result[names.get(key) ?? key] = value;
  return result;
}

/** Whether the value has the type that the setting wants; an empty value fits all. */
export function fits(value: unknown, { type, orWord }: Schema): boolean {
  if (value === null || (orWord && value === orWord.word)) return true;
  if (type === undefined || type === 'object') return isMapping(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type;
}

function misspelt(key: string, path: SpecPath): Finding {
  return {
    code: 'unknown-property',
    path,
    at: 'key',
    message: `Unknown property ${quote(key)}`,
    hint: `Did you mean "${String(path.at(-1))}"?`,
  };
}
