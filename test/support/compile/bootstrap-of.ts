import type { Compiled } from '../../../compiler/phases/results.ts';
import { composeBootstrap } from '../../../compiler/policy/bootstrap.ts';
import type { Pipeline } from '../../../compiler/policy/pipeline.ts';
import { toolkit } from '../../../compiler/toolkit.ts';

/** The template with a pipeline's roles, for specs that fit into one. */
export function bootstrapOf(specs: readonly [Compiled, ...Compiled[]], pipeline: Pipeline): string {
  const template = composeBootstrap(specs, pipeline, toolkit);
  if (template === undefined) throw new Error('The specs do not fit into one template');
  return template;
}
