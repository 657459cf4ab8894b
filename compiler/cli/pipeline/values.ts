import { fileWord, specWords } from '../../diagnostics/shell-quote.ts';
import type { Compiled } from '../../phases/results.ts';
import { planVariable, promotionVariable } from '../../policy/pipeline.ts';
import { approvedWords, bootstrapText, deployCommand, planWords, previewWords } from './commands.ts';
import type { Values } from './fill.ts';
import { groupIntoJobs } from './jobs.ts';
import type { Job } from './jobs.ts';
import type { PipelineValues } from './model.ts';
import { byFile, pathOf, stageOf } from './stages.ts';
import type { Deployment, Stage } from './stages.ts';

/** What is the same everywhere in a pipeline. */
export function commonValues({ specs, branch, manager }: PipelineValues): Values {
  const paths = byFile(specs).flatMap(([first]) => (first ? [pathOf(first)] : []));
  return {
    branch: [branch],
    specs: paths,
    words: [paths.map(fileWord).join(' ')],
    'set-up': manager.setUp,
    install: [manager.install],
    'to-path': manager.toPath,
    archc: [manager.archc],
    'lock-file': [manager.lockFile],
  };
}

/** How the steps of a check draw each environment, and compile and compare it with what was before, with its number. */
export function comparisonValues(specs: readonly Compiled[]): Values {
  const calls = (name: string) =>
    specs.map(({ resolved }, index) => `${name} ${index + 1} ${specWords(resolved.tree)}`);
  const pictures = specs.map(({ resolved }) => `picture ${specWords(resolved.tree)}`);
  return { compile: calls('compile'), compare: calls('compare'), picture: pictures };
}

/** One job of a stage, on the way to production. */
export interface Step {
  readonly job: Job;
  readonly stage: Stage;
  /** The stage that it promotes from. */
  readonly promotes: Stage | undefined;
}

/** The jobs are named after their stages, or all after `name`. */
export function stepsOf(stages: readonly Stage[], name?: string): readonly Step[] {
  return stages.flatMap((stage) =>
    groupIntoJobs(name ?? stage.name, stage.deployments).map((job) => {
      const source = job.deployments.find((each) => each.source)?.source;
      return { job, stage, promotes: stages.find((each) => source && each.name === stageOf(source)) };
    }),
  );
}

/** How a step deploys, by plans or without. */
export function deploymentValues({ job, stage, promotes }: Step, byPlan: boolean): Values {
  const [{ compiled: first }] = job.deployments;
  return {
    job: [job.name],
    environment: [stage.name],
    region: [regionOf(first)],
    specs: job.deployments.map(({ compiled }) => pathOf(compiled)),
    'plan-role': [planRoleOf(first)],
    plan: job.deployments.map((each, index) => `plan ${index + 1} ${planWords(each)}`),
    deploy: job.deployments.map((each, index) =>
      byPlan ? `deploy ${index + 1} ${approvedWords(each)}` : deployCommand(each),
    ),
    bootstrap: [bootstrapText(stage)],
    ...(promotes && {
      'promotion-role': [promotionVariable(promotes.name)],
      'source-bootstrap': [bootstrapText(promotes)],
      'source-region': [regionOf(promotes.deployments[0].compiled)],
    }),
  };
}

/** How previews are removed. `variable` holds the name of one, in a script. */
export function previewValues(deployments: readonly [Deployment, ...Deployment[]], variable: string): Values {
  const previewed = deployments.map(({ compiled }) => compiled);
  return {
    region: [regionOf(deployments[0].compiled)],
    remove: previewed
      .toReversed()
      .map((compiled) => `archc destroy ${previewWords(compiled)} --preview "${variable}" --yes`),
    expire: previewed.map((compiled) => `archc destroy ${previewWords(compiled)} --expired --yes`),
  };
}

/** The variable with the role that plans it. */
export function planRoleOf({ resolved }: Compiled): string {
  return planVariable(resolved.tree.environment?.name);
}

export function regionOf({ resolved }: Compiled): string {
  return resolved.spec.region;
}
