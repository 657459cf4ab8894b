import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A call, and who made it. */
export interface IdentityCall {
  /** `GetCallerIdentity`, or the method and path of a call of Route 53. */
  readonly action: string;
  /** The id of the access key that signed it. */
  readonly key: string;
  /** The host that the client wanted. */
  readonly host: string;
}

/** STS, with a CloudFormation that has no stacks: what tells whose credentials a command uses. */
export interface IdentityAws {
  readonly port: number;
  readonly calls: IdentityCall[];
  /** The next answers are errors of the server. */
  failures: number;
  /** The same, for another server or a proxy to answer with. */
  readonly answer: RequestListener;
  stop(): Promise<void>;
}

/** The only MFA code that is right. */
export const mfaCode = '123456';

/** With a certificate it speaks TLS. */
export async function startIdentityAws(certificate?: {
  readonly key: string;
  readonly cert: string;
}): Promise<IdentityAws> {
  const calls: IdentityCall[] = [];
  const answer: RequestListener = (request, response) => {
    void text(request).then((body) => {
      const asked = new URLSearchParams(body);
      const action = asked.get('Action') ?? `${request.method ?? ''} ${request.url ?? ''}`;
      calls.push({ action, key: keyOf(request), host: request.headers.host ?? '' });
      const failing = aws.failures > 0;
      if (failing) aws.failures -= 1;
      const [status, words] = failing
        ? [500, refuse('InternalFailure', 'try again')]
        : answerTo(action, asked);
      response.writeHead(status, { 'content-type': 'text/xml' }).end(words);
    });
  };
  const server = certificate ? createTlsServer(certificate, answer) : createServer(answer);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const aws: IdentityAws = { port, calls, failures: 0, answer, stop: () => stop(server) };
  return aws;
}

export async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}

function keyOf({ headers }: IncomingMessage): string {
  return /Credential=([^/]+)/.exec(headers.authorization ?? '')?.[1] ?? '';
}

function answerTo(action: string, asked: URLSearchParams): readonly [number, string] {
  if (action === 'GetCallerIdentity') {
    const result = '<Account>123456789012</Account><Arn>arn:aws:iam::123456789012:user/me</Arn>';
    return [
      200,
      `<GetCallerIdentityResponse><GetCallerIdentityResult>${result}</GetCallerIdentityResult></GetCallerIdentityResponse>`,
    ];
  }
  if (action === 'AssumeRole') {
    const code = asked.get('TokenCode');
    if (code !== null && code !== mfaCode) {
      return [
        403,
        refuse('AccessDenied', 'MultiFactorAuthentication failed with invalid MFA one time pass code.'),
      ];
    }
    const keys =
      '<AccessKeyId>ASIAASSUMED</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>';
    const expiry = `<Expiration>${new Date(Date.now() + 3_600_000).toISOString()}</Expiration>`;
    const user =
      '<AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/r/s</Arn><AssumedRoleId>a:s</AssumedRoleId></AssumedRoleUser>';
    return [
      200,
      `<AssumeRoleResponse><AssumeRoleResult><Credentials>${keys}${expiry}</Credentials>${user}</AssumeRoleResult></AssumeRoleResponse>`,
    ];
  }
  return [400, refuse('ValidationError', `Stack with id ${asked.get('StackName') ?? ''} does not exist`)];
}

function refuse(code: string, message: string): string {
  return `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
}
