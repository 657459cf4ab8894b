import { drawnEdges } from './graph/model.ts';
import type { DiagramEdge, DiagramGroup, DiagramNode, Graph } from './graph/model.ts';

/** The graph as a flowchart of Mermaid, which GitHub and GitLab draw in Markdown: https://mermaid.js.org/syntax/flowchart.html */
export function mermaidOf(graph: Graph): string {
  const ids = new Map([...graph.groups, ...graph.nodes].map(({ id }, index) => [id, `n${index}`] as const));
  const idOf = (id: string): string => ids.get(id) ?? id;
  const inside = (parent: string | undefined, indent: string): readonly string[] => [
    ...graph.groups.filter((group) => group.parent === parent).flatMap((group) => groupLines(group, indent)),
    ...graph.nodes
      .filter((node) => node.group === parent)
      .map((node) => `${indent}${idOf(node.id)}${box(node)}`),
  ];
  const groupLines = (group: DiagramGroup, indent: string): readonly string[] => [
    `${indent}subgraph ${idOf(group.id)}[${quote([group.title, group.detail])}]`,
    ...inside(group.id, `${indent}  `),
    `${indent}end`,
  ];
  return [
    '%% archc diagram',
    'flowchart TB',
    ...inside(undefined, '  '),
    ...drawnEdges(graph).map((edge) => `  ${idOf(edge.from)} ${arrow(edge)} ${idOf(edge.to)}`),
    ...classes.map((line) => `  ${line}`),
    ...classLines(graph, idOf),
    '',
  ].join('\n');
}

/** Only strokes have colours, which can be seen on a light and on a dark page. */
const classes = [
  'classDef shared stroke:#0b7285,stroke-width:3px',
  'classDef backend stroke:#7950f2,stroke-width:1.5px',
  'classDef outside stroke:#868e96,stroke-dasharray:5 3',
];

function classLines({ nodes }: Graph, idOf: (id: string) => string): readonly string[] {
  const kinds = ['shared', 'backend', 'outside'] as const;
  return kinds.flatMap((kind) => {
    const members = nodes.filter(({ stack }) => (stack ?? 'outside') === kind).map(({ id }) => idOf(id));
    return members.length === 0 ? [] : [`  class ${members.join(',')} ${kind}`];
  });
}

function box({ title, name, details, options, shape }: DiagramNode): string {
  const text = quote([title, name, ...details, ...options.map((option) => `+ ${option}`)]);
  if (shape === 'database' || shape === 'cluster') return `[(${text})]`;
  return shape === 'internet' ? `([${text}])` : `[${text}]`;
}

function arrow({ kind, labels, isPublic }: DiagramEdge): string {
  const line = kind !== 'traffic' ? '-.->' : isPublic ? '==>' : '-->';
  return labels.length === 0 ? line : `${line}|${quote(labels)}|`;
}

/** Lines of a text in quotes. Everything that could mean something to Mermaid or HTML is written as its number. */
function quote(lines: readonly string[]): string {
  const shown = lines.filter((line) => line !== '').map(escapeMermaid);
  return `"${shown.join('<br>')}"`;
}

function escapeMermaid(text: string): string {
  return text.replaceAll(/[^\w .,:/@+-]/gu, (character) => `#${character.codePointAt(0) ?? 0};`);
}
