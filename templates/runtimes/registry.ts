import type { Runtime } from '../../compiler/modules/module.ts';
import { appRunner } from './appRunner/runtime.ts';
import { fargate } from './fargate/runtime.ts';

/** The first is the default. */
export const runtimes: readonly [Runtime, ...Runtime[]] = [appRunner, fargate];
