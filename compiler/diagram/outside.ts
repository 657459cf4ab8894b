import type { DiagramEdge, DiagramNode, Shape } from './model.ts';
import { internet, networks } from './traffic.ts';

interface Outside {
  readonly nodes: readonly DiagramNode[];
  /** The edges, which lead to these nodes. */
  readonly edges: readonly DiagramEdge[];
}

/** What is in neither template, as nodes: the internet, another spec's stack, what an ARN names. */
export function placeOutside(
  edges: readonly DiagramEdge[],
  inside: ReadonlySet<string>,
  sharedStack: string,
): Outside {
  const nodes = new Map<string, DiagramNode>();
  const place = (end: string): string => {
    if (inside.has(end)) return end;
    const made = nodeFor(end, sharedStack);
    const before = nodes.get(made.id);
    const details = [...new Set([...(before?.details ?? []), ...made.details])];
    nodes.set(made.id, { ...made, details });
    return made.id;
  };
  const placed = edges.map((edge) => ({ ...edge, from: place(edge.from), to: place(edge.to) }));
  return { nodes: [...nodes.values()], edges: placed };
}

function nodeFor(end: string, sharedStack: string): DiagramNode {
  if (end === internet) return outside('internet', 'internet', 'Internet', '');
  if (end === networks) return outside('networks', 'network', 'Private networks', 'that reach the VPC');
  if (end.startsWith('subscriber/'))
    return outside(end, 'message', 'Subscriber', end.replace('subscriber/', ''));
  if (end.startsWith('import/'))
    return outside('stack', 'stack', 'Other stack', sharedStack, end.replace('import/', ''));
  if (end.startsWith('sg-')) return outside(`sg/${end}`, 'database', 'Existing database', end);
  const [, , service = '', , , name = ''] = end.split(':');
  const { shape, title } = foreign[service] ?? { shape: 'other', title: service };
  return outside(service, shape, title, '', end.split(':').slice(5).join(':') || name);
}

const foreign: Readonly<Record<string, { readonly shape: Shape; readonly title: string }>> = {
  secretsmanager: { shape: 'secret', title: 'Your secrets' },
  ssm: { shape: 'secret', title: 'Your parameters' },
  iam: { shape: 'key', title: 'Your policies' },
  backup: { shape: 'archive', title: 'Other vault' },
  kms: { shape: 'key', title: 'Your keys' },
};

function outside(id: string, shape: Shape, title: string, name: string, detail?: string): DiagramNode {
  return {
    id: id.startsWith('outside/') ? id : `outside/${id}`,
    shape,
    title,
    name,
    details: detail === undefined ? [] : [detail],
    holds: [],
    options: [],
    modules: [],
  };
}
