import {
  compileTree,
  compileTrees,
  joinOutcomes,
  onTrees,
  previewTree,
  readTrees,
  resolveTree,
  withDiagnostics,
} from '../compile.ts';
import type { Outcome } from '../diagnostics/diagnostic.ts';
import type { Toolkit } from '../modules/module.ts';
import type { Compiled, Resolved } from '../phases/results.ts';
import type { Source, SpecTree } from '../spec/model.ts';
import type { StackKind } from '../template/template.ts';
import {
  chooseEnvironment,
  chooseEnvironments,
  choosePair,
  demandOne,
  demandOneIfAny,
} from './choose-environment.ts';
import type { EnvironmentFlag } from './choose-environment.ts';
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
    /** From --stack. */
    readonly stack?: StackKind | undefined;
  };
}

/** Compiles the one spec that a command works on. `undefined` when it has errors; they have been reported. */
export async function compileSpec(call: SpecCall): Promise<Compiled | undefined> {
  return workOn(call, compileTree);
}

/**
 * The same without its templates, for commands that only ask about what is deployed. `flag` has chosen the environment, if
 * not the usual one.
 */
export async function resolveSpec(call: SpecCall, flag?: EnvironmentFlag): Promise<Resolved | undefined> {
  return workOn(call, resolveTree, flag);
}

/**
 * Resolves every environment of the one spec that a command works on, or the spec itself if it has none. `undefined` when
 * one has errors; they have been reported.
 */
export function resolveEach(call: Call): readonly Resolved[] | undefined {
  return withTrees(readOneSource(call), call, (trees) =>
    joinOutcomes(
      trees.map((tree) => resolveTree(tree, call.toolkit)),
      trees,
    ),
  );
}

async function workOn<T>(
  call: SpecCall,
  work: Work<T>,
  flag = usualFlag(call.flags),
): Promise<T | undefined> {
  refuseSharedOfPreview(call.flags);
  const source = readOneSource(call);
  const trees = readTrees(source, call.toolkit);
  if (!trees.ok) return unlessRefused(trees, source, call);
  const { environment, preview, from } = call.flags;
  if (from !== undefined && preview === undefined) {
    throw new UsageError(
      `--from goes with --preview: add that, or write --environment ${from} for the environment itself`,
    );
  }
  const tree = await chooseEnvironment(trees.value, from ?? environment, flag);
  const outcome =
    preview === undefined ? work(tree, call.toolkit) : onPreview(tree, preview, call.toolkit, work);
  return unlessRefused(withDiagnostics(trees.diagnostics, outcome), source, call);
}

/** The shared stack that a preview uses is that of the spec or environment. */
function refuseSharedOfPreview({ preview, from, stack }: SpecCall['flags']): void {
  if (preview === undefined || stack !== 'shared') return;
  const instead =
    from === undefined ? 'leave --preview out' : `write --environment ${from}, without --preview,`;
  throw new UsageError(
    `a preview has one stack, its backend: leave --stack out, or ${instead} for the shared stack that it uses`,
  );
}

/** The flag that chooses the environment, or could. */
function usualFlag({ environment, preview }: SpecCall['flags']): EnvironmentFlag {
  return preview === undefined || environment !== undefined ? 'environment' : 'from';
}

type Work<T> = (tree: SpecTree, toolkit: Toolkit) => Outcome<T>;

/** Works on a preview of the spec, or of the environment, that the tree is of. */
export function onPreview<T>(tree: SpecTree, name: string, toolkit: Toolkit, work: Work<T>): Outcome<T> {
  const preview = previewTree(tree, name, toolkit);
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
  return onTrees(source, toolkit, (trees) => compileTrees(chooseEnvironments(trees, wanted), toolkit));
}

/** The same for a command that shows only errors. `undefined` when it has some; they have been reported. */
export function compileEach(
  source: Source,
  context: CommandContext,
  wanted?: string,
): readonly Compiled[] | undefined {
  return unlessRefused(compileEnvironments(source, context, wanted), source, context);
}

/** What a preview of a spec, or of one of its environments, compiles to; without --preview, what its environments do. */
export function compileChosen(
  source: Source,
  context: Pick<CommandContext, 'toolkit'>,
  flags: SpecCall['flags'],
): Outcome<readonly Compiled[]> {
  const { toolkit } = context;
  const { preview, from, environment } = flags;
  if (preview === undefined) return compileEnvironments(source, context, environment);
  return onTrees(source, toolkit, (trees) =>
    onPreview(demandOne(trees, from ?? environment, usualFlag(flags)), preview, toolkit, (tree) =>
      compileTrees([tree], toolkit),
    ),
  );
}

/**
 * Compiles one environment of a spec, without asking anybody. A spec that has none is compiled as it is, whatever
 * environment is wanted. `undefined` when it has errors; they have been reported.
 */
export function compileSource(
  source: Source,
  context: CommandContext,
  environment?: string,
): Compiled | undefined {
  return withTrees(source, context, (trees) =>
    compileTree(demandOneIfAny(trees, environment), context.toolkit),
  );
}

/** Resolves the environment of a spec that a flag names. `undefined` when it has errors; they have been reported. */
export function resolveSource(
  source: Source,
  context: CommandContext,
  { environment, flag }: { readonly environment: string; readonly flag: EnvironmentFlag },
): Resolved | undefined {
  return withTrees(source, context, (trees) =>
    resolveTree(demandOne(trees, environment, flag), context.toolkit),
  );
}

/** Compiles two environments of a spec. `undefined` when one has errors; they have been reported. */
export function compilePair(
  source: Source,
  names: readonly [string, string],
  context: CommandContext,
): readonly [Compiled, Compiled] | undefined {
  const compiled = withTrees(source, context, (trees) =>
    compileTrees(choosePair(trees, names), context.toolkit),
  );
  const [first, second] = compiled ?? [];
  return first && second && [first, second];
}

function withTrees<T>(
  source: Source,
  context: CommandContext,
  work: (trees: readonly SpecTree[]) => Outcome<T>,
): T | undefined {
  return unlessRefused(onTrees(source, context.toolkit, work), source, context);
}

function unlessRefused<T>(outcome: Outcome<T>, source: Source, { terminal }: CommandContext): T | undefined {
  if (outcome.ok) return outcome.value;
  report(outcome.diagnostics, source.bytes, terminal);
  return undefined;
}
