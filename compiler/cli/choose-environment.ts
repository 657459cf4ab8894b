import type { SpecTree } from '../spec/model.ts';
import { specWords } from '../diagnostics/shell-quote.ts';
import { allOf, listOf } from '../diagnostics/enumerate.ts';
import { ask, isInteractive } from './terminal/ask.ts';
import { didYouMean, quoted, UsageError } from './usage-error.ts';

/** The flags that name an environment: for what is done, and for what a preview, an image or a comparison is of. */
export type EnvironmentFlag = 'environment' | 'from' | 'promote-from' | 'between';

/** Those whose value an error can write out. */
const writable: readonly EnvironmentFlag[] = ['environment', 'from'];

/** The spec's environments that --environment asks for: all without it. `trees` are those of one spec. */
export function chooseEnvironments(
  trees: readonly SpecTree[],
  wanted: string | undefined,
): readonly SpecTree[] {
  return wanted === undefined ? trees : [demandEnvironment(trees, wanted)];
}

/**
 * The one environment that a command works on: the one that --environment names, the only one, or the one that the
 * person at the terminal names.
 */
export async function chooseEnvironment(
  trees: readonly SpecTree[],
  wanted: string | undefined,
  flag?: EnvironmentFlag,
): Promise<SpecTree> {
  const only = wanted === undefined ? onlyOne(trees) : demandEnvironment(trees, wanted, flag);
  if (only) return only;
  const names = namesOf(trees);
  if (!isInteractive()) throw severalEnvironments(trees, flag);
  const answer = await ask(`Which environment, ${listOf(names)}? `);
  if (answer === '') throw severalEnvironments(trees, flag);
  return demandEnvironment(trees, answer, flag);
}

/** The two environments of --between, in that order. */
export function choosePair(
  trees: readonly SpecTree[],
  [first, second]: readonly [string, string],
): readonly [SpecTree, SpecTree] {
  if (namesOf(trees).length === 0) {
    throw new UsageError(
      `${fileOf(trees)} has no environments, of which --between names two: leave it out, and compare the spec with another version of it`,
    );
  }
  if (first === second) {
    throw new UsageError(
      `--between ${first} ${second} names one environment twice: name two of ${allOf(namesOf(trees))}`,
    );
  }
  return [demandEnvironment(trees, first, 'between'), demandEnvironment(trees, second, 'between')];
}

/** The same for commands that ask nobody. */
export function demandOne(
  trees: readonly SpecTree[],
  wanted: string | undefined,
  flag?: EnvironmentFlag,
): SpecTree {
  const only = wanted === undefined ? onlyOne(trees) : demandEnvironment(trees, wanted, flag);
  if (!only) throw severalEnvironments(trees, flag);
  return only;
}

/** The same. A spec without environments is its only one, whatever is wanted. */
export function demandOneIfAny(
  trees: readonly SpecTree[],
  wanted: string | undefined,
  flag?: EnvironmentFlag,
): SpecTree {
  return demandOne(trees, namesOf(trees).length === 0 ? undefined : wanted, flag);
}

function onlyOne(trees: readonly SpecTree[]): SpecTree | undefined {
  return trees.length === 1 ? trees[0] : undefined;
}

function namesOf(trees: readonly SpecTree[]): readonly string[] {
  return trees.flatMap(({ environment }) => (environment ? [environment.name] : []));
}

function severalEnvironments(trees: readonly SpecTree[], flag: EnvironmentFlag = 'environment'): UsageError {
  return new UsageError(
    `${fileOf(trees)} has several environments: choose one with --${flag} ${listOf(namesOf(trees))}`,
  );
}

function demandEnvironment(
  trees: readonly SpecTree[],
  wanted: string,
  flag: EnvironmentFlag = 'environment',
): SpecTree {
  const found = trees.find(({ environment }) => environment?.name === wanted);
  if (found) return found;
  const names = namesOf(trees);
  if (names.length === 0) throw new UsageError(`${fileOf(trees)} has no environments: leave --${flag} out`);
  const hint = didYouMean(wanted, names) ?? hintFor(names, flag);
  throw new UsageError(`${fileOf(trees)} has no environment ${quoted(wanted)}: ${hint}`);
}

function hintFor(names: readonly string[], flag: EnvironmentFlag): string {
  return writable.includes(flag) ? `write --${flag} ${listOf(names)}` : `it has ${allOf(names)}`;
}

function fileOf([first]: readonly SpecTree[]): string {
  return first ? specWords({ name: first.name }) : 'the spec';
}
