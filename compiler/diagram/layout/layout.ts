import elkApi from 'elkjs/lib/elk-api.js';
import type { ELK, ElkExtendedEdge, ElkNode, LayoutOptions } from 'elkjs/lib/elk-api.js';
import elkWorker from 'elkjs/lib/elk-worker.min.js';
import type { Area, Point } from './area.ts';
import { boxOf, headingOf } from './box.ts';
import { bundle } from './bundle.ts';
import { labelHeight } from './layout-model.ts';
import type { Layout, PlacedEdge } from './layout-model.ts';
import { smallType, widthOf } from './measure.ts';
import { componentsOf } from './components.ts';
import { costOf } from './layout-cost.ts';
import { drawnEdges } from '../graph/model.ts';
import { pack } from './pack.ts';
import { InternalError } from '../../internal-error.ts';
import type { DiagramEdge, DiagramGroup, DiagramNode, Graph } from '../graph/model.ts';

/**
 * How the nodes come into layers, where they stand in these, and a seed. Of twelve, these five give nearly what all of them
 * give: over the tests' specs, the best picture costs 0.1 % more on average, and 1.6 % at most.
 */
const mainCandidates: readonly LayoutOptions[] = (
  [
    ['NETWORK_SIMPLEX', 'NETWORK_SIMPLEX', '2'],
    ['NETWORK_SIMPLEX', 'NETWORK_SIMPLEX', '3'],
    ['LONGEST_PATH_SOURCE', 'NETWORK_SIMPLEX', '1'],
    ['NETWORK_SIMPLEX', 'BRANDES_KOEPF', '2'],
    ['LONGEST_PATH_SOURCE', 'BRANDES_KOEPF', '3'],
  ] as const
).map(([layering, placement, seed]) => ({
  'elk.layered.layering.strategy': layering,
  'elk.layered.nodePlacement.strategy': placement,
  'elk.randomSeed': seed,
}));
const narrowCandidates: readonly LayoutOptions[] = ['2', '3', '4'].flatMap((bound) =>
  ['1', '2'].map((seed) => ({
    'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
    'elk.layered.layering.strategy': 'COFFMAN_GRAHAM',
    'elk.layered.layering.coffmanGraham.layerBound': bound,
    'elk.randomSeed': seed,
  })),
);
const wideWidth = 1100;
const sideCandidates: readonly LayoutOptions[] = [{ 'elk.direction': 'RIGHT' }];

const common: LayoutOptions = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.spacing.nodeNode': '22',
  'elk.layered.spacing.nodeNodeBetweenLayers': '26',
  'elk.spacing.edgeNode': '14',
  'elk.spacing.edgeEdge': '12',
  'elk.layered.spacing.edgeNodeBetweenLayers': '14',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '12',
  'elk.spacing.edgeLabel': '3',
  'elk.padding': '[top=0,left=0,bottom=0,right=0]',
};

/** Gives everything a place. What no line connects with the rest is placed below it. */
export async function layOut(graph: Graph): Promise<Layout> {
  const elk = openElk();
  const bundled = bundle(graph);
  const [main, ...others] = componentsOf(bundled);
  const blocks: Layout[] = [];
  if (main) blocks.push(await layOutMain(main, elk));
  for (const component of others) blocks.push(await best(component, sideCandidates, elk));
  return pack(bundled, blocks);
}

/** As it comes, or with fewer nodes side by side if that is too wide for a page. */
async function layOutMain(graph: Graph, elk: ELK): Promise<Layout> {
  const layout = await best(graph, mainCandidates, elk);
  if (layout.width <= wideWidth) return layout;
  const narrow = await best(graph, narrowCandidates, elk);
  return costOf(narrow) < costOf(layout) ? narrow : layout;
}

async function best(graph: Graph, candidates: readonly LayoutOptions[], elk: ELK): Promise<Layout> {
  const layouts: Layout[] = [];
  for (const options of candidates) {
    layouts.push(fromElk(graph, await elk.layout(toElk(graph, { ...common, ...options }))));
  }
  const costs = layouts.map(costOf);
  const chosen = layouts[costs.indexOf(Math.min(...costs))];
  if (!chosen) throw new InternalError('there is no way to lay a diagram out');
  return chosen;
}

function openElk(): ELK {
  return new elkApi.default({ workerFactory: (url) => new elkWorker.Worker(url) });
}

function toElk(graph: Graph, options: LayoutOptions): ElkNode {
  const childrenOf = (parent: string | undefined): ElkNode[] => [
    ...graph.groups.filter((group) => group.parent === parent).map(groupNode),
    ...graph.nodes.filter((node) => node.group === parent).map(leaf),
  ];
  const groupNode = (group: DiagramGroup): ElkNode => {
    const children = childrenOf(group.id);
    const { width, height } = headingOf(group);
    return {
      id: group.id,
      children,
      layoutOptions:
        group.kind === 'bundle'
          ? inRows(children)
          : { ...options, 'elk.padding': `[top=${height + 15},left=12,bottom=12,right=12]` },
      ...(children.length === 0 && { width: width + 20, height: height + 14 }),
    };
  };
  return {
    id: 'root',
    layoutOptions: options,
    children: childrenOf(undefined),
    edges: drawnEdges(graph).map(toElkEdge),
  };
}

/** Nodes without lines among them, in rows that fit a page. */
function inRows(nodes: readonly ElkNode[]): LayoutOptions {
  const widest = Math.max(...nodes.map(({ width = 0 }) => width));
  const columns = Math.min(4, Math.ceil(Math.sqrt(nodes.length)));
  return {
    'elk.algorithm': 'rectpacking',
    'elk.hierarchyHandling': 'SEPARATE_CHILDREN',
    'elk.rectpacking.widthApproximation.strategy': 'TARGET_WIDTH',
    'elk.rectpacking.widthApproximation.targetWidth': String(columns * (widest + 14) + 12),
    'elk.spacing.nodeNode': '14',
    'elk.padding': '[top=12,left=12,bottom=12,right=12]',
  };
}

function leaf(node: DiagramNode): ElkNode {
  const { width, height } = boxOf(node);
  const isFirst = node.id === 'outside/internet';
  return {
    id: node.id,
    width,
    height,
    ...(isFirst && { layoutOptions: { 'elk.layered.layering.layerConstraint': 'FIRST' } }),
  };
}

function toElkEdge({ from, to, labels }: DiagramEdge, index: number): ElkExtendedEdge {
  const width = Math.max(0, ...labels.map((text) => widthOf(text, smallType)));
  return {
    id: `edge/${index}`,
    sources: [from],
    targets: [to],
    labels:
      labels.length === 0
        ? []
        : [
            {
              text: labels.join('\n'),
              width: width + 8,
              height: labels.length * labelHeight + 2,
              layoutOptions: { 'elk.edgeLabels.inline': 'true' },
            },
          ],
  };
}

/** Makes places that count from an enclosing box count from the picture. */
function fromElk(graph: Graph, root: ElkNode): Layout {
  const offsets = new Map<string, Point>([['root', { x: 0, y: 0 }]]);
  const areas = new Map<string, Area>();
  const walk = (node: ElkNode, at: Point): void => {
    for (const child of node.children ?? []) {
      const here = { x: at.x + (child.x ?? 0), y: at.y + (child.y ?? 0) };
      offsets.set(child.id, here);
      areas.set(child.id, { ...here, width: child.width ?? 0, height: child.height ?? 0 });
      walk(child, here);
    }
  };
  walk(root, { x: 0, y: 0 });
  const none: Area = { x: 0, y: 0, width: 0, height: 0 };
  const drawn = drawnEdges(graph);
  return {
    graph,
    width: root.width ?? 0,
    height: root.height ?? 0,
    groups: graph.groups.map((group) => ({ group, ...(areas.get(group.id) ?? none) })),
    nodes: graph.nodes.map((node) => ({ node, box: boxOf(node), ...(areas.get(node.id) ?? none) })),
    edges: (root.edges ?? []).flatMap((placed, index) => {
      const edge = drawn[index];
      return edge ? [placeEdge(edge, placed, offsets)] : [];
    }),
  };
}

function placeEdge(
  edge: DiagramEdge,
  placed: ElkExtendedEdge,
  offsets: ReadonlyMap<string, Point>,
): PlacedEdge {
  const { container = 'root' } = placed as { container?: string };
  const { x, y } = offsets.get(container) ?? { x: 0, y: 0 };
  const move = (point: Point): Point => ({ x: point.x + x, y: point.y + y });
  const [section] = placed.sections ?? [];
  const points = section
    ? [section.startPoint, ...(section.bendPoints ?? []), section.endPoint].map(move)
    : [];
  const [label] = placed.labels ?? [];
  return {
    edge,
    points,
    label: label && {
      ...move({ x: label.x ?? 0, y: label.y ?? 0 }),
      width: label.width ?? 0,
      height: label.height ?? 0,
    },
  };
}
