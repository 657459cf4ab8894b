import { graphOf } from '../../compiler/diagram/graph/graph.ts';
import type { DiagramEdge, DiagramNode, Graph, Shape } from '../../compiler/diagram/graph/model.ts';
import type { Compiled } from '../../compiler/phases/results.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { compileFile } from '../support/compile/compile-file.ts';
import { casesIn } from '../support/compile/snapshot.ts';

const options = toolkit.options.map(({ name }) => name);

/** Every golden case, compiled: each environment of those that have some. */
export const goldens: readonly (readonly [title: string, compiled: Compiled])[] = casesIn(
  'test/golden',
).flatMap((name) =>
  compileFile(`test/golden/${name}/spec.yaml`).map((each) => [`${name} (${each.name})`, each] as const),
);

export function graphOfSpec(file: string): Graph {
  return graphOf(compileFile(file)[0], options);
}

export function graphOfCompiled(compiled: Compiled): Graph {
  return graphOf(compiled, options);
}

/** `backend/Service -> shared/Repository (right: pulls images)` */
export function edgeText({ from, to, kind, labels, isPublic }: DiagramEdge): string {
  return `${from} -> ${to} (${isPublic ? 'public ' : ''}${kind}${labels.length > 0 ? `: ${labels.join(', ')}` : ''})`;
}

const parts: readonly (readonly [Shape, string, string])[] = [
  ['function', 'Worker', 'calls'],
  ['secret', 'Secret', 'reads'],
  ['bucket', 'Bucket', 'stores'],
  ['message', 'Queue', 'sends'],
  ['database', 'Table', 'queries'],
  ['log', 'Archive log', 'writes'],
  ['images', 'Images', 'pulls'],
  ['archive', 'Vault', 'keeps'],
];

/** The graph of the example with 40 more resources: workers that use the database, and what these and the service use. */
export function largeGraph(): Graph {
  const graph = graphOfSpec('specs/todo-fargate.yaml');
  const made = Array.from({ length: 40 }, (_, index) => makePart(index));
  return {
    ...graph,
    nodes: [...graph.nodes, ...made.map(({ node }) => node)],
    edges: [...graph.edges, ...made.map(({ edge }) => edge)],
  };
}

function makePart(index: number): { readonly node: DiagramNode; readonly edge: DiagramEdge } {
  const [shape, title, label] = parts[index % parts.length] ?? ['other', '', ''];
  const id = `backend/Extra${index}`;
  const node: DiagramNode = {
    id,
    shape,
    title,
    name: `Extra${index}`,
    details: index % 3 === 0 ? ['a detail of it'] : [],
    stack: index % 4 === 0 ? 'shared' : 'backend',
    holds: [id],
    options: index % 5 === 0 ? ['alarms'] : [],
    modules: [],
  };
  const isWorker = shape === 'function';
  const user = index % 2 === 0 ? 'backend/EcsService' : `backend/Extra${index - (index % parts.length)}`;
  const ends = isWorker ? { from: id, to: 'shared/DatabaseCluster' } : { from: user, to: id };
  return { node, edge: { ...ends, kind: isWorker ? 'traffic' : 'right', labels: [label], isPublic: false } };
}

const nasty = `<script>alert(1)</script>"'&]]>--> %% end \`*_#quot;`;

/** The example's graph with a text in every place that would break out of its quotes, if it could. */
export function nastyGraph(): Graph {
  const graph = graphOfSpec('specs/todo.yaml');
  return {
    ...graph,
    name: nasty,
    region: nasty,
    stacks: graph.stacks.map((each) => ({ ...each, name: nasty })),
    groups: graph.groups.map((each) => ({ ...each, title: nasty, detail: nasty })),
    nodes: graph.nodes.map((each) => ({
      ...each,
      title: nasty,
      name: nasty,
      details: [nasty],
      options: [nasty],
    })),
    edges: graph.edges.map((each) => ({ ...each, labels: [nasty] })),
    options: [nasty],
  };
}
