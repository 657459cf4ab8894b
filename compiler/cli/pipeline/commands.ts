import { fileWord, specWords } from '../../diagnostics/shell-quote.ts';
import type { Compiled } from '../../phases/results.ts';
import { pathOf, stageOf } from './stages.ts';
import type { Deployment, Stage } from './stages.ts';
import { environmentName } from '../../modules/stack-owner.ts';

/** The profile whose credentials read the environment that is promoted from. */
export const sourceProfile = 'promotion';

/** What a job deploys with, without a plan. */
export function deployCommand(deployment: Deployment): string {
  return ['archc deploy', planWords(deployment), '--yes', ...confirmWords(deployment)].join(' ');
}

/** What is planned, as words of a command. */
export function planWords({ compiled, source }: Deployment): string {
  const promotion = source ? [`--promote-from ${stageOf(source)}`, profileWords] : [];
  return [specWords(compiled.resolved.tree), ...promotion].join(' ');
}

/** What is deployed by a plan, as words of a command. */
export function approvedWords(deployment: Deployment): string {
  const { compiled, source } = deployment;
  const profile = source ? [profileWords] : [];
  return [specWords(compiled.resolved.tree), ...profile, ...confirmWords(deployment)].join(' ');
}

const profileWords = `--from-profile ${sourceProfile}`;

function confirmWords({ compiled }: Deployment): readonly string[] {
  const { resolved } = compiled;
  return resolved.spec.protected ? [`--confirm ${environmentName(resolved)}`] : [];
}

/**
 * What prints the roles of a stage, in a message that stands in quotes: the path of a spec in a repository has no other
 * character than a space that a shell would not take as it is.
 */
export function bootstrapText(stage: Stage): string {
  return bootstrapCommand(stage, (path) => path.replaceAll(' ', String.raw`\ `));
}

/** What prints the roles of a stage. */
export function bootstrapCommand({ deployments }: Stage, wordOf = fileWord): string {
  const files = deployments.map(({ compiled }) => wordOf(pathOf(compiled)));
  const environment = deployments[0].compiled.resolved.tree.environment;
  const chosen = environment ? ` --environment ${environment.name}` : '';
  return `archc policy ${files.join(' ')}${chosen} --bootstrap`;
}

/** The spec, and the environment that its previews are of, as words of a command. */
export function previewWords(compiled: Compiled): string {
  const { environment } = compiled.resolved.tree;
  return [fileWord(pathOf(compiled)), ...(environment ? [`--from ${environment.name}`] : [])].join(' ');
}
