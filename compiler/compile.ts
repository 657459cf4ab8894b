import type { Outcome } from './diagnostics/diagnostic.ts';
import { inReadingOrder } from './diagnostics/place.ts';
import type { Toolkit } from './modules/module.ts';
import { compose } from './phases/compose.ts';
import { emit } from './phases/emit.ts';
import { extend } from './phases/extend.ts';
import { parse } from './phases/parse.ts';
import { resolve } from './phases/resolve.ts';
import type { Compiled, Resolved } from './phases/results.ts';
import { validate } from './phases/validate.ts';
import type { Source } from './spec/model.ts';
import type { Template } from './template/template.ts';

/** Spec in, files out. Every mistake is reported; a spec that has one gets no files. */
export function compile(source: Source, toolkit: Toolkit): Outcome<Compiled> {
  const resolved = resolveSource(source, toolkit);
  if (!resolved.ok) return resolved;
  const templates = makeTemplates(resolved.value, toolkit);
  const artifacts = emit(templates, resolved.value);
  if (!artifacts.ok) return artifacts;
  const { spec } = resolved.value;
  return {
    ok: true,
    value: { name: spec.name, resolved: resolved.value, templates, artifacts: artifacts.value },
    diagnostics: inReadingOrder([...resolved.diagnostics, ...artifacts.diagnostics]),
  };
}

/** The first three phases: everything is refused here but what only the whole templates show, such as that one is too large. */
export function resolveSource(source: Source, toolkit: Toolkit): Outcome<Resolved> {
  const parsed = parse(source);
  if (!parsed.ok) return parsed;
  const { tree, findings } = validate(parsed.value, toolkit.schema, toolkit.validator);
  return resolve(tree, findings, toolkit);
}

/** The next two phases. */
export function makeTemplates(resolved: Resolved, toolkit: Toolkit): readonly Template[] {
  return extend(compose(resolved, toolkit), resolved, toolkit);
}
