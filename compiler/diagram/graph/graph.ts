import { sharedStackName, stackName } from '../../modules/stack-names.ts';
import type { Compiled } from '../../phases/results.ts';
import { readFeeds } from './feeds.ts';
import { findHomes, usersOf } from './fold.ts';
import type { Reading } from './fold.ts';
import { joinEdges, throughFirewall } from './join-edges.ts';
import type { DiagramEdge, DiagramGroup, Graph } from './model.ts';
import { readNetwork } from './network.ts';
import type { Network } from './network.ts';
import { makeNodes } from './nodes.ts';
import { placeOutside } from './outside.ts';
import { readResources } from './read-resources.ts';
import { readRights } from './rights.ts';
import { readTraffic } from './traffic.ts';

/**
 * What the templates deploy, who talks to whom, and what the internet reaches. It is made of the composed templates; of
 * the spec only names are used.
 *
 * @param allOptions the names of all options: modules of other names are the base or a runtime.
 */
export function graphOf({ resolved, templates }: Compiled, allOptions: readonly string[]): Graph {
  const { spec } = resolved;
  const options = allOptions.filter((name) => Object.hasOwn(spec.options, name));
  const resources = readResources(templates);
  const homes = findHomes(resources);
  const reading: Reading = { resources, homes };
  const network = readNetwork(reading);
  const own = makeNodes(reading, network.places, options);
  const nodeOf = new Map(own.flatMap(({ id, holds }) => holds.map((key) => [key, id] as const)));
  const homeOf = (key: string): string => nodeOf.get(key) ?? homes.get(key) ?? key;
  const between = edgesOf(reading)
    .map((edge) => ({ ...edge, from: homeOf(edge.from), to: homeOf(edge.to) }))
    .filter(({ from, to }) => from !== to);
  const inside = new Set([...own, ...network.groups].map(({ id }) => id));
  const outside = placeOutside(fromNetworks(between, network), inside, sharedStackName(spec));
  const nodes = [...own, ...outside.nodes];
  const written = new Set([...resources.values()].flatMap(({ modules }) => modules));
  return {
    name: spec.name,
    region: spec.region,
    stacks: templates.map(({ stack }) => ({ stack, name: stackName(stack, spec) })),
    groups: network.groups.map((group) => ({ ...group, ...heldBy(group.id, options, reading, network) })),
    nodes,
    edges: joinEdges(throughFirewall(outside.edges, reading)),
    options: options.filter((name) => written.has(name)),
  };
}

function edgesOf(reading: Reading): readonly DiagramEdge[] {
  const { resources, homes } = reading;
  const rights = readRights(resources, homes, usersOf(resources)).map(({ from, to, words }): DiagramEdge => ({
    from,
    to,
    kind: 'right',
    labels: [words],
    isPublic: false,
  }));
  return [...readTraffic(reading), ...rights, ...readFeeds(reading)];
}

/** What a whole network may reach, such as an endpoint of AWS, is reached by those in it that call AWS. */
function fromNetworks(edges: readonly DiagramEdge[], { groups, places }: Network): readonly DiagramEdge[] {
  const callers = new Set(edges.filter(({ kind }) => kind === 'right').map(({ from }) => from));
  const networkOf = (id: string | undefined): string | undefined => {
    const group = groups.find((each) => each.id === id);
    return group?.parent === undefined ? group?.id : networkOf(group.parent);
  };
  const isNetwork = (id: string) => groups.some((group) => group.id === id && group.kind === 'network');
  return edges.flatMap((edge) => {
    if (!isNetwork(edge.from)) return [edge];
    return [...callers]
      .filter((each) => networkOf(places.get(each)) === edge.from)
      .map((from) => ({ ...edge, from }));
  });
}

function heldBy(
  group: string,
  options: readonly string[],
  { resources, homes }: Reading,
  { emptySubnets }: Network,
): Pick<DiagramGroup, 'holds' | 'options'> {
  const held = [...resources.values()].filter(({ key }) => {
    const home = homes.get(key) ?? key;
    return (emptySubnets.get(home) ?? home) === group;
  });
  const modules = held.flatMap((each) => each.modules);
  return { holds: held.map(({ key }) => key), options: options.filter((name) => modules.includes(name)) };
}
