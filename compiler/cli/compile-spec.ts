import {
  compileTree,
  compileTrees,
  joinOutcomes,
  previewTree,
  readTrees,
  resolveTree,
  withDiagnostics,
} from '../compile.ts';
import type { Outcome } from '../diagnostics/diagnostic.ts';
import type { Compiled, Resolved } from '../phases/results.ts';
import type { Source, SpecTree } from '../spec/model.ts';
import {
  chooseEnvironment,
  chooseEnvironments,
  choosePair,
  demandOne,
  demandOneIfAny,
} from './choose-environment.ts';
import type { Call, CommandContext } from './command.ts';
import { readSource } from './files/read-source.ts';
import { UsageError } from './usage-error.ts';
import { report } from './views/report.ts';

/** A call of a command that works on one environment of one spec. */
export interface SpecCall extends Call {
  readonly flags: {
    /** From --environment. */
    readonly environment: string | undefined;
    /** From --preview. */
    readonly preview?: string | undefined;
    /** From --from: the environment that the preview is of. */
    readonly from?: string | undefined;
  };
}

/** Compiles the one spec that a command works on. `undefined` when it has errors; they have been reported. */
export async function compileSpec(call: SpecCall): Promise<Compiled | undefined> {
  return workOn(call, compileTree);
}

/** The same without its templates, for commands that only ask about what is deployed. */
export async function resolveSpec(call: SpecCall): Promise<Resolved | undefined> {
  return workOn(call, resolveTree);
}

/**
 * Resolves every environment of the one spec that a command works on, or the spec itself if it has none. `undefined` when
 * one has errors; they have been reported.
 */
export function resolveEach(call: Call): readonly Resolved[] | undefined {
  const source = readOneSource(call);
  const trees = readTrees(source, call.toolkit);
  if (!trees.ok) return unlessRefused(trees, source, call);
  const outcome = joinOutcomes(
    trees.value.map((tree) => resolveTree(tree, call.toolkit)),
    trees.value,
  );
  return unlessRefused(withDiagnostics(trees.diagnostics, outcome), source, call);
}

async function workOn<T>(
  call: SpecCall,
  work: (tree: SpecTree, toolkit: Call['toolkit']) => Outcome<T>,
): Promise<T | undefined> {
  const source = readOneSource(call);
  const trees = readTrees(source, call.toolkit);
  if (!trees.ok) return unlessRefused(trees, source, call);
  const { environment, preview, from } = call.flags;
  if (from !== undefined && preview === undefined) {
    throw new UsageError(
      `--from goes with --preview: add that, or write --environment ${from} for the environment itself`,
    );
  }
  const tree = await chooseEnvironment(trees.value, from ?? environment);
  const outcome =
    preview === undefined
      ? work(tree, call.toolkit)
      : onPreview(previewTree(tree, preview, call.toolkit), work, call);
  return unlessRefused(withDiagnostics(trees.diagnostics, outcome), source, call);
}

function onPreview<T>(
  preview: Outcome<SpecTree>,
  work: (tree: SpecTree, toolkit: Call['toolkit']) => Outcome<T>,
  { toolkit }: Call,
): Outcome<T> {
  return preview.ok ? withDiagnostics(preview.diagnostics, work(preview.value, toolkit)) : preview;
}

function readOneSource({ command, operands }: Call): Source {
  const [spec, ...rest] = operands;
  if (spec === undefined || rest.length > 0) {
    throw new UsageError(`name one spec: archc ${command} specs/todo.yaml`);
  }
  return readSource(spec);
}

/**
 * Compiles all specs with all of their environments, and reports the errors of all. `undefined` when one has errors.
 */
export function compileSpecs(
  specs: readonly string[],
  context: CommandContext,
): readonly [Compiled, ...Compiled[]] | undefined {
  const outcomes = specs.map((spec) => {
    const source = readSource(spec);
    return unlessRefused(compileEnvironments(source, context), source, context);
  });
  const compiled = outcomes.filter((each) => each !== undefined);
  const [first, ...rest] = compiled.flat();
  return first && compiled.length === specs.length ? [first, ...rest] : undefined;
}

/** What each environment of a spec compiles to, or the one that is wanted, or the spec itself if it has none. */
export function compileEnvironments(
  source: Source,
  { toolkit }: Pick<CommandContext, 'toolkit'>,
  wanted?: string,
): Outcome<readonly Compiled[]> {
  const trees = readTrees(source, toolkit);
  if (!trees.ok) return trees;
  return withDiagnostics(trees.diagnostics, compileTrees(chooseEnvironments(trees.value, wanted), toolkit));
}

/** What a preview of a spec, or of the environment `from`, compiles to. */
export function compilePreview(
  source: Source,
  { toolkit }: Pick<CommandContext, 'toolkit'>,
  { preview, from }: { readonly preview: string; readonly from: string | undefined },
): Outcome<readonly Compiled[]> {
  const trees = readTrees(source, toolkit);
  if (!trees.ok) return trees;
  const tree = previewTree(demandOne(trees.value, from), preview, toolkit);
  const outcome = tree.ok ? compileTrees([tree.value], toolkit) : tree;
  return withDiagnostics([...trees.diagnostics, ...(tree.ok ? tree.diagnostics : [])], outcome);
}

/** The same for a command that shows only errors. `undefined` when it has some; they have been reported. */
export function compileEach(
  source: Source,
  context: CommandContext,
  wanted?: string,
): readonly Compiled[] | undefined {
  return unlessRefused(compileEnvironments(source, context, wanted), source, context);
}

/**
 * Compiles one environment of a spec, without asking anybody. A spec that has none is compiled as it is, whatever
 * environment is wanted; `flag` wants it, if not --environment. `undefined` when it has errors; they have been reported.
 */
export function compileSource(
  source: Source,
  context: CommandContext,
  environment?: string,
  flag?: string,
): Compiled | undefined {
  const trees = readTrees(source, context.toolkit);
  if (!trees.ok) return unlessRefused(trees, source, context);
  const tree = demandOneIfAny(trees.value, environment, flag);
  const outcome = compileTree(tree, context.toolkit);
  return unlessRefused(withDiagnostics(trees.diagnostics, outcome), source, context);
}

/** Compiles two environments of a spec. `undefined` when one has errors; they have been reported. */
export function compilePair(
  source: Source,
  names: readonly [string, string],
  context: CommandContext,
): readonly [Compiled, Compiled] | undefined {
  const trees = readTrees(source, context.toolkit);
  if (!trees.ok) return unlessRefused(trees, source, context);
  const outcome = compileTrees(choosePair(trees.value, names), context.toolkit);
  const [first, second] = unlessRefused(withDiagnostics(trees.diagnostics, outcome), source, context) ?? [];
  return first && second && [first, second];
}

function unlessRefused<T>(outcome: Outcome<T>, source: Source, { terminal }: CommandContext): T | undefined {
  if (outcome.ok) return outcome.value;
  report(outcome.diagnostics, source.bytes, terminal);
  return undefined;
}
