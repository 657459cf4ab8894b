import { AwsFailure } from '../aws/failure.ts';
import { differencesOfBuild } from '../deploy/same-build.ts';
import { DeploymentError } from '../deploy/plan/deployment-error.ts';
import type { Deployment } from '../deploy/deployment.ts';
import { openPromotion } from '../deploy/promote.ts';
import type { Promotion, PromotionSource } from '../deploy/promote.ts';
import { shellWord } from '../diagnostics/shell-quote.ts';
import type { Compiled, Resolved } from '../phases/results.ts';
import type { CommandContext } from './command.ts';
import { resolveSource } from './compile-spec.ts';
import { text } from './flags/flag.ts';
import { anyText } from './flags/word.ts';
import { openAwsFor } from './open-aws.ts';
import { askingForCode } from './terminal/ask.ts';
import { UsageError } from './usage-error.ts';

/** The flag --promote-from, for commands that deploy an image or plan to; `notWith` are those that name another one. */
export function promoteFromFlag(help: string, notWith: readonly string[]) {
  return text(anyText('NAME'), help, { notWith });
}

/** The flag --from-profile; `onlyWith` are those that name the environment of which it is. */
export function fromProfileFlag(onlyWith: readonly string[]) {
  const help = 'profile with credentials for the environment that is promoted from';
  return text(anyText('PROFILE'), help, { onlyWith });
}

interface SourceFlags {
  readonly 'promote-from': string | undefined;
  readonly 'from-profile': string | undefined;
  readonly stack: string | undefined;
}

/** Opens the promotion that the flags ask for, if any. */
export type OpenPromotion = (deployment: Deployment) => Promise<Promotion | undefined>;

/**
 * Refuses what can't be meant, before AWS is asked. `undefined` when the environment of --promote-from has errors; they have
 * been reported.
 */
export function readPromotionFlags(
  flags: SourceFlags,
  compiled: Compiled,
  context: CommandContext,
): OpenPromotion | undefined {
  const { 'promote-from': name, 'from-profile': profile, stack } = flags;
  if (name === undefined) return () => Promise.resolve(undefined);
  const source = resolvePromotionSource(name, compiled, context);
  if (!source) return undefined;
  if (stack === 'shared') {
    throw new UsageError('the shared stack has no image: leave --promote-from or --stack out');
  }
  return async (deployment) => openPromotion(await openPromotionSource(source, profile), deployment);
}

/** The environment of the same spec with this name. Throws when an image of it is no image of this one. */
function resolvePromotionSource(
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
  const source = resolveSource({ name: tree.name, bytes: Buffer.from(tree.text) }, context, {
    environment: name,
    flag: 'promote-from',
  });
  if (!source) return undefined;
  const differences = differencesOfBuild(source, resolved);
  if (differences.length > 0) {
    const own = tree.environment.name;
    throw new DeploymentError(
      `${name} and ${own} differ in ${differences.join(', ')}, so what ${name} runs is not the image of ${own}: give both the same, or build it with "archc deploy" without --promote-from`,
    );
  }
  return source;
}

/** With the credentials of --from-profile, or else with those of the deployment. */
async function openPromotionSource(
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
