import type { Toolkit } from '../../modules/module.ts';
import type { Resolved } from '../../phases/results.ts';
import type { Template } from '../../template/template.ts';

/** The spec behind the plans, and what it was compiled with. */
export interface DeployContext {
  readonly resolved: Resolved;
  readonly templates: readonly Template[];
  readonly toolkit: Toolkit;
}
