import { diagnose } from './diagnostics/diagnose.ts';
import type { Diagnostic, Finding, Outcome } from './diagnostics/diagnostic.ts';
import { inReadingOrder } from './diagnostics/place.ts';
import { joinDiagnostics, withoutEchoes } from './environments/join-diagnostics.ts';
import { judgeTogether } from './environments/judge-together.ts';
import { makePreview } from './environments/preview.ts';
import { splitEnvironments } from './environments/split.ts';
import { InternalError } from './internal-error.ts';
import type { Toolkit } from './modules/module.ts';
import { compose } from './phases/compose.ts';
import { emit } from './phases/emit.ts';
import { extend } from './phases/extend.ts';
import { parse } from './phases/parse.ts';
import { resolve } from './phases/resolve.ts';
import type { Compiled, Resolved } from './phases/results.ts';
import { validate } from './phases/validate.ts';
import type { Source, SpecTree } from './spec/model.ts';
import type { Template } from './template/template.ts';

/**
 * Spec in, files out, for a spec without environments or one environment of it. Every mistake is reported; a spec that
 * has one gets no files.
 */
export function compile(source: Source, toolkit: Toolkit, environment?: string): Outcome<Compiled> {
  return onTrees(source, toolkit, (trees) => {
    const tree = trees.find((each) => each.environment?.name === environment);
    if (!tree) throw new InternalError(`the spec has no environment ${String(environment)}`);
    return compileTree(tree, toolkit);
  });
}

/** The same for every environment, or for the spec itself if it has none. When one has a mistake, none gets files. */
export function compileAll(source: Source, toolkit: Toolkit): Outcome<readonly Compiled[]> {
  return onTrees(source, toolkit, (trees) => compileTrees(trees, toolkit));
}

/** What each of a spec's trees compiles to. What all of them have alike is reported once. */
export function compileTrees(trees: readonly SpecTree[], toolkit: Toolkit): Outcome<readonly Compiled[]> {
  const outcomes = trees.map((tree) => compileTree(tree, toolkit));
  const resolved = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value.resolved] : []));
  return withDiagnostics(judgeTogether(resolved), joinOutcomes(outcomes, trees));
}

/** What a phase made of each of a spec's trees, in their order. When one has a mistake, there is nothing of any. */
export function joinOutcomes<T>(
  outcomes: readonly Outcome<T>[],
  trees: readonly SpecTree[],
): Outcome<readonly T[]> {
  const diagnostics = joinDiagnostics(outcomes, trees);
  const values = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
  return values.length === outcomes.length
    ? { ok: true, value: values, diagnostics }
    : { ok: false, diagnostics };
}

/** Works on the trees of a spec, unless its text or its environments have a mistake. */
export function onTrees<T>(
  source: Source,
  toolkit: Toolkit,
  work: (trees: readonly SpecTree[]) => Outcome<T>,
): Outcome<T> {
  const trees = readTrees(source, toolkit);
  return trees.ok ? withDiagnostics(trees.diagnostics, work(trees.value)) : trees;
}

/** The trees that a spec's text has: one for each environment, or one. */
export function readTrees(source: Source, toolkit: Toolkit): Outcome<readonly SpecTree[]> {
  const parsed = parse(source);
  if (!parsed.ok) return parsed;
  const { trees, diagnostics } = splitEnvironments(parsed.value, toolkit);
  if (!diagnostics.some(({ severity }) => severity === 'error'))
    return { ok: true, value: trees, diagnostics };
  const others = joinDiagnostics(
    trees.map((tree) => resolveTree(tree, toolkit)),
    trees,
  );
  return { ok: false, diagnostics: inReadingOrder([...withoutEchoes(diagnostics, others), ...others]) };
}

export function compileTree(tree: SpecTree, toolkit: Toolkit): Outcome<Compiled> {
  const resolved = resolveTree(tree, toolkit);
  if (!resolved.ok) return resolved;
  const templates = makeTemplates(resolved.value, toolkit);
  const artifacts = emit(templates, resolved.value);
  if (!artifacts.ok) return artifacts;
  return {
    ok: true,
    value: {
      name: resolved.value.spec.name,
      folder: folderOf(tree, resolved.value.spec.name),
      resolved: resolved.value,
      templates,
      artifacts: artifacts.value,
    },
    diagnostics: inReadingOrder([...resolved.diagnostics, ...artifacts.diagnostics]),
  };
}

/** A preview of an environment has its folder beside those of the environments. */
function folderOf({ environment, preview }: SpecTree, name: string): string {
  const parts = [environment?.name, preview?.id].filter((each) => each !== undefined);
  const of = environment?.of ?? preview?.of ?? name;
  return parts.length === 0 ? of : `${of}/${parts.join('-')}`;
}

/** Everything is refused here but what only the whole templates show, such as that one is too large. */
export function resolveTree(written: SpecTree, toolkit: Toolkit): Outcome<Resolved> {
  const resolved = resolveAlone(written, toolkit);
  if (!resolved.ok || resolved.value.spec.preview === undefined) return resolved;
  // What the spec says of previews is tried with one, so that mistakes are found before there is any.
  const { tree, diagnostics } = judgePreview(resolved.value, triedPreview, toolkit);
  const others = errorsIn(resolveAlone(tree, toolkit).diagnostics).filter(
    (error) => !diagnostics.some((each) => isSameMistake(each, error)),
  );
  return withDiagnostics([...diagnostics, ...others], resolved);
}

const triedPreview = 'pr-1';

function errorsIn(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.filter(({ severity }) => severity === 'error');
}

function isSameMistake(one: Diagnostic, other: Diagnostic): boolean {
  return one.code === other.code && JSON.stringify(one.place) === JSON.stringify(other.place);
}

function resolveAlone(written: SpecTree, toolkit: Toolkit): Outcome<Resolved> {
  const { tree, findings } = validate(written, toolkit.schema, toolkit.validator);
  return resolve(tree, findings, toolkit);
}

/** The spec of a preview, of a spec or of one of its environments. The spec itself must have no errors. */
export function previewTree(written: SpecTree, id: string, toolkit: Toolkit): Outcome<SpecTree> {
  const resolved = resolveAlone(written, toolkit);
  return resolved.ok ? previewOf(resolved.value, id, toolkit) : resolved;
}

function previewOf(resolved: Resolved, id: string, toolkit: Toolkit): Outcome<SpecTree> {
  const { tree, diagnostics } = judgePreview(resolved, id, toolkit);
  return withDiagnostics(diagnostics, { ok: true, value: tree, diagnostics: [] });
}

/** The spec of a preview, and what speaks against it that its own spec does not show. */
function judgePreview(
  resolved: Resolved,
  id: string,
  toolkit: Toolkit,
): { readonly tree: SpecTree; readonly diagnostics: readonly Diagnostic[] } {
  const { tree, findings } = makePreview(resolved, id, toolkit);
  const isAboutOverlay = ({ path }: Finding) => path[0] === 'preview';
  const diagnostics = inReadingOrder([
    ...diagnose(resolved.tree, findings.filter(isAboutOverlay)),
    ...diagnose(
      tree,
      findings.filter((each) => !isAboutOverlay(each)),
    ),
  ]);
  return { tree, diagnostics };
}

/** The next two phases. */
export function makeTemplates(resolved: Resolved, toolkit: Toolkit): readonly Template[] {
  return extend(compose(resolved, toolkit), resolved, toolkit);
}

/** An outcome with what has been found besides. An error leaves nothing of it. */
export function withDiagnostics<T>(found: readonly Diagnostic[], outcome: Outcome<T>): Outcome<T> {
  if (found.length === 0) return outcome;
  const diagnostics = inReadingOrder([...found, ...outcome.diagnostics]);
  return outcome.ok && errorsIn(found).length === 0
    ? { ...outcome, diagnostics }
    : { ok: false, diagnostics };
}
