import { sharedStackName, stackName } from '../modules/stack-names.ts';
import type { Compiled } from '../phases/results.ts';
import { readFeeds } from './feeds.ts';
import { findHomes, usersOf } from './fold.ts';
import { joinEdges, throughFirewall } from './join-edges.ts';
import type { DiagramEdge, DiagramGroup, DiagramNode, Graph } from './model.ts';
import { readNetwork } from './network.ts';
import { makeNodes } from './nodes.ts';
import { placeOutside } from './outside.ts';
import { readResources } from './read-resources.ts';
import { readRights } from './rights.ts';
import { readTraffic } from './traffic.ts';
import type { Reading } from './traffic.ts';

/**
 * What the templates deploy, who talks to whom, and what the internet reaches. It is made of the composed templates; of
 * the spec only names are used.
 *
 * @param options the names of all options: who wrote what stands in the templates.
 */
export function graphOf({ resolved, templates }: Compiled, options: readonly string[]): Graph {
  const { spec } = resolved;
  const resources = readResources(templates);
  const homes = findHomes(resources);
  const reading: Reading = { resources, homes };
  const network = readNetwork(resources, homes);
  const own = makeNodes(reading, network.places, options);
  const nodeOf = new Map(own.flatMap(({ id, holds }) => holds.map((key) => [key, id] as const)));
  const edges = edgesOf(reading).map((edge) => ({
    ...edge,
    from: nodeOf.get(edge.from) ?? edge.from,
    to: nodeOf.get(edge.to) ?? edge.to,
  }));
  const outside = placeOutside(edges, new Set(own.map(({ id }) => id)), sharedStackName(spec));
  const nodes = [...own, ...outside.nodes];
  const written = new Set([...resources.values()].flatMap(({ modules }) => modules));
  return {
    name: spec.name,
    region: spec.region,
    groups: [
      ...stackGroups(own, (stack) => stackName(stack, spec)),
      ...network.groups.map((group) => ({ ...group, ...heldBy(group.id, reading, options) })),
    ],
    nodes,
    edges: joinEdges(throughFirewall(outside.edges, reading)),
    options: options.filter((name) => written.has(name)),
  };
}

function edgesOf(reading: Reading): readonly DiagramEdge[] {
  const { resources, homes } = reading;
  const rights = readRights(resources, homes, usersOf(resources)).map(
    ({ from, to, words }): DiagramEdge => ({ from, to, kind: 'right', labels: [words], isPublic: false }),
  );
  return [...readTraffic(reading), ...rights, ...readFeeds(reading)];
}

function stackGroups(
  nodes: readonly DiagramNode[],
  nameOf: (stack: 'shared' | 'backend') => string,
): readonly DiagramGroup[] {
  const titles = { shared: 'Shared stack', backend: 'Backend stack' } as const;
  return (['shared', 'backend'] as const)
    .filter((stack) => nodes.some(({ group }) => group === `stack/${stack}`))
    .map((stack) => ({
      id: `stack/${stack}`,
      kind: 'stack',
      title: titles[stack],
      detail: nameOf(stack),
      stack,
      holds: [],
      options: [],
    }));
}

function heldBy(
  group: string,
  { resources, homes }: Reading,
  options: readonly string[],
): Pick<DiagramGroup, 'holds' | 'options'> {
  const held = [...resources.values()].filter(({ key }) => homes.get(key) === group);
  const modules = held.flatMap((each) => each.modules);
  return { holds: held.map(({ key }) => key), options: options.filter((name) => modules.includes(name)) };
}
