import { fileWord } from '../../diagnostics/shell-quote.ts';
import { dependsOnArchc } from '../files/find-package-manager.ts';
import { exists, readText } from '../files/read-text.ts';
import { bootstrapCommand } from './commands.ts';
import { includeText, ownFile, pipelineFile } from './gitlab.ts';
import type { PipelineValues } from './model.ts';
import { byFile, hasEnvironments, orderStages, pathOf } from './stages.ts';

/** What is left to do when the files of a pipeline are written. */
export function nextSteps(pipeline: PipelineValues): string {
  const { manager, service } = pipeline;
  const files = service === 'github' ? 'workflows' : 'pipeline';
  const steps = [
    ...(dependsOnArchc(manager) ? [] : [`${manager.add}, and commit package.json and ${manager.lockFile}`]),
    ...(manager.lacksVersion
      ? [`name the version of ${manager.name} in package.json ("packageManager"): the ${files} use that one`]
      : []),
    ...roleSteps(pipeline),
    ...includeSteps(pipeline),
    service === 'github'
      ? 'commit the workflows; docs/ci.md of archc says more'
      : 'commit the files; docs/ci-gitlab.md of archc says more',
  ];
  return `Next:\n${steps.map((step, index) => `  ${index + 1}. ${step}\n`).join('')}`;
}

function roleSteps(pipeline: PipelineValues): readonly string[] {
  const { specs, service, previews } = pipeline;
  const repository =
    service === 'github' ? '--repository OWNER/NAME' : '--ci gitlab --repository GROUP/PROJECT';
  if (service === 'github' && !previews && !hasEnvironments(specs)) {
    const words = byFile(specs).flatMap(([first]) => (first ? [fileWord(pathOf(first))] : []));
    return [
      `archc policy ${words.join(' ')} --bootstrap ${repository} > pipeline.yaml: it says how to deploy the roles`,
      'set the variables AWS_PLAN_ROLE and AWS_DEPLOY_ROLE of the repository to them',
    ];
  }
  return [
    ...orderStages(specs).map((stage, index) => {
      const withPreviews = previews && index === 0 ? ' --previews' : '';
      return `${bootstrapCommand(stage)}${withPreviews} ${repository} > pipeline-${stage.name}.yaml: it says how to deploy the roles of ${stage.name}`;
    }),
    'set the variables that these say to the roles',
  ];
}

/** A pipeline that the project has already has to include archc's. */
function includeSteps({ service }: PipelineValues): readonly string[] {
  if (service !== 'gitlab' || !exists(pipelineFile) || readText(pipelineFile) === includeText) return [];
  return [
    `add archc's file to what ${pipelineFile} includes: "include: [{ local: ${ownFile} }]", and the stages test and deploy, if it has a list of stages`,
  ];
}
