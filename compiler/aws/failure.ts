import { profileFlag } from './shell.ts';

export type FailureKind = 'credentials' | 'network' | 'throttled' | 'denied' | 'refused';

/** A failed call to AWS, with a message of one line for people. */
export class AwsFailure extends Error {
  override readonly name = 'AwsFailure';
  readonly kind: FailureKind;
  /** AWS's own name for the error: `ValidationError`. */
  readonly awsName: string;

  constructor(kind: FailureKind, awsName: string, message: string) {
    super(message);
    this.kind = kind;
    this.awsName = awsName;
  }

  /** Whether the same call may succeed a little later. */
  get isPassing(): boolean {
    return this.kind === 'network' || this.kind === 'throttled';
  }
}

interface Rule {
  readonly kind: FailureKind;
  /** Matches the error's name or code. */
  readonly name?: RegExp;
  /** Matches the error's message too, where the name says too little. */
  readonly words?: RegExp;
  say(words: string, region: string): string;
}

/** The first rule that matches applies. */
const rules: readonly Rule[] = [
  {
    kind: 'network',
    name: /ProxyError/,
    say: (words, region) =>
      `cannot reach AWS in ${region} through the proxy: check HTTPS_PROXY, with the name and password that the proxy may want, and NO_PROXY (${words})`,
  },
  {
    // https://nodejs.org/api/tls.html#x509-certificate-error-codes
    kind: 'refused',
    name: /SELF_SIGNED_CERT|UNABLE_TO_(VERIFY|GET_ISSUER)|CERT_(HAS_EXPIRED|NOT_YET_VALID|UNTRUSTED|REJECTED)|ERR_TLS_CERT/,
    say: (words, region) =>
      `this machine does not trust the certificate of what answers for AWS in ${region}: if a proxy looks into connections, name the file with its certificate in AWS_CA_BUNDLE (${words})`,
  },
  {
    kind: 'credentials',
    words: /aws sso login|Session token not found or invalid/i,
    say: (words) =>
      `the login with IAM Identity Center has ended: run "aws sso login${profileFlag(process.env)}" (${words})`,
  },
  {
    kind: 'credentials',
    words: /using .?aws login|Please reauthenticate/i,
    say: (words) => `the login has ended: run "aws login${profileFlag(process.env)}" (${words})`,
  },
  {
    kind: 'credentials',
    words: /MultiFactorAuthentication failed/,
    say: (words) =>
      `AWS did not take the MFA code: wait until the device shows the next one, and try again (${words})`,
  },
  {
    kind: 'credentials',
    name: /Expired/,
    words: /(token|credentials?|session) (\w+ )*(is|are|has|have) expired|session has expired/i,
    say: (words) => `the AWS credentials have expired: log in again (${words})`,
  },
  {
    kind: 'credentials',
    name: /CredentialsProviderError|TokenProviderError|MissingAuthenticationToken/,
    say: (words) => `AWS credentials are missing: log in, or choose a profile with AWS_PROFILE (${words})`,
  },
  {
    kind: 'credentials',
    name: /RequestTimeTooSkewed/,
    words: /^Signature (expired|not yet current)/,
    say: (words) =>
      `AWS rejected the request because this machine's clock is wrong: set the clock (${words})`,
  },
  {
    kind: 'credentials',
    name: /InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|IncompleteSignature|AuthFailure|OptInRequired|SubscriptionRequired|InvalidAccessKeyId/,
    say: (words, region) =>
      `AWS rejected these credentials in ${region}: check that they are the right ones, and that the account has this region enabled (${words})`,
  },
  {
    kind: 'throttled',
    name: /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown/,
    words: /^Rate exceeded/,
    say: (words) => `AWS is throttling this account: try again in a minute (${words})`,
  },
  {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
    kind: 'denied',
    words:
      /explicit deny|no (service control policy|resource control policy|permissions boundary|session policy) allows/,
    say: (words) =>
      `a policy of the organization or the account forbids this, and more permissions do not help: ask an administrator (${words})`,
  },
  {
    kind: 'denied',
    name: /AccessDenied|Unauthorized|NotAuthorized|Forbidden/,
    say: (words) =>
      `these AWS credentials are missing a permission: "archc policy SPEC" prints all that are needed (${words})`,
  },
  {
    // The SDK's words for an answer that it can't read.
    kind: 'network',
    name: /EmptyAnswer/,
    words: /Deserialization error/,
    say: (words, region) =>
      `what answered for AWS in ${region} is not AWS's answer: check whether a proxy is in between, and try again (${words.replace(/: .*/, '')})`,
  },
  {
    kind: 'network',
    name: /ENOTFOUND|EAI_AGAIN/,
    say: (words, region) =>
      `cannot reach AWS in ${region}: check the name of the region and your network (${words})`,
  },
  {
    kind: 'network',
    name: /ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|TimeoutError|NetworkingError|Internal(Failure|Error|Server)|ServiceUnavailable/,
    words: /socket hang up|^(read|connect|write) E[A-Z]+/,
    say: (words, region) => `AWS did not answer in ${region}: check your network and try again (${words})`,
  },
];

type SdkError = Partial<NodeJS.ErrnoException> & {
  readonly $metadata?: { readonly httpStatusCode?: number };
};

/** Explains a failed call to the user. `operation` is the API's name for the call: `DescribeStacks`. */
export function explainAwsError(error: unknown, operation: string, region: string): AwsFailure {
  if (error instanceof AwsFailure) return error;
  const { name = 'Error', code = '', message = '', $metadata } = error as SdkError;
  const status = $metadata?.httpStatusCode ?? 0;
  const words = /^Unknown(Error)?$/.test(message) ? `HTTP status ${status}` : wordTimeout(message);
  const text = words.replace(/\s+/g, ' ').trim() || code || name;
  // An error of the server without AWS's words, as from a load balancer in front of it.
  const alias = status >= 500 ? 'InternalServerError' : '';
  const rule = rules.find(
    (each) => each.name?.test(`${name} ${code} ${alias}`) === true || each.words?.test(text) === true,
  );
  if (!rule) return new AwsFailure('refused', name, `AWS refused ${operation}: ${text}`);
  return new AwsFailure(rule.kind, name, rule.say(`${operation}: ${text}`, region));
}

/** A part of an answer that AWS always gives. */
export function demandIn<T>(part: T | undefined, operation: string, region: string): T {
  if (part !== undefined) return part;
  throw explainAwsError(Object.assign(new Error('empty'), { name: 'EmptyAnswer' }), operation, region);
}

/** The SDK names its own settings, which nobody can change from outside. */
function wordTimeout(message: string): string {
  const [, milliseconds] = /^@smithy\/node-http-handler - .*?(\d+) ms/.exec(message) ?? [];
  return milliseconds === undefined ? message : `no answer within ${Number(milliseconds) / 1000} seconds`;
}

/** `undefined` where CloudFormation answers with an error because something does not exist. */
export async function orNothing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    const isAbsent =
      error instanceof AwsFailure &&
      (error.awsName === 'ChangeSetNotFound' ||
        /does not exist|is not imported by any stack/.test(error.message));
    if (isAbsent) return undefined;
    throw error;
  }
}
