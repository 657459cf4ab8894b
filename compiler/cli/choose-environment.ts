import type { SpecTree } from '../spec/model.ts';
import { specWords } from '../diagnostics/shell-quote.ts';
import { listOf } from './flags/word.ts';
import { ask, isInteractive } from './terminal/ask.ts';
import { didYouMean, quoted, UsageError } from './usage-error.ts';

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
): Promise<SpecTree> {
  const only = wanted === undefined ? onlyOne(trees) : demandEnvironment(trees, wanted);
  if (only) return only;
  const names = namesOf(trees);
  if (!isInteractive()) throw severalEnvironments(trees);
  const answer = await ask(`Which environment, ${listOf(names)}? `);
  if (answer === '') throw severalEnvironments(trees);
  return demandEnvironment(trees, answer);
}

/** The two environments of --between, in that order. */
export function choosePair(
  trees: readonly SpecTree[],
  [first, second]: readonly [string, string],
): readonly [SpecTree, SpecTree] {
  if (namesOf(trees).length === 0) {
    throw new UsageError(
      `${fileOf(trees)} has no environments: name two versions to compare, as in archc diff dist/todo specs/todo.yaml`,
    );
  }
  if (first === second) {
    throw new UsageError(
      `--between ${first} ${second} names one environment twice: name two of ${listOf(namesOf(trees))}`,
    );
  }
  return [demandEnvironment(trees, first, 'between'), demandEnvironment(trees, second, 'between')];
}

/** The same for commands that ask nobody. */
export function demandOne(trees: readonly SpecTree[], wanted: string | undefined, flag?: string): SpecTree {
  const only = wanted === undefined ? onlyOne(trees) : demandEnvironment(trees, wanted, flag);
  if (!only) throw severalEnvironments(trees);
  return only;
}

/** The same. A spec without environments is its only one, whatever is wanted. */
export function demandOneIfAny(
  trees: readonly SpecTree[],
  wanted: string | undefined,
  flag?: string,
): SpecTree {
  return demandOne(trees, namesOf(trees).length === 0 ? undefined : wanted, flag);
}

function onlyOne(trees: readonly SpecTree[]): SpecTree | undefined {
  return trees.length === 1 ? trees[0] : undefined;
}

function namesOf(trees: readonly SpecTree[]): readonly string[] {
  return trees.flatMap(({ environment }) => (environment ? [environment.name] : []));
}

function severalEnvironments(trees: readonly SpecTree[]): UsageError {
  return new UsageError(
    `${fileOf(trees)} has several environments: choose one with --environment ${listOf(namesOf(trees))}`,
  );
}

function demandEnvironment(trees: readonly SpecTree[], wanted: string, flag = 'environment'): SpecTree {
  const found = trees.find(({ environment }) => environment?.name === wanted);
  if (found) return found;
  const names = namesOf(trees);
  if (names.length === 0)
    throw new UsageError(`${fileOf(trees)} has no environments: leave --environment out`);
  const hint = didYouMean(wanted, names) ?? hintFor(names, flag);
  throw new UsageError(`${fileOf(trees)} has no environment ${quoted(wanted)}: ${hint}`);
}

function hintFor(names: readonly string[], flag: string): string {
  return flag === 'environment' ? `write --environment ${listOf(names)}` : `it has ${listOf(names)}`;
}

function fileOf([first]: readonly SpecTree[]): string {
  return first ? specWords({ name: first.name }) : 'the spec';
}
