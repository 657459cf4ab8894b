import type { Runtime } from '../../compiler/modules/module.ts';
import { appRunner } from './appRunner/runtime.ts';
import { fargate } from './fargate/runtime.ts';

/** No spec gets one by default. The first is what `archc init` and examples choose: it works in every account. */
export const runtimes: readonly [Runtime, ...Runtime[]] = [fargate, appRunner];
