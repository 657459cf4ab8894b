import { AwsFailure } from './failure.ts';
import type { RequestHandler } from './request-handler.ts';
import { profileFlag, profileOf } from './shell.ts';
import type { Shell } from './shell.ts';

/**
 * Asks a person for the code that an MFA device shows now. It is empty when nobody answers, and `undefined` when nobody
 * can be asked.
 */
export type AskMfaCode = (device: string) => Promise<string | undefined>;

interface Needs {
  readonly shell: Shell;
  readonly requestHandler: RequestHandler;
  readonly askMfaCode: AskMfaCode | undefined;
}

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * The credentials that the AWS CLI finds in this shell. One provider serves all clients, so that a person is asked for
 * a code once.
 */
export async function openCredentials(needs: Needs) {
  const keys = readKeys(needs.shell);
  if (keys) return keys;
  const { defaultProvider } = await import('./sdk.ts');
  const profile = profileOf(needs.shell);
  return defaultProvider({
    ...(profile !== undefined && { profile }),
    // Its only line warns of keys beside a profile, where the AWS CLI says nothing either.
    logger: silent,
    mfaCodeProvider: (device) => readMfaCode(device, needs),
    clientConfig: { requestHandler: needs.requestHandler },
  });
}

const nothing = () => undefined;
const silent = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };

/**
 * Keys in the environment. For the AWS CLI they count more than AWS_PROFILE, for the SDK less.
 * https://github.com/boto/botocore/blob/develop/botocore/credentials.py (create_credential_resolver)
 */
function readKeys(shell: Shell): Keys | undefined {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = shell;
  if (accessKeyId === undefined || accessKeyId === '') return undefined;
  if (secretAccessKey === undefined || secretAccessKey === '') {
    const message =
      'AWS_ACCESS_KEY_ID is set without AWS_SECRET_ACCESS_KEY: set both, or unset it to use a profile';
    throw new AwsFailure('credentials', 'PartialCredentials', message);
  }
  const sessionToken = shell['AWS_SESSION_TOKEN'] ?? shell['AWS_SECURITY_TOKEN'] ?? '';
  return { accessKeyId, secretAccessKey, ...(sessionToken !== '' && { sessionToken }) };
}

async function readMfaCode(device: string, { shell, askMfaCode }: Needs): Promise<string> {
  const code = await askMfaCode?.(device);
  if (code === undefined) {
    const login = `eval "$(aws configure export-credentials${profileFlag(shell)} --format env)"`;
    const message = `these AWS credentials need a code of the MFA device ${device}, and without a terminal nobody can be asked: run ${login} in a terminal first, and archc in the same shell`;
    throw new AwsFailure('credentials', 'MfaCodeMissing', message);
  }
  if (code !== '') return code;
  throw new AwsFailure('credentials', 'MfaCodeMissing', `no code of the MFA device ${device} was given`);
}
