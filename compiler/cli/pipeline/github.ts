import { workflows } from '../../../build/generated/workflows.ts';
import { specWords } from '../../diagnostics/shell-quote.ts';
import { bootstrapText, previewWords } from './commands.ts';
import {
  commonValues,
  comparisonValues,
  deploymentValues,
  planRoleOf,
  previewValues,
  regionOf,
  stepsOf,
} from './values.ts';
import type { Step } from './values.ts';
import { isSkipped, planJobOf, startsOf } from './job-starts.ts';
import { fill, keepBlocks, repeatBlock } from './fill.ts';
import type { Values } from './fill.ts';
import { groupIntoJobs } from './jobs.ts';
import type { Job } from './jobs.ts';
import type { PipelineFile, PipelineValues } from './model.ts';
import { hasEnvironments, orderStages } from './stages.ts';
import type { Stage } from './stages.ts';

const folder = '.github/workflows';

/** The workflows of GitHub. */
export function githubFiles(values: PipelineValues): readonly PipelineFile[] {
  const stages = orderStages(values.specs);
  return [
    { path: `${folder}/archc-check.yml`, text: checkWorkflow(values, stages) },
    { path: `${folder}/archc-deploy.yml`, text: deployWorkflow(values, stages) },
    ...(values.previews
      ? [{ path: `${folder}/archc-preview.yml`, text: previewWorkflow(values, stages[0]) }]
      : []),
  ];
}

function textOf(name: string): string {
  return workflows[`github/${name}`] ?? '';
}

function kindOf({ specs }: PipelineValues): 'environments' | 'plain' {
  return hasEnvironments(specs) ? 'environments' : 'plain';
}

function checkWorkflow(values: PipelineValues, stages: readonly [Stage, ...Stage[]]): string {
  const { specs } = values;
  const text = repeatBlock(keepBlocks(textOf('archc-check'), [kindOf(values)]), 'stage', (block) =>
    stages.map((stage) => fill(block, stageValues(stage))),
  );
  return fill(text, {
    ...commonValues(values),
    region: [regionOf(specs[0])],
    ...comparisonValues(specs),
  });
}

function stageValues({ name, deployments }: Stage): Values {
  const [{ compiled: first }] = deployments;
  return {
    environment: [name],
    step: [name.replaceAll('-', '_')],
    region: [regionOf(first)],
    'plan-role': [planRoleOf(first)],
    plan: deployments.map(({ compiled }) => `plan ${specWords(compiled.resolved.tree)}`),
  };
}

function deployWorkflow(values: PipelineValues, stages: readonly Stage[]): string {
  const kind = kindOf(values);
  const number = stages.length === 1 ? 'one' : 'several';
  const steps = stepsOf(stages, kind === 'plain' ? 'deploy' : undefined);
  const text = repeatBlock(textOf('archc-deploy'), 'job', (block) =>
    steps.map((step, index) => {
      const kept = keepBlocks(block, [
        ...[kind, number],
        step.job.isPlanned ? 'planned' : 'direct',
        ...(step.job.platform ? ['builds'] : []),
        ...(step.promotes ? ['promotes'] : []),
        ...(isSkipped(step) ? ['skips'] : []),
      ]);
      return (index > 0 ? '\n' : '') + fill(kept, { ...jobValues(step), ...startsOf(step, steps) });
    }),
  );
  return fill(keepBlocks(text, [kind, number]), commonValues(values));
}

/** Previews are of the first environment. */
function previewWorkflow(values: PipelineValues, stage: Stage): string {
  const jobs = groupIntoJobs('preview', stage.deployments);
  const text = repeatBlock(textOf('archc-preview'), 'job', (block) =>
    jobs.map((job, index) => {
      const before = jobs[index - 1];
      return fill(block, {
        job: [job.name],
        needs: before ? [`needs: ${before.name}`] : [],
        runner: [runnerFor(job)],
        bootstrap: [`${bootstrapText(stage)} --previews`],
        deploy: job.deployments.map(({ compiled }) => `deploy ${previewWords(compiled)}`),
      });
    }),
  );
  return fill(text, { ...commonValues(values), ...previewValues(stage.deployments, '$PREVIEW') });
}

function jobValues(step: Step): Values {
  return {
    ...deploymentValues(step, step.job.isPlanned),
    runner: [runnerFor(step.job)],
    'plan-job': [planJobOf(step)],
  };
}

/**
 * Both are in public and in private repositories:
 * https://docs.github.com/en/actions/reference/runners/github-hosted-runners
 */
function runnerFor({ platform }: Job): string {
  return platform === 'linux/arm64' ? 'ubuntu-24.04-arm' : 'ubuntu-latest';
}
