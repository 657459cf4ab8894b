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

/** How to pass the profile to the AWS CLI: ` --profile dev`, or nothing for the default one. */
export function profileFlag(shell: Shell): string {
  const profile = profileOf(shell);
  return profile === undefined ? '' : ` --profile ${shellWord(profile)}`;
}
