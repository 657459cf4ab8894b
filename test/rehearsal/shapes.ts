import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';
import { toolkit } from '../../compiler/toolkit.ts';
import { combinationsOf, exampleOf } from '../support/compile/option-combinations.ts';
import type { Combination } from '../support/compile/option-combinations.ts';

/** Part of a spec that replaces what specs/todo.yaml has there: mappings are merged, `null` removes a key. */
export type Patch = { readonly [key: string]: Patch | string | number | boolean | null | readonly unknown[] };

/** A secret that belongs to no stack. */
export const existingSecret = {
  name: 'shop/db',
  value: JSON.stringify({ username: 'shop_app', password: 'of the database' }),
};
const secretArn = `arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:${existingSecret.name}`;
const existingDatabase = {
  name: null,
  user: null,
  existing: { host: 'db.example.com', name: 'shop', secretArn },
};

const fargate = { service: { runtime: 'fargate' } };
const watched = {
  notify: ['oncall@example.com'],
  slack: { workspaceId: 'T07EA123LEP', channelId: 'C07EZ1ABC23' },
  dashboard: true,
};
const guarded = {
  managedRules: {
    groups: { sql: 'block', anonymousIps: 'count', botControl: 'count' },
    countedRules: { common: ['SizeRestrictions_BODY', 'NoUserAgent_HEADER'] },
    versions: { knownBadInputs: 'Version_1.22' },
  },
  rateLimit: {
    limits: [{ requests: 2000 }, { requests: 20, minutes: 1, mode: 'count', paths: ['/login', '/reset'] }],
    forwardedAddress: { header: 'X-Client' },
  },
};
const elsewhere = { name: 'api.example.com', hostedZoneId: null };
/** The rehearsal puts the ARN of a certificate in its place. */
export const certificateArn = 'arn:aws:acm:ap-northeast-1:123456789012:certificate/of-the-rehearsal';

/** The rehearsal makes a network, and puts its ids in their place. */
export const existingNetwork = {
  vpcId: 'vpc-11111111',
  publicSubnetIds: ['subnet-11111111', 'subnet-22222222'],
  privateSubnetIds: ['subnet-33333333', 'subnet-44444444'],
};

/** What can be deployed: shapes of specs/todo.yaml that differ in what AWS has to make. */
export const shapes = {
  appRunner: {},
  'appRunner without a domain': { backend: { domain: null } },
  'appRunner with DNS elsewhere': { backend: { domain: elsewhere } },
  'appRunner with aliases': { backend: { domain: { aliases: [{ name: 'www.example.com' }] } } },
  'appRunner without a database': { backend: { database: null } },
  'appRunner with an existing database': { backend: { database: existingDatabase } },
  'appRunner moving inside': {
    shared: { network: { nat: 'one' }, database: { access: 'public' } },
    backend: { service: { egress: 'vpc' } },
  },
  'appRunner leaving': { shared: { network: { nat: 'one' }, database: { access: 'public' } } },
  'appRunner with a closed database': { shared: { network: { nat: 'one' }, database: { access: 'vpc' } } },
  'appRunner with a closed database and no NAT': {
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
  'appRunner with managed rules': { options: { managedRules: {} } },
  'appRunner with rate limits': { options: { rateLimit: { limits: [{ requests: 10 }] } } },
  'appRunner, guarded': { options: guarded },
  'appRunner without ipRestriction, guarded': { options: { ...guarded, ipRestriction: null } },
  'appRunner with backups': { options: { backup: { monthlyRetentionDays: 365 } } },
  fargate: { backend: fargate },
  'fargate with backups': {
    backend: fargate,
    options: { backup: { lock: { mode: 'governance', minRetentionDays: 7 } } },
  },
  'fargate with weekly backups': {
    backend: fargate,
    options: { backup: { dailyRetentionDays: 7, weeklyRetentionDays: 90 } },
  },
  'fargate, guarded': { backend: fargate, options: guarded },
  'fargate with managed rules': { backend: fargate, options: { managedRules: {} } },
  'fargate with rate limits': {
    backend: fargate,
    options: { rateLimit: { limits: [{ requests: 10, minutes: 10 }] } },
  },
  'fargate without a domain': {
    backend: { domain: null, service: { runtime: 'fargate', plainHttp: true } },
  },
  'fargate with a certificate of its own': { backend: { ...fargate, domain: { certificateArn } } },
  'fargate with DNS elsewhere': { backend: { ...fargate, domain: { ...elsewhere, certificateArn } } },
  'fargate with aliases': { backend: { ...fargate, domain: { aliases: [{ name: 'www.example.com' }] } } },
  'fargate without a database': { backend: { ...fargate, database: null } },
  'fargate without a cluster': { shared: { database: 'none' }, backend: { ...fargate, database: null } },
  'fargate with an existing database': {
    shared: { database: 'none' },
    backend: { ...fargate, database: existingDatabase },
  },
  'fargate with an open database': { shared: { database: { access: 'public' } }, backend: fargate },
  'fargate moving': { shared: { network: { nat: 'one', databaseRoute: 'internet' } }, backend: fargate },
  'fargate in public subnets': { shared: { network: { nat: 'none' } }, backend: fargate },
  'a network alone': {
    name: 'company',
    terminationProtection: { shared: false },
    shared: { network: { nat: 'one' }, database: 'none' },
    backend: { ...fargate, database: null },
  },
  'fargate in an existing VPC': {
    shared: { network: existingNetwork },
    backend: { service: { runtime: 'fargate', ipAddressType: 'ipv4' } },
  },
  'fargate in private subnets of an existing VPC': {
    shared: { network: existingNetwork },
    backend: { service: { runtime: 'fargate', ipAddressType: 'ipv4', subnets: 'private' } },
  },
  'appRunner in an existing VPC': { shared: { network: existingNetwork, database: { access: 'vpc' } } },
  'fargate, internal': {
    shared: { network: { nat: 'none' } },
    backend: { service: { runtime: 'fargate', ipAddressType: 'ipv4', visibility: 'internal' } },
  },
  'fargate with NAT': {
    shared: { network: { nat: 'one' } },
    backend: { service: { runtime: 'fargate', subnets: 'private' } },
  },
  'fargate with NAT, tasks in public subnets': { shared: { network: { nat: 'one' } }, backend: fargate },
  'fargate, hardened': {
    shared: { network: { nat: 'one' } },
    backend: { service: { runtime: 'fargate', subnets: 'private' } },
    options: { hardening: { customerKeys: 'secretsAndLogs', rotation: 'userSecret' } },
  },
  'fargate, hardened from the start': {
    shared: { network: { nat: 'one', endpoints: ['logs'] } },
    backend: { service: { runtime: 'fargate', subnets: 'private' } },
    options: { hardening: {} },
  },
  'fargate, hardened otherwise': {
    shared: { network: { nat: 'one', endpoints: ['logs'] } },
    backend: { service: { runtime: 'fargate', subnets: 'private' } },
    options: {
      hardening: {
        flowLog: 'rejected',
        logRetentionDays: 90,
        containerInsights: 'enhanced',
        writablePaths: ['/run', '/tmp'],
        outboundPorts: [443, 587],
        loadBalancerProtection: false,
      },
    },
  },
  'appRunner, hardened': {
    options: { hardening: { customerKeys: 'secretsAndLogs', rotation: 'userSecret' } },
  },
  'appRunner with a closed database, hardened': {
    shared: { network: { nat: 'one' }, database: { access: 'vpc' } },
    options: { hardening: { customerKeys: 'secretsAndLogs', rotation: 'userSecret' } },
  },
  'fargate with NAT in each zone': {
    shared: { network: { nat: 'perZone' } },
    backend: { service: { runtime: 'fargate', subnets: 'private' } },
  },
  'fargate with NAT and endpoints': {
    shared: { network: { nat: 'one', endpoints: ['ecr', 's3', 'logs', 'secretsManager'] } },
    backend: { service: { runtime: 'fargate', subnets: 'private' } },
  },
  'fargate with endpoints': {
    shared: { network: { nat: 'none', endpoints: ['ecr', 's3', 'logs', 'secretsManager'] } },
    backend: { service: { runtime: 'fargate', subnets: 'private' } },
  },
  'appRunner with alarms': { options: { alarms: watched } },
  'fargate with alarms': { backend: fargate, options: { alarms: watched } },
  'fargate with other alarms': {
    backend: fargate,
    options: {
      alarms: {
        ...watched,
        notify: ['platform@example.com'],
        slack: null,
        rollback: false,
        without: ['cpu', 'replicaLag'],
        thresholds: { errorsPerMinute: 50 },
      },
    },
  },
} satisfies Record<string, Patch>;

/** The example on a runtime, with these options alone: `fargate with options hardening and alarms`. */
type ShapeOfOptions = `${string} with options ${string}`;

export type ShapeName = keyof typeof shapes | ShapeOfOptions;

/** A deployment of a shape, with flags where it needs any. */
export type Step = ShapeName | readonly [ShapeName, ...string[]];

/** A change of a deployed shape into others, by a deployment of each, and back to the first. */
export interface Change {
  readonly from: ShapeName;
  readonly to: readonly Step[];
  readonly back: readonly Step[];
  /** Whether `npm test` rehearses it too, and not only `npm run rehearse:all`. */
  readonly inSuite?: boolean;
}

/** The same once more with another variable of the container. */
const changed = ', changed';

const withoutSecret = ['--allow-replace', 'DatabaseUserSecret'] as const;

const ownChanges: readonly Change[] = [
  { from: 'appRunner', to: ['appRunner without a domain'], back: [] },
  { from: 'appRunner', to: ['appRunner with DNS elsewhere'], back: [] },
  { from: 'appRunner', to: ['appRunner with aliases'], back: [] },
  {
    from: 'appRunner',
    to: [
      ['appRunner without a database', '--stack', 'backend', ...withoutSecret],
      'appRunner without a database',
    ],
    back: [],
  },
  {
    from: 'appRunner',
    to: ['appRunner moving inside', 'appRunner with a closed database'],
    back: ['appRunner leaving', ['appRunner', '--stack', 'backend']],
  },
  {
    from: 'appRunner with a closed database',
    to: ['appRunner with a closed database and no NAT'],
    back: [],
  },
  { from: 'appRunner with a closed database', to: ['fargate with NAT'], back: [] },
  { from: 'appRunner', to: ['fargate with an open database', 'fargate'], back: [] },
  {
    from: 'appRunner',
    to: ['appRunner with managed rules', 'appRunner, guarded', 'appRunner without ipRestriction, guarded'],
    back: ['appRunner with rate limits'],
  },
  {
    from: 'fargate',
    to: ['fargate with managed rules', 'fargate, guarded'],
    back: ['fargate with rate limits'],
  },
  { from: 'appRunner', to: ['appRunner with backups'], back: [] },
  { from: 'fargate', to: ['fargate with backups', 'fargate with weekly backups'], back: [] },
  { from: 'fargate', to: ['fargate without a domain'], back: [], inSuite: true },
  { from: 'fargate', to: ['fargate with a certificate of its own'], back: [] },
  { from: 'fargate', to: ['fargate with DNS elsewhere'], back: [] },
  { from: 'fargate', to: ['fargate with aliases'], back: [] },
  { from: 'appRunner with a closed database, without a domain', to: ['appRunner inside alone'], back: [] },
  { from: 'appRunner without a database', to: ['appRunner with an existing database'], back: [] },
  { from: 'fargate', to: [['fargate without a database', ...withoutSecret]], back: [] },
  { from: 'fargate without a cluster', to: ['fargate with an existing database'], back: [], inSuite: true },
  {
    from: 'fargate without a database',
    to: [
      [
        'fargate without a cluster',
        '--allow-replace',
        'DatabaseCluster',
        '--allow-replace',
        'DatabaseMasterSecret',
      ],
    ],
    back: [],
  },
  {
    from: 'fargate',
    to: ['fargate moving', 'fargate in public subnets'],
    back: ['fargate moving', ['fargate', '--stack', 'backend']],
  },
  {
    from: 'fargate in public subnets',
    to: ['fargate with NAT'],
    back: ['fargate with NAT, tasks in public subnets'],
  },
  { from: 'fargate in public subnets', to: ['fargate, internal'], back: [] },
  {
    from: 'fargate in an existing VPC',
    to: ['fargate in private subnets of an existing VPC', 'appRunner in an existing VPC'],
    back: [],
  },
  { from: 'fargate with NAT', to: ['fargate with NAT in each zone'], back: [] },
  { from: 'fargate with NAT', to: ['fargate, hardened'], back: [] },
  { from: 'fargate, hardened from the start', to: ['fargate, hardened otherwise'], back: [] },
  { from: 'appRunner', to: ['appRunner, hardened'], back: [] },
  {
    from: 'appRunner with a closed database',
    to: ['appRunner with a closed database, hardened'],
    back: [],
  },
  {
    from: 'fargate with NAT',
    to: ['fargate with NAT and endpoints', 'fargate with endpoints'],
    back: ['fargate with NAT and endpoints'],
  },
  { from: 'appRunner', to: ['appRunner with alarms'], back: [] },
  {
    from: 'appRunner with alarms',
    to: ['fargate with an open database', 'fargate with alarms'],
    back: ['fargate with an open database'],
  },
  { from: 'fargate', to: ['fargate with alarms', 'fargate with other alarms'], back: [] },
];

const { all, alone, pairs } = combinationsOf(toolkit);

/** Every two options, each alone, and all together. A new option is among them by its line in the registry. */
const changesOfOptions: readonly Change[] = toolkit.runtimes.flatMap(({ name: runtime }) => {
  const shapeOf = ({ names }: Combination): ShapeOfOptions =>
    `${runtime} with options ${names.join(' and ')}`;
  const change = (combination: Combination): Change => {
    const from = shapeOf(combination);
    return { from, to: [`${from}${changed}`], back: [] };
  };
  return [
    { ...change(all), inSuite: true },
    ...alone.map(change),
    ...pairs.map((pair) => ({ from: shapeOf(pair), to: [], back: [] })),
  ];
});

export const changes: readonly Change[] = [...ownChanges, ...changesOfOptions];

function patchOf(shape: ShapeName): Patch {
  const known: Readonly<Record<string, Patch>> = shapes;
  const [runtime = '', names = ''] = shape.replace(changed, '').split(' with options ');
  if (known[shape]) return known[shape];
  const chosen = names.split(' and ');
  const service = { runtime, ...(shape.endsWith(changed) ? { environment: { LOG_LEVEL: 'debug' } } : {}) };
  const options = toolkit.options.map(({ name }) => [
    name,
    chosen.includes(name) ? (exampleOf(name, toolkit) as Patch) : null,
  ]);
  return { backend: { service }, options: Object.fromEntries(options) as Patch };
}

const example = fileURLToPath(new URL('../../specs/todo.yaml', import.meta.url));

/** The text of specs/todo.yaml in that shape. */
export async function specOf(shape: ShapeName): Promise<string> {
  const spec = parse(await readFile(example, 'utf8')) as Patch;
  return stringify(merge(spec, patchOf(shape)));
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
