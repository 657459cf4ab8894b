import { openCredentials } from './credentials.ts';
import type { AskMfaCode } from './credentials.ts';
import { openRequestHandler } from './request-handler.ts';
import { profileOf, withProfile } from './shell.ts';
import type { Shell } from './shell.ts';

/** How to reach AWS. What is left out is read from the environment and the AWS CLI's files, as the CLI does. */
export interface Access {
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Takes the place of the environment's credentials and profile. */
  readonly profile?: string;
  /** Without it, credentials that need a code fail. */
  readonly askMfaCode?: AskMfaCode;
}

export type Configuration = Awaited<ReturnType<typeof configure>>;

/** The configuration of every client of the SDK, and the shell that it is made from. */
export async function configure(region: string, { askMfaCode, profile: chosen, ...access }: Access) {
  const shell: Shell = chosen === undefined ? process.env : withProfile(chosen, process.env);
  // The warning is for those who choose the SDK's version, and users of archc don't.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  // Without a home folder, the SDK fails before it looks at anything. Docker calls it "/" there too.
  if (!(await hasHome())) process.env['HOME'] = '/';
  const profile = profileOf(shell);
  const requestHandler = await openRequestHandler(shell);
  return {
    shell,
    region,
    ...(profile !== undefined && { profile }),
    requestHandler,
    // Five attempts take 8 seconds at most when AWS throttles, and 2 when it can't be reached.
    maxAttempts: await decideAttempts(shell, 5),
    retryMode: await decideRetryMode(shell),
    credentials: access.credentials ?? (await openCredentials({ shell, requestHandler, askMfaCode })),
    ...(access.endpoint !== undefined && { endpoint: access.endpoint }),
  };
}

/** A user without an entry in /etc/passwd has none unless HOME says so. */
async function hasHome(): Promise<boolean> {
  const { homedir } = await import('node:os');
  try {
    return homedir() !== '';
  } catch {
    return false;
  }
}

/** How often a call is tried: as the environment or the profile says, or else this often. */
export async function decideAttempts(shell: Shell, ours: number): Promise<number> {
  const { loadConfig, NODE_MAX_ATTEMPT_CONFIG_OPTIONS: options } = await import('./sdk.ts');
  return loadConfig({ ...options, default: ours }, profileIn(shell))();
}

/** The CLI's mode `legacy`, which the SDK doesn't have, becomes `standard`. */
async function decideRetryMode(shell: Shell): Promise<string> {
  const { loadConfig, NODE_RETRY_MODE_CONFIG_OPTIONS: options } = await import('./sdk.ts');
  return loadConfig({ ...options, default: 'adaptive' }, profileIn(shell))();
}

function profileIn(shell: Shell): { readonly profile?: string } {
  const profile = profileOf(shell);
  return profile === undefined ? {} : { profile };
}
