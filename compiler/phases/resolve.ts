import type { ResolvedSpec } from '../../build/generated/resolved-spec.ts';
import { catalogue } from '../diagnostics/catalogue.ts';
import type { Code } from '../diagnostics/catalogue.ts';
import { diagnose } from '../diagnostics/diagnose.ts';
import type { Finding, Outcome } from '../diagnostics/diagnostic.ts';
import { isGiven } from '../diagnostics/place.ts';
import { chosenModules, runtimeOf } from '../modules/choose.ts';
import type { DeepPartial } from '../modules/choose.ts';
import type { CheckContext, Module, Runtime, Toolkit } from '../modules/module.ts';
import type { Derived } from '../spec/derived.ts';
import type { SpecTree } from '../spec/model.ts';
import { isMapping, runtimePath } from '../spec/path.ts';
import type { SpecPath } from '../spec/path.ts';
import { branchFor, dereference } from '../spec/schema.ts';
import type { Schema } from '../spec/schema.ts';
import type { Resolved } from './results.ts';

/**
 * Fills in defaults and derived values, and checks what a schema can't say. Checks run beside the schema's
 * findings, wherever the parts that they read are well-formed, so that all mistakes are told at once.
 */
export function resolve(tree: SpecTree, found: readonly Finding[], toolkit: Toolkit): Outcome<Resolved> {
  const data = isMapping(tree.data) ? tree.data : {};
  const filled = fillDefaults(toolkit.schema, toolkit.schema, data) as ResolvedSpec;
  const runtime = runtimeOf(filled, toolkit);
  const spec = withRuntimeDefaults(filled, runtime);
  const modules = chosenModules(spec, toolkit);
  const broken = found.filter(({ code }) => malformed.has(code)).map(({ path }) => path);
  const about: CheckContext = { runtime, isGiven: (path) => isGiven(tree, path) };
  const isChosen = !broken.some((path) => onOneLine(path, runtimePath));
  const checked = isChosen ? modules : modules.filter((module) => module !== runtime);
  const findings = [...found, ...checkFindings(checked, spec, broken, about)];
  const diagnostics = diagnose(tree, findings);
  if (findings.some(({ code }) => catalogue[code].severity === 'error')) return { ok: false, diagnostics };

  const derived = new Map<string, Derived>();
  for (const module of modules) {
    for (const [path, value] of Object.entries(module.derive?.(spec) ?? {})) derived.set(path, value);
  }
  return { ok: true, value: { spec, derived, tree }, diagnostics };
}

/** Who may connect, and what the image is built for: the defaults that another setting decides. */
function withRuntimeDefaults(spec: ResolvedSpec, runtime: Runtime): ResolvedSpec {
  const { shared, backend } = spec as DeepPartial;
  const access = { access: runtime.databaseAccess };
  return {
    ...spec,
    ...(isMapping(shared?.database) && {
      shared: { ...shared, database: { ...access, ...shared.database } },
    }),
    ...(isMapping(backend?.build) &&
      isMapping(backend.service) && {
        backend: { ...backend, build: { platform: runtime.imagePlatform(spec), ...backend.build } },
      }),
  } as ResolvedSpec;
}

/** Objects without a prototype, as in the spec's own data, and without properties that the schema doesn't know. */
function fillDefaults(root: Schema, schema: Schema, given: unknown): unknown {
  const rule = branchFor(root, schema, given);
  const value = given === undefined ? rule.default : given;
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !rule.properties) return value;
  const filled = Object.create(null) as Record<string, unknown>;
  for (const [key, child] of Object.entries(rule.properties)) {
    const inner = fillDefaults(root, dereference(root, child), (value as Record<string, unknown>)[key]);
    if (inner !== undefined) filled[key] = inner;
  }
  return filled;
}

/** Codes that say that a part of the spec can't be relied on by later checks. */
const malformed: ReadonlySet<Code> = new Set([
  'missing-property',
  'wrong-type',
  'wrong-value',
  'wrong-form',
  'out-of-range',
]);

function checkFindings(
  modules: readonly Module[],
  spec: ResolvedSpec,
  broken: readonly SpecPath[],
  about: CheckContext,
): Finding[] {
  return modules
    .flatMap((module) => module.checks ?? [])
    .filter((check) => !check.reads.some((path) => broken.some((other) => onOneLine(path, other))))
    .flatMap((check) => check.find(spec, about));
}

/** Whether one of two paths is the other, or leads to it. */
function onOneLine(a: SpecPath, b: SpecPath): boolean {
  return a.every((step, index) => index >= b.length || step === b[index]);
}
