import { textsIn, usedIn, valueAt } from './read-resources.ts';
import type { Resource, Resources } from './read-resources.ts';
import { ruleFor, ties } from './resource-rules.ts';

/** Where each resource is shown, by its key: a node or a group, by the key of its resource or by an id of AWS's. */
export type Homes = ReadonlyMap<string, string>;

/** What every reader of the templates here gets. */
export interface Reading {
  readonly resources: Resources;
  readonly homes: Homes;
}

/** The resources that are drawn in a node or a group. */
export function partsOf(home: string, { resources, homes }: Reading): readonly Resource[] {
  return [...resources.values()].filter(({ key }) => homes.get(key) === home);
}

/** Finds for each resource what it is drawn in. */
export function findHomes(resources: Resources): Homes {
  const users = usersOf(resources);
  const homeOf = (resource: Resource, seen: readonly string[] = []): string => {
    const next = seen.includes(resource.key) ? undefined : holderOf(resource, resources, users);
    if (next === undefined) return resource.key;
    const holder = resources.get(next);
    return holder ? homeOf(holder, [...seen, resource.key]) : next;
  };
  return new Map([...resources.values()].map((resource) => [resource.key, homeOf(resource)]));
}

/** What a resource is part of; `undefined` for one that is drawn itself. */
function holderOf(resource: Resource, resources: Resources, users: Users): string | undefined {
  const rule = ruleFor(resource.type);
  if (rule.show === 'inUser') return users.get(resource.key)?.[0];
  if (rule.show !== 'in') return undefined;
  const values = rule.properties.map((property) => valueAt(resource.properties, property));
  const links = values.flatMap(usedIn);
  const known = links.filter((link) => resources.has(link));
  const own = known.find((link) => resources.get(link)?.stack === resource.stack);
  return own ?? known[0] ?? values.flatMap(textsIn).find((text) => /^vpc-/.test(text));
}

/** Who names each resource, in the order of the templates. */
export type Users = ReadonlyMap<string, readonly string[]>;

export function usersOf(resources: Resources): Users {
  const users = new Map<string, string[]>();
  for (const { key, type, properties } of resources.values()) {
    if (ties.includes(type)) continue;
    for (const used of new Set(usedIn(properties))) {
      if (used !== key) users.set(used, [...(users.get(used) ?? []), key]);
    }
  }
  return users;
}
