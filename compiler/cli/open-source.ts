import { AwsFailure } from '../aws/failure.ts';
import { differencesOfBuild } from '../deploy/same-build.ts';
import { DeploymentError } from '../deploy/plan/deployment-error.ts';
import type { PromotionSource } from '../deploy/promote.ts';
import { shellWord } from '../diagnostics/shell-quote.ts';
import type { Compiled, Resolved } from '../phases/results.ts';
import type { CommandContext } from './command.ts';
import { compileSource } from './compile-spec.ts';
import { openAwsFor } from './open-aws.ts';
import { askingForCode } from './terminal/ask.ts';
import { UsageError } from './usage-error.ts';

/**
 * The environment that --promote-from names, of the same spec. `undefined` when it has errors; they have been reported.
 * Throws when an image of it is no image of this one.
 */
export function compilePromotionSource(
  name: string,
  { resolved }: Compiled,
  context: CommandContext,
): Resolved | undefined {
  const { tree } = resolved;
  if (!tree.environment) {
    throw new UsageError('--promote-from names an environment, and the spec has none: use --image');
  }
  if (tree.environment.name === name) {
    throw new UsageError(
      `--promote-from ${name} is the environment itself: name the one that ran the image before`,
    );
  }
  // What was read from standard input can't be read again.
  const source = compileSource(
    { name: tree.name, bytes: Buffer.from(tree.text) },
    context,
    name,
    'promote-from',
  );
  if (!source) return undefined;
  const differences = differencesOfBuild(source.resolved, resolved);
  if (differences.length > 0) {
    const own = tree.environment.name;
    throw new DeploymentError(
      `${name} and ${own} differ in ${differences.join(', ')}, so what ${name} runs is not the image of ${own}: give both the same, or build it with "archc deploy" without --promote-from`,
    );
  }
  return source.resolved;
}

/** With the credentials of --from-profile, or else with those of the deployment. */
export async function openPromotionSource(
  resolved: Resolved,
  profile: string | undefined,
): Promise<PromotionSource> {
  if (profile === undefined)
    return { aws: await openAwsFor(resolved, { ...askingForCode(), wayOut }), resolved };
  try {
    const aws = await openAwsFor(resolved, { ...askingForCode(), profile, wayOut });
    await aws.caller();
    return { aws, resolved };
  } catch (error) {
    if (!(error instanceof AwsFailure) || error.kind !== 'credentials') throw error;
    const login = error.message.replace(
      /(aws (?:sso )?login|export-credentials)(?: --profile \S+)?/,
      (_, command: string) => `${command} --profile ${shellWord(profile)}`,
    );
    throw new AwsFailure(error.kind, error.awsName, `--from-profile ${shellWord(profile)}: ${login}`);
  }
}

const wayOut = 'name a profile of it with --from-profile';
