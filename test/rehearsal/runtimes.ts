import { appRunner } from './on-app-runner.ts';
import { fargate } from './on-fargate.ts';
import type { RuntimeInLife } from './runtime-in-life.ts';

export const runtimesInLife: readonly RuntimeInLife[] = [appRunner, fargate];
