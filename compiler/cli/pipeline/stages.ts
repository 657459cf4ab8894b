import { differencesOfBuild } from '../../deploy/same-build.ts';
import type { Compiled } from '../../phases/results.ts';
import { laterOwner } from '../../environments/shared-stacks.ts';
import { sharedStackName } from '../../modules/stack-names.ts';
import { environmentName } from '../../modules/stack-owner.ts';
import { usualEnvironment } from '../../policy/pipeline.ts';
import { UsageError } from '../usage-error.ts';

/** What a pipeline deploys at one time, in the order in which it does. */
export interface Stage {
  /** The environment of the specs, or `production` for those without. */
  readonly name: string;
  readonly deployments: readonly [Deployment, ...Deployment[]];
}

export interface Deployment {
  readonly compiled: Compiled;
  /** The environment whose image is deployed; `undefined` where the image is built. */
  readonly source: Compiled | undefined;
  /** Whether its plan is made after the merge, and approved: `isPlannedAfterMerge`. */
  readonly isPlanned: boolean;
}

export function stageOf({ resolved }: Compiled): string {
  return resolved.tree.environment?.name ?? usualEnvironment;
}

export function hasEnvironments(specs: readonly Compiled[]): boolean {
  return specs.some(({ resolved }) => resolved.tree.environment !== undefined);
}

/** The environments of each spec, in the order of the specs. */
export function byFile(specs: readonly Compiled[]): readonly (readonly Compiled[])[] {
  const files = [...new Set(specs.map(pathOf))];
  return files.map((file) => specs.filter((each) => pathOf(each) === file));
}

/**
 * All environments of all specs on the way to production: each after those that a spec has before it. Throws where the
 * specs disagree about that.
 */
export function orderStages(specs: readonly Compiled[]): readonly [Stage, ...Stage[]] {
  const files = withPlainLast(byFile(specs));
  files.forEach(checkSharedStacks);
  const deployments = files.flatMap((environments) =>
    environments.map((compiled): Deployment => ({
      compiled,
      source: sourceOf(compiled, environments),
      isPlanned: isPlannedAfterMerge(compiled, environments),
    })),
  );
  const stages = orderNames(files).map((name) => {
    const [first, ...rest] = deployments.filter(({ compiled }) => stageOf(compiled) === name);
    return first && checkSources(checkMembers({ name, deployments: [first, ...rest] }));
  });
  const [first, ...rest] = stages.filter((stage) => stage !== undefined);
  if (!first) throw new UsageError('name the specs');
  return [first, ...rest];
}

/**
 * The environment whose image is promoted: the one before. `undefined` for the first, and for one that builds its image
 * in another way.
 */
export function sourceOf(compiled: Compiled, environments: readonly Compiled[]): Compiled | undefined {
  const source = environments[environments.indexOf(compiled) - 1];
  return source && differencesOfBuild(source.resolved, compiled.resolved).length === 0 ? source : undefined;
}

/**
 * Whether a plan is made after the merge, which holds until it is approved. The first of several environments is deployed by
 * the merge itself, again and again, so that a plan of it would soon be of the past.
 */
export function isPlannedAfterMerge(compiled: Compiled, environments: readonly Compiled[]): boolean {
  return environments.length === 1 || environments.indexOf(compiled) > 0;
}

/**
 * Specs without environments are deployed to production, so the first environment of the others does not wait for that,
 * unless it uses a stack of theirs.
 */
function withPlainLast(files: readonly (readonly Compiled[])[]): readonly (readonly Compiled[])[] {
  const named = files.filter(hasEnvironments);
  const plain = files.filter((each) => !hasEnvironments(each));
  const used = named.flat().map(({ resolved }) => resolved.spec.sharedStack);
  const isUsed = plain
    .flat()
    .some(({ resolved: { spec } }) => spec.shared && used.includes(sharedStackName(spec)));
  return isUsed ? files : [...named, ...plain];
}

function orderNames(files: readonly (readonly Compiled[])[]): readonly string[] {
  const lists = files.map((environments) => environments.map(stageOf));
  const names = [...new Set(lists.flat())];
  const ordered: string[] = [];
  while (ordered.length < names.length) {
    const next = names.find(
      (name) =>
        !ordered.includes(name) &&
        lists.every((list) =>
          list.slice(0, Math.max(0, list.indexOf(name))).every((each) => ordered.includes(each)),
        ),
    );
    if (next === undefined) {
      const left = names.filter((name) => !ordered.includes(name)).join(', ');
      throw new UsageError(
        `the specs have the environments ${left} in different orders, and one pipeline has one order: write their environments in the same order`,
      );
    }
    ordered.push(next);
  }
  return ordered;
}

/** A backend can't be deployed before its shared stack. */
function checkSharedStacks(environments: readonly Compiled[]): void {
  const resolved = environments.map((compiled) => compiled.resolved);
  for (const compiled of environments) {
    const owner = laterOwner(compiled.resolved, resolved);
    if (!owner) continue;
    const [name, before] = [environmentName(owner), stageOf(compiled)];
    throw new UsageError(
      `${pathOf(compiled)} has ${before} before ${name}, whose shared stack it uses, and a pipeline deploys in that order: write ${name} above ${before}`,
    );
  }
}

/** The roles of an environment are printed for specs that have it. */
function checkMembers(stage: Stage): Stage {
  const specs = stage.deployments.map(({ compiled }) => compiled);
  const named = specs.find(({ resolved }) => resolved.tree.environment !== undefined);
  const plain = specs.find(({ resolved }) => resolved.tree.environment === undefined);
  if (!named || !plain) return stage;
  throw new UsageError(
    `${pathOf(plain)} has no environments and is deployed to ${stage.name}, which is an environment of ${pathOf(named)} too: give it that environment, or give the environment another name`,
  );
}

/** A job reads one environment with one role. */
function checkSources(stage: Stage): Stage {
  const sources = new Map(
    stage.deployments.flatMap(({ compiled, source }) =>
      source ? [[stageOf(source), `${pathOf(compiled)} from ${stageOf(source)}`] as const] : [],
    ),
  );
  if (sources.size < 2) return stage;
  throw new UsageError(
    `one pipeline promotes ${stage.name} from one environment, but ${[...sources.values()].join(', ')}: give the specs the same environments, or write a pipeline for each`,
  );
}

export function pathOf({ resolved }: Compiled): string {
  return resolved.tree.name;
}
