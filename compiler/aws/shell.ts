import { shellWord } from '../diagnostics/shell-quote.ts';

/** The environment's variables. */
export type Shell = Readonly<Record<string, string | undefined>>;

/**
 * The profile that the AWS CLI uses; `undefined` for the default one. The SDK knows only AWS_PROFILE, the CLI reads
 * another variable first: https://github.com/boto/botocore/blob/develop/botocore/configprovider.py.
 */
export function profileOf(shell: Shell): string | undefined {
  return [shell['AWS_DEFAULT_PROFILE'], shell['AWS_PROFILE']].find(
    (name) => name !== undefined && name !== '',
  );
}

/** The shell in which the AWS CLI uses this profile: credentials in variables would count more. */
export function withProfile(profile: string, shell: Shell): Shell {
  const own = Object.entries(shell).filter(([name]) => !credentials.test(name));
  return { ...Object.fromEntries(own), AWS_PROFILE: profile };
}

const credentials = /^AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|SECURITY_TOKEN|DEFAULT_PROFILE)$/;

/** How to pass the profile to the AWS CLI: ` --profile dev`, or nothing for the default one. */
export function profileFlag(shell: Shell): string {
  const profile = profileOf(shell);
  return profile === undefined ? '' : ` --profile ${shellWord(profile)}`;
}
