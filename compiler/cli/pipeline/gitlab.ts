import { workflows } from '../../../build/generated/workflows.ts';
import { specWords } from '../../diagnostics/shell-quote.ts';
import { exists } from '../files/read-text.ts';
import { previewWords } from './commands.ts';
import { fill, keepBlocks, repeatBlock } from './fill.ts';
import { groupIntoJobs } from './jobs.ts';
import type { Job } from './jobs.ts';
import type { PipelineFile, PipelineValues } from './model.ts';
import { orderStages } from './stages.ts';
import type { Stage } from './stages.ts';
import {
  commonValues,
  comparisonValues,
  deploymentValues,
  planRoleOf,
  previewValues,
  stepsOf,
} from './values.ts';

/** archc's part of the pipeline. */
export const ownFile = '.gitlab/archc.yml';
/** The file in which GitLab looks for the pipeline. */
export const pipelineFile = '.gitlab-ci.yml';

/** The pipeline for GitLab: a file of its own, and one that includes it if the project has no pipeline yet. */
export function gitlabFiles(values: PipelineValues): readonly PipelineFile[] {
  const file = { path: ownFile, text: pipelineText(values) };
  return exists(pipelineFile) ? [file] : [file, { path: pipelineFile, text: includeText }];
}

/** What makes GitLab read archc's part of the pipeline. */
export const includeText = `include:\n  - local: ${ownFile}\n`;

function pipelineText(values: PipelineValues): string {
  const { specs, manager, previews } = values;
  const stages = orderStages(specs);
  const deploying = repeatBlock(workflows['gitlab/archc'] ?? '', 'job', (block) =>
    deploymentJobs(stages, block),
  );
  const [first] = stages;
  const text = repeatBlock(deploying, 'preview', (block) => previewJobs(first, block));
  return fill(keepBlocks(text, previews ? ['previews'] : []), {
    ...commonValues(values),
    ...previewValues(first.deployments, '$preview'),
    'to-path': manager.toShell,
    ...comparisonValues(specs),
    plan: specs.map((compiled) => `plan ${planRoleOf(compiled)} ${specWords(compiled.resolved.tree)}`),
  }).replace(/\n+$/, '\n');
}

function deploymentJobs(stages: readonly Stage[], block: string): readonly string[] {
  const steps = stepsOf(stages);
  return steps.map((step, index) => {
    const before = steps[index - 1];
    const isLater = before !== undefined && step.stage !== stages[0];
    // Whoever starts it has seen its plan. Without such a start, a plan would only be late.
    const isPlanned = isLater && step.job.isPlanned;
    // Somebody starts each stage after the first.
    const isManual = isPlanned || (isLater && before.stage !== step.stage);
    const waits = before ? [`needs: [${deploymentName(before.job)}]`] : [];
    const plan = `archc-plan-${step.job.name}`;
    const kept = keepBlocks(block, [
      ...kindsOf(step.job),
      ...(step.promotes ? ['promotes'] : []),
      ...(isManual ? ['manual'] : []),
      isPlanned ? 'planned' : 'direct',
    ]);
    return fill(kept, {
      ...deploymentValues(step, isPlanned),
      job: [deploymentName(step.job)],
      needs: isPlanned ? [`needs: [${plan}]`] : waits,
      'plan-job': [plan],
      'plan-needs': waits,
    });
  });
}

function previewJobs({ deployments }: Stage, block: string): readonly string[] {
  return groupIntoJobs('preview', deployments).map((job) =>
    fill(keepBlocks(block, kindsOf(job)), {
      ...previewValues(job.deployments, '$preview'),
      job: [nameOf(job)],
      deploy: job.deployments.map(({ compiled }) => `deploy ${previewWords(compiled)}`),
    }),
  );
}

function kindsOf({ platform }: Job): readonly string[] {
  return [platform ? 'builds' : 'copies', ...(platform === 'linux/arm64' ? ['arm'] : [])];
}

/** An environment may be called as another job is, such as `check`. */
function deploymentName({ name }: Job): string {
  return `archc-deploy-${name}`;
}

/** No name that GitLab reserves, and none that other jobs of the project have. */
function nameOf({ name }: Job): string {
  return `archc-${name}`;
}
