import { workflows } from '../../../build/generated/workflows.ts';
import { specWords } from '../../diagnostics/shell-quote.ts';
import type { Compiled } from '../../phases/results.ts';
import { bootstrapCommand, deployCommand, planVariable } from './commands.ts';
import { fill, keepBlocks, repeatBlock } from './fill.ts';
import type { Values } from './fill.ts';
import { groupIntoJobs } from './jobs.ts';
import type { Job } from './jobs.ts';
import type { PipelineFile, PipelineValues } from './model.ts';
import { byFile, hasEnvironments, orderStages, pathOf, stageOf } from './stages.ts';
import type { Stage } from './stages.ts';

const folder = '.github/workflows';

/** The workflows of GitHub. */
export function githubFiles(values: PipelineValues): readonly PipelineFile[] {
  const stages = orderStages(values.specs);
  return [
    { path: `${folder}/archc-check.yml`, text: checkWorkflow(values, stages) },
    { path: `${folder}/archc-deploy.yml`, text: deployWorkflow(values, stages) },
    ...(values.previews ? [{ path: `${folder}/archc-preview.yml`, text: textOf("archc-preview") }] : []),
  ];
}

function textOf(name: string): string {
  return workflows[`github/${name}`] ?? '';
}

function commonValues({ specs, branch, manager }: PipelineValues): Values {
  return {
    branch: [branch],
    specs: byFile(specs).flatMap(([first]) => (first ? [pathOf(first)] : [])),
    'set-up': manager.setUp,
    install: [manager.install],
    'to-path': manager.toPath,
    archc: [manager.archc],
    'lock-file': [manager.lockFile],
  };
}

function kindOf({ specs }: PipelineValues): 'environments' | 'plain' {
  return hasEnvironments(specs) ? 'environments' : 'plain';
}

function checkWorkflow(values: PipelineValues, stages: readonly [Stage, ...Stage[]]): string {
  const { specs } = values;
  const calls = (name: string) =>
    specs.map(({ resolved }, index) => `${name} ${index + 1} ${specWords(resolved.tree)}`);
  const text = repeatBlock(keepBlocks(textOf('archc-check'), [kindOf(values)]), 'stage', (block) =>
    stages.map((stage) => fill(block, stageValues(stage))),
  );
  return fill(text, {
    ...commonValues(values),
    region: [regionOf(specs[0])],
    compile: calls('compile'),
    compare: calls('compare'),
  });
}

function stageValues({ name, deployments }: Stage): Values {
  const [{ compiled: first }] = deployments;
  return {
    environment: [name],
    step: [name.replaceAll('-', '_')],
    region: [regionOf(first)],
    'plan-role': [planVariable(first)],
    plan: deployments.map(({ compiled }) => `plan ${specWords(compiled.resolved.tree)}`),
  };
}

function deployWorkflow(values: PipelineValues, stages: readonly Stage[]): string {
  const kind = kindOf(values);
  const steps = jobsOf(stages, kind === 'plain' ? 'deploy' : undefined);
  const text = repeatBlock(textOf('archc-deploy'), 'job', (block) =>
    steps.map((step, index) => {
      const before = steps[index - 1];
      const kept = keepBlocks(block, [
        kind,
        ...(step.job.platform ? ['builds'] : []),
        ...(step.promotes ? ['promotes'] : []),
      ]);
      const needs = before ? [`needs: ${before.job.name}`] : [];
      return (before ? '\n' : '') + fill(kept, { ...jobValues(step), needs });
    }),
  );
  return fill(keepBlocks(text, [kind]), commonValues(values));
}

interface Step {
  readonly job: Job;
  readonly stage: Stage;
  /** The stage that it promotes from. */
  readonly promotes: Stage | undefined;
}

function jobsOf(stages: readonly Stage[], name: string | undefined): readonly Step[] {
  return stages.flatMap((stage) =>
    groupIntoJobs(name ?? stage.name, stage.deployments).map((job) => {
      const source = job.deployments.find((each) => each.source)?.source;
      return { job, stage, promotes: stages.find((each) => source && each.name === stageOf(source)) };
    }),
  );
}

function jobValues({ job, stage, promotes }: Step): Values {
  const [{ compiled: first }] = job.deployments;
  return {
    job: [job.name],
    runner: [runnerFor(job)],
    environment: [stage.name],
    region: [regionOf(first)],
    specs: job.deployments.map(({ compiled }) => pathOf(compiled)),
    deploy: job.deployments.map(deployCommand),
    bootstrap: [bootstrapCommand(stage)],
    ...(promotes && {
      'source-bootstrap': [bootstrapCommand(promotes)],
      'source-region': [regionOf(promotes.deployments[0].compiled)],
    }),
  };
}

/**
 * Both are in public and in private repositories:
 * https://docs.github.com/en/actions/reference/runners/github-hosted-runners
 */
function runnerFor({ platform }: Job): string {
  return platform === 'linux/arm64' ? 'ubuntu-24.04-arm' : 'ubuntu-latest';
}

function regionOf({ resolved }: Compiled): string {
  return resolved.spec.region;
}
