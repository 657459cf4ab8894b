import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';

/** Part of a spec that replaces what specs/todo.yaml has there: mappings are merged, `null` removes a key. */
export type Patch = { readonly [key: string]: Patch | string | number | boolean | null | readonly unknown[] };

/** What can be deployed: shapes of specs/todo.yaml that differ in what AWS has to make. */
export const shapes = {
  appRunner: {},
  'appRunner without a domain': { backend: { domain: null } },
  fargate: { backend: { service: { runtime: 'fargate' } } },
  'appRunner with aliases': { backend: { domain: { aliases: [{ name: 'www.example.com' }] } } },
  'fargate with aliases': {
    backend: { service: { runtime: 'fargate' }, domain: { aliases: [{ name: 'www.example.com' }] } },
  },
  'fargate without a domain': {
    backend: { domain: null, service: { runtime: 'fargate', plainHttp: true } },
  },
  'fargate without a database': {
    backend: { domain: null, database: null, service: { runtime: 'fargate', plainHttp: true } },
  },
  'fargate without a cluster': {
    shared: { database: 'none' },
    backend: { domain: null, database: null, service: { runtime: 'fargate', plainHttp: true } },
  },
  'fargate with an open database': {
    shared: { database: { access: 'public' } },
    backend: { service: { runtime: 'fargate' } },
  },
  'appRunner with private subnets': {
    shared: { network: { nat: 'none' }, database: { access: 'public' } },
  },
  'appRunner in the VPC, with an open database': {
    shared: { network: { nat: 'none' }, database: { access: 'public' } },
    backend: { service: { egress: 'vpc' } },
  },
  'appRunner with a closed database': {
    shared: { network: { nat: 'none' }, database: { access: 'vpc' } },
  },
  'appRunner with a closed database, without a domain': {
    shared: { network: { nat: 'none' }, database: { access: 'vpc' } },
    backend: { domain: null, service: { ipAddressType: null } },
    options: null,
  },
  'appRunner inside alone': {
    shared: { network: { nat: 'none' }, database: { access: 'vpc' } },
    backend: { domain: null, service: { ipAddressType: null, visibility: 'internal' } },
    options: null,
  },
} satisfies Record<string, Patch>;

export type ShapeName = keyof typeof shapes;

/** A change of a deployed shape into another one, by deployments of further shapes where the order demands them. */
export interface Change {
  readonly from: ShapeName;
  readonly to: ShapeName;
  readonly through?: readonly ShapeName[];
  /** The deployments of the way back, if it is another one. */
  readonly backThrough?: readonly ShapeName[];
  /** The logical ids of what loses its data. */
  readonly loses?: readonly string[];
  /** Whether `npm test` rehearses it too, and not only `npm run rehearse:all`. */
  readonly inSuite?: boolean;
}

export const changes: readonly Change[] = [
  { from: 'appRunner', to: 'appRunner with aliases' },
  { from: 'fargate', to: 'fargate with aliases' },
  { from: 'appRunner', to: 'appRunner without a domain' },
  { from: 'fargate', to: 'fargate without a domain', inSuite: true },
  { from: 'fargate without a domain', to: 'fargate without a database', loses: ['DatabaseUserSecret'] },
  {
    from: 'fargate without a database',
    to: 'fargate without a cluster',
    loses: ['DatabaseCluster', 'DatabaseMasterSecret'],
  },
  { from: 'appRunner', through: ['fargate with an open database'], to: 'fargate', backThrough: [] },
  {
    from: 'appRunner',
    through: ['appRunner in the VPC, with an open database'],
    to: 'appRunner with a closed database',
    backThrough: ['appRunner with private subnets'],
  },
  { from: 'appRunner with a closed database, without a domain', to: 'appRunner inside alone' },
];

const example = fileURLToPath(new URL('../../specs/todo.yaml', import.meta.url));

/** The text of specs/todo.yaml in that shape. */
export async function specOf(shape: ShapeName): Promise<string> {
  const spec = parse(await readFile(example, 'utf8')) as Patch;
  return stringify(merge(spec, shapes[shape]));
}

/** https://www.rfc-editor.org/rfc/rfc7396 */
function merge(target: Patch, patch: Patch): Patch {
  const merged: Record<string, Patch[string]> = { ...target };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) Reflect.deleteProperty(merged, key);
    else merged[key] = isMapping(value) ? merge(isMapping(merged[key]) ? merged[key] : {}, value) : value;
  }
  return merged;
}

function isMapping(value: unknown): value is Patch {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
