import { compile } from '../../../compiler/compile.ts';
import type { Diagnostic, Outcome } from '../../../compiler/diagnostics/diagnostic.ts';
import { isGiven, linesOf, locate } from '../../../compiler/diagnostics/place.ts';
import { parse } from '../../../compiler/phases/parse.ts';
import type { Compiled } from '../../../compiler/phases/results.ts';
import type { Range, SpecNode, SpecTree } from '../../../compiler/spec/model.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';
import { toolkit } from '../../../compiler/toolkit.ts';
import type { SpecData } from './draft.ts';
import { followHint } from './follow-hint.ts';
import type { Pointed } from './follow-hint.ts';
import type { Mutation } from './mutations.ts';
import { specText } from './spec-text.ts';

/** What the compiler said about a mistake. */
export interface Judgement {
  readonly errors: readonly Diagnostic[];
  /** The errors that are not at or inside the mistake. */
  readonly elsewhere: readonly Diagnostic[];
  /** The errors that say again what another one says at the same place. */
  readonly duplicates: readonly Diagnostic[];
  readonly hints: readonly Followed[];
}

export interface Followed {
  readonly diagnostic: Diagnostic;
  /** The errors that are left after each thing that the hint offers; none when it leaves open what to write. */
  readonly left: readonly (readonly Diagnostic[])[];
}

/** The spec after the first thing that each hint offers, one hint after the other, until no error is left. */
export function mendAll(spec: unknown): { readonly spec: unknown; readonly errors: readonly Diagnostic[] } {
  let mended = spec;
  for (let round = 0; round < 6; round += 1) {
    const text = specText(mended as SpecData);
    const [first] = errorsOf(compileText(text));
    const tree = treeOf(text);
    if (!first || !tree) break;
    const [next] = followHint({
      diagnostic: first,
      spec: mended,
      ...pathAt(tree, first, offsetOf(first, text)),
    });
    if (next === undefined) break;
    mended = next;
  }
  return { spec: mended, errors: errorsOf(compileText(specText(mended as SpecData))) };
}

export function judge(mutation: Mutation): Judgement {
  const { spec, path, partners, isRepeated = false } = mutation;
  const text = specText(spec as SpecData);
  const tree = treeOf(text);
  if (!tree) throw new Error(`This mistake is none of a spec but of YAML:\n${text}`);
  if (isRepeated) return judgeRepeated(text, tree, path);
  const errors = errorsOf(compileText(text));
  const places = [path, ...partners.filter((each) => isGiven(tree, each))].map((each) => wholeOf(tree, each));
  const hints = errors.map((diagnostic): Followed => {
    const pointed: Pointed = { diagnostic, spec, ...pathAt(tree, diagnostic, offsetOf(diagnostic, text)) };
    const specs = followHint(pointed).map((mended) => specText(mended as SpecData));
    return { diagnostic, left: specs.map((mended) => errorsOf(compileText(mended))) };
  });
  return { ...judged(errors, text, places), hints };
}

/** The key and its value a second time, right after the first. */
function judgeRepeated(text: string, tree: SpecTree, path: SpecPath): Judgement {
  const start = text.lastIndexOf('\n', locate(tree, path, 'key').start) + 1;
  const { end: valueEnd } = locate(tree, path);
  const end = text[valueEnd - 1] === '\n' ? valueEnd : text.indexOf('\n', valueEnd) + 1;
  const twice = text.slice(0, end) + text.slice(start);
  const errors = errorsOf(compileText(twice));
  const hints = errors.map((diagnostic): Followed => {
    const isKnown = diagnostic.hint === 'Remove one of the two';
    return { diagnostic, left: isKnown ? [errorsOf(compileText(text))] : [] };
  });
  return { ...judged(errors, twice, [{ start: end, end: end + end - start }]), hints };
}

function judged(errors: readonly Diagnostic[], text: string, places: readonly Range[]) {
  const isIn = (offset: number) => places.some(({ start, end }) => offset >= start && offset <= end);
  const offsets = errors.map((each) => offsetOf(each, text));
  // Two keys can be missing at one place.
  const said = errors.map(({ code, message }, index) =>
    code === 'missing-property' ? `${String(offsets[index])} ${message}` : String(offsets[index]),
  );
  return {
    errors,
    elsewhere: errors.filter((_, index) => !isIn(offsets[index] ?? 0)),
    duplicates: errors.filter((_, index) => said.indexOf(said[index] ?? '') !== index),
  };
}

function offsetOf({ place }: Diagnostic, text: string): number {
  return (linesOf(text).starts[place.line - 1] ?? 0) + place.column - 1;
}

function compileText(text: string): Outcome<Compiled> {
  return compile({ name: 'spec.yaml', bytes: Buffer.from(text) }, toolkit);
}

function errorsOf({ diagnostics }: Outcome<Compiled>): readonly Diagnostic[] {
  return diagnostics.filter(({ severity }) => severity === 'error');
}

function treeOf(text: string): SpecTree | undefined {
  const parsed = parse({ name: 'spec.yaml', bytes: Buffer.from(text) });
  return parsed.ok ? parsed.value : undefined;
}

/** The key and its value; of what the spec lacks, the key of the mapping that should have it. */
function wholeOf(tree: SpecTree, path: SpecPath): Range {
  if (path.length === 0) return tree.root.range;
  if (!isGiven(tree, path)) return locate(tree, path);
  return { start: locate(tree, path, 'key').start, end: locate(tree, path).end };
}

interface Part {
  readonly path: SpecPath;
  readonly at: 'key' | 'value';
}

/** The part of the spec that a message is about: of those that begin where it points, the outermost that it names. */
function pathAt(tree: SpecTree, { message }: Diagnostic, offset: number): Part {
  const parts: Part[] = [];
  const visit = (node: SpecNode, path: SpecPath) => {
    for (const [step, { key, node: child }] of node.children) {
      const below = [...path, step];
      if (typeof step === 'string' && key.start === offset) parts.push({ path: below, at: 'key' });
      // An empty value is reported at its key.
      if (child.range.start === offset) parts.push({ path: below, at: 'value' });
      if (key.start <= offset && offset <= child.range.end) {
        if (child.range.start < offset) parts.push({ path: below, at: 'value' });
        visit(child, below);
      }
    }
  };
  visit(tree.root, []);
  const exact = parts.filter(({ path, at }) => locate(tree, path, at).start === offset);
  const isNamed = ({ path }: Part) =>
    message.includes(`"${String(path.findLast((step) => typeof step === 'string'))}"`);
  const isEmpty = / must be .*, not empty$/.test(message);
  const fitting = exact.filter(({ at }) => !isEmpty || at === 'value');
  return fitting.find(isNamed) ?? fitting.at(-1) ?? parts.at(-1) ?? { path: [], at: 'value' };
}
