import type { ResolvedSpec } from '../../build/generated/resolved-spec.ts';
import { catalogue } from '../diagnostics/catalogue.ts';
import { diagnose } from '../diagnostics/diagnose.ts';
import type { Finding, Outcome } from '../diagnostics/diagnostic.ts';
import { runtimeOf } from '../modules/choose.ts';
import type { Toolkit } from '../modules/module.ts';
import { sortKeys } from '../spec/code-unit-order.ts';
import type { Derived } from '../spec/derived.ts';
import type { SpecTree } from '../spec/model.ts';
import type { SpecPath } from '../spec/path.ts';
import { proveHints } from './prove-hints.ts';
import type { Resolved } from './results.ts';
import { runChecks } from './run-checks.ts';
import { validate } from './validate.ts';

/**
 * Fills in defaults and derived values, and runs the checks, which cover what a schema can't express. Despite errors
 * from the schema, a check runs when the parts that it reads are well-formed, so that all mistakes are reported at
 * once.
 */
export function resolve(tree: SpecTree, found: readonly Finding[], toolkit: Toolkit): Outcome<Resolved> {
  const { data, modules, findings: checked } = runChecks(tree, found, toolkit);
  const findings = [...found, ...checked];
  const diagnostics = diagnose(tree, withProvenHints(findings, tree, toolkit));
  if (findings.some(({ code }) => catalogue[code].severity === 'error')) return { ok: false, diagnostics };

  // Without an error, the data conforms to the schema, from which this type is made.
  const spec = sortKeys(toolkit.schema, toolkit.schema, data) as ResolvedSpec;
  const derived = new Map<string, Derived>();
  const runtime = runtimeOf(spec, toolkit);
  for (const module of modules) {
    for (const [path, value] of Object.entries(module.derive?.(spec, runtime, tree.preview) ?? {}))
      derived.set(path, value);
  }
  return { ok: true, value: { spec, derived, tree }, diagnostics };
}

/** A spec without such hints, as most are, is not gone through. */
function withProvenHints(findings: readonly Finding[], tree: SpecTree, toolkit: Toolkit): readonly Finding[] {
  if (!findings.some(({ offer }) => offer)) return findings;
  return proveHints(findings, tree, {
    find: (edited) => judged(edited, toolkit),
    examples: examplesIn(tree, toolkit),
  });
}

function judged(edited: SpecTree, toolkit: Toolkit): readonly Finding[] {
  const { tree, findings } = validate(edited, toolkit.schema, toolkit.validator);
  return [...findings, ...runChecks(tree, findings, toolkit).findings];
}

/** What the modules know to write at a path. `*` stands for any item of a list, and any key of a mapping. */
function examplesIn({ data }: SpecTree, { base, runtimes, options }: Toolkit) {
  const known = new Map<string, readonly unknown[]>();
  for (const module of [base, ...runtimes, ...options]) {
    for (const [name, values] of Object.entries(module.examples?.(data) ?? {}))
      known.set(name, [...(known.get(name) ?? []), ...values]);
  }
  return (path: SpecPath) => {
    const any = [...path.slice(0, -1), '*'].join('.');
    const values = [...(known.get(path.join('.')) ?? []), ...(known.get(any) ?? [])];
    return values.filter((value) => value !== undefined);
  };
}
