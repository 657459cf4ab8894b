import type { Code } from '../diagnostics/catalogue.ts';
import { diagnose } from '../diagnostics/diagnose.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { allOf } from '../diagnostics/enumerate.ts';
import { isCommon, linesOf, locate, placeOf } from '../diagnostics/place.ts';
import { sharedStackName } from '../modules/stack-names.ts';
import type { Resolved } from '../phases/results.ts';
import { valueAt } from '../spec/path.ts';
import type { SpecPath } from '../spec/path.ts';
import { isSamePlace } from './same-stacks.ts';
import { environmentName } from '../modules/stack-owner.ts';

/** A name that one environment takes, and where it may stand but once. */
interface Claim {
  readonly environment: Resolved;
  readonly path: SpecPath;
  readonly name: string;
  /** The hosted zone, or the stack whose cluster it is. */
  readonly within: string;
}

/** A kind of names of which each environment needs its own. */
interface Kind {
  readonly code: Code;
  readonly claimsOf: (environment: Resolved) => readonly Claim[];
  /** Whether two that claim one name within one thing would meet. */
  readonly meet: (one: Resolved, other: Resolved) => boolean;
  /** The one of them that is most likely right. */
  readonly keeperOf: (group: readonly Claim[]) => Claim | undefined;
  /** What is wrong with the environments of these names. */
  readonly say: (environments: string, claim: Claim) => string;
  /** Another name for an environment. */
  readonly propose: (name: string, environment: string) => string;
}

const domain: SpecPath = ['backend', 'domain'];
const database: SpecPath = ['backend', 'database'];

const kinds: readonly Kind[] = [
  {
    code: 'same-domain',
    claimsOf: domainClaims,
    // Weighted records of one name stand side by side, also those of two accounts or regions.
    meet: (one, other) => !(isWeighted(one) && isWeighted(other)),
    keeperOf: nearestToProduction,
    say: (environments, { name }) =>
      `Environments ${environments} have the domain "${name}" in one hosted zone`,
    propose: (name, environment) => `${environment}.${name}`,
  },
  {
    code: 'same-preview-domain',
    claimsOf: previewClaims,
    meet: () => true,
    keeperOf: nearestToProduction,
    say: (environments, { name }) =>
      `Previews of environments ${environments} with the same name have one domain, "${name}"`,
    propose: (name, environment) => name.replace(/^\*/, `*.${environment}`),
  },
  {
    code: 'same-database-user',
    claimsOf: (environment) => clusterClaims(environment, 'user'),
    meet: isSamePlace,
    keeperOf: ownerOfCluster,
    say: (environments, { name, within }) =>
      `Environments ${environments} have the MySQL user "${name}" in the cluster of "${within}"`,
    propose: inMySql,
  },
  {
    code: 'same-database',
    claimsOf: (environment) => clusterClaims(environment, 'name'),
    meet: isSamePlace,
    keeperOf: ownerOfCluster,
    say: (environments, { name, within }) =>
      `Environments ${environments} have the database "${name}" in the cluster of "${within}"`,
    propose: inMySql,
  },
];

/** Names that several environments of a spec have, of which only one can have each. */
export function repeatedNames(environments: readonly Resolved[]): readonly Diagnostic[] {
  return kinds.flatMap((kind) => {
    const claims = environments.flatMap(kind.claimsOf);
    const taken = new Set(claims.map(({ name }) => name));
    return groupsOf(claims, kind).flatMap((group) => diagnoseGroup(group, kind, taken));
  });
}

/** The claims that meet, each group with those of one name. */
function groupsOf(claims: readonly Claim[], { meet }: Kind): readonly (readonly Claim[])[] {
  const alike = new Map<string, readonly Claim[]>();
  for (const claim of claims) {
    const key = `${claim.within} ${claim.name}`;
    alike.set(key, [...(alike.get(key) ?? []), claim]);
  }
  return [...alike.values()].map((group) =>
    group.filter(({ environment: one }) =>
      group.some(({ environment: other }) => other !== one && meet(one, other)),
    ),
  );
}

/** Once for all of them, at a line that must change. */
function diagnoseGroup(
  group: readonly Claim[],
  { code, keeperOf, say, propose }: Kind,
  taken: ReadonlySet<string>,
): readonly Diagnostic[] {
  const keeper = keeperOf(group);
  const changed = group.filter((claim) => claim !== keeper);
  // The line outside of the environments is right for one of them.
  const isOwn = ({ environment, path }: Claim) => !isCommon(environment.tree, path);
  const cause = changed.findLast(isOwn) ?? changed.at(-1);
  if (!keeper || !cause) return [];
  const names = changed.map(({ environment, name }) => propose(name, environmentName(environment)));
  const examples = names.every((name) => !taken.has(name))
    ? [`such as ${allOf(names.map((name) => `"${name}"`))}`]
    : [];
  const places = allOf(changed.map(({ environment }) => `environments.${environmentName(environment)}`));
  const found = diagnose(cause.environment.tree, [
    {
      code,
      path: cause.path,
      message: say(allOf(group.map(({ environment }) => environmentName(environment))), cause),
      hint: [`Write another ${settingOf(cause.path)} in ${places}`, ...examples].join(', '),
    },
  ]);
  return found.map((each) => ({ ...each, ...besides(each, keeper) }));
}

/** Where the one that can stay is written, if not in the same place. */
function besides({ place }: Diagnostic, { environment, path }: Claim): Pick<Diagnostic, 'related'> {
  const lines = linesOf(environment.tree.text);
  const isSame = JSON.stringify(placeOf(lines, locate(environment.tree, path))) === JSON.stringify(place);
  if (isSame) return {};
  const key = placeOf(lines, locate(environment.tree, path, 'key'));
  return { related: { place: key, message: `Environment ${environmentName(environment)} has it from here` } };
}

function settingOf(path: SpecPath): string {
  const list = path.findIndex((step) => typeof step === 'number');
  return list === -1 ? path.join('.') : `name among ${path.slice(0, list).join('.')}`;
}

/** Without a hosted zone, the DNS is elsewhere, and can do with a name what it likes. */
function domainClaims(environment: Resolved): readonly Claim[] {
  const { domain: own } = environment.spec.backend;
  if (!own) return [];
  const all = [
    { name: own.name, hostedZoneId: own.hostedZoneId, path: [...domain, 'name'] },
    ...own.aliases.map(({ name, hostedZoneId = own.hostedZoneId }, index) => ({
      name,
      hostedZoneId,
      path: [...domain, 'aliases', index, 'name'],
    })),
  ];
  return all.flatMap(({ name, hostedZoneId, path }) =>
    hostedZoneId === undefined ? [] : [{ environment, path, name, within: hostedZoneId }],
  );
}

function isWeighted({ spec }: Resolved): boolean {
  return spec.backend.domain?.weight !== undefined;
}

function previewClaims(environment: Resolved): readonly Claim[] {
  const { data } = environment.tree;
  const path: SpecPath = ['preview', ...domain, 'name'];
  const name = valueAt(data, path);
  const zone =
    valueAt(data, ['preview', ...domain, 'hostedZoneId']) ?? valueAt(data, [...domain, 'hostedZoneId']);
  return typeof name === 'string' && typeof zone === 'string'
    ? [{ environment, path, name, within: zone }]
    : [];
}

function clusterClaims(environment: Resolved, key: 'name' | 'user'): readonly Claim[] {
  const { tree, spec } = environment;
  const path = [...database, key];
  const name = valueAt(tree.data, path);
  return typeof name === 'string' ? [{ environment, path, name, within: sharedStackName(spec) }] : [];
}

/** The order of the environments is the way to production. */
function nearestToProduction(group: readonly Claim[]): Claim | undefined {
  return group.at(-1);
}

function ownerOfCluster(group: readonly Claim[]): Claim | undefined {
  return group.find(({ environment }) => environment.spec.shared !== undefined) ?? group[0];
}

function inMySql(name: string, environment: string): string {
  return `${name}_${environment.replaceAll('-', '_')}`;
}
