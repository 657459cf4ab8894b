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
  if (end === internet) return outside('internet', { shape: 'internet', title: 'Internet' });
  if (end === networks)
    return outside('networks', { shape: 'network', title: 'Private networks', name: 'that reach the VPC' });
  const [kind = '', ...rest] = end.split('/');
  const named = rest.join('/');
  if (kind === 'subscriber') return outside(end, { shape: 'message', title: 'Subscriber', name: named });
  if (kind === 'import')
    return outside('stack', { shape: 'stack', title: 'Other stack', name: sharedStack, details: [named] });
  if (end.startsWith('sg-'))
    return outside(end, { shape: 'database', title: 'Existing database', name: end });
  const [, , service = '', , , ...resource] = end.replace(/\$\{[^}]*\}/g, '').split(':');
  const look = foreign[service] ?? { shape: 'other', title: service };
  return outside(service, { ...look, details: [resource.join(':').replace(unknownEnd, '')] });
}

/** AWS gives each secret's ARN an end; where only the name is known, a policy has this. */
const unknownEnd = /-\?{6}$/;

const foreign: Readonly<Record<string, { readonly shape: Shape; readonly title: string }>> = {
  secretsmanager: { shape: 'secret', title: 'Your secrets' },
  ssm: { shape: 'secret', title: 'Your parameters' },
  iam: { shape: 'key', title: 'Your policies' },
  backup: { shape: 'archive', title: 'Other vault' },
  kms: { shape: 'key', title: 'Your keys' },
};

type Look = Pick<DiagramNode, 'shape' | 'title'> & Partial<Pick<DiagramNode, 'name' | 'details'>>;

function outside(id: string, { shape, title, name = '', details = [] }: Look): DiagramNode {
  return { id: `outside/${id}`, shape, title, name, details, holds: [], options: [], modules: [] };
}
