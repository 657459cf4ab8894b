import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { archcCommand } from '../support/built.ts';
import { makeCertificate, missingOpenssl } from '../support/fake-aws/certificates.ts';
import { mfaCode, startIdentityAws } from '../support/fake-aws/identity-aws.ts';
import type { IdentityAws } from '../support/fake-aws/identity-aws.ts';
import { startProxy } from '../support/fake-aws/proxy.ts';
import type { Proxy } from '../support/fake-aws/proxy.ts';
import { findFreePort } from '../support/free-port.ts';
import { needs } from '../support/needs.ts';
import { missingPythonTools, pythonTool } from '../support/python-tools.ts';
import { runInTerminal } from '../support/terminal/run-in-terminal.ts';
import { runProcess } from '../support/terminal/run-process.ts';
import { shellSettings } from './shell-settings.ts';

const region = 'ap-northeast-1';
const spec = 'specs/todo.yaml';
const login = { AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 'secret' };
const role = `[profile dev]
role_arn = arn:aws:iam::123456789012:role/r
source_profile = base
mfa_serial = arn:aws:iam::123456789012:mfa/me
[profile base]
aws_access_key_id = AKIABASE
aws_secret_access_key = secret
`;

describe('the settings of a shell', () => {
  let folder = '';
  let aws: IdentityAws;
  let tls: IdentityAws;
  let proxy: Proxy;
  const places: Record<string, string> = {};

  before(async function () {
    needs(this, await missingOpenssl());
    folder = await mkdtemp(path.join(tmpdir(), 'archc-shell-'));
    const { authority, ...certificate } = await makeCertificate(folder, region);
    aws = await startIdentityAws();
    tls = await startIdentityAws(certificate);
    proxy = await startProxy(tls.port, aws.answer);
    const [free, nobody] = [await findFreePort(), { aws: aws.port, tls: tls.port, proxy: proxy.port }];
    Object.assign(places, nobody, { nobody: free, authority, folder });
    const made = { Version: 1, AccessKeyId: 'AKIAMADE', SecretAccessKey: 'secret' };
    await writeFile(path.join(folder, 'made.json'), JSON.stringify(made));
  });
  after(async () => {
    if (folder === '') return;
    await Promise.all([proxy.stop(), aws.stop(), tls.stop()]);
    await rm(folder, { recursive: true });
  });
  beforeEach(() => {
    for (const list of [aws.calls, tls.calls, proxy.requests, proxy.logins]) list.splice(0);
    aws.failures = 0;
    proxy.refusal = undefined;
  });

  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => String(places[name]));

  /** An environment that has nothing of this machine's but its programs. */
  async function shellOf(env: Readonly<Record<string, string>>, config = ''): Promise<NodeJS.ProcessEnv> {
    await writeFile(path.join(folder, 'config'), fill(config));
    const filled = Object.entries(env).map(([name, value]) => [name, fill(value)]);
    return {
      PATH: process.env.PATH,
      HOME: folder,
      AWS_CONFIG_FILE: path.join(folder, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: path.join(folder, 'credentials'),
      AWS_EC2_METADATA_DISABLED: 'true',
      ...(Object.fromEntries(filled) as Record<string, string>),
    };
  }
  async function plan(env: Readonly<Record<string, string>>, config?: string) {
    return runProcess(process.execPath, [archcCommand, 'plan', spec], { env: await shellOf(env, config) });
  }
  const identities = () =>
    [...aws.calls, ...tls.calls].filter(({ action }) => action === 'GetCallerIdentity');

  for (const { title, env, config, key = 'AKIAENV', proxied, login: sent } of shellSettings) {
    const check = () => {
      expect(identities().map((call) => call.key)).to.deep.equal([key]);
      const [first] = proxy.requests;
      if (proxied) expect(first).to.match(proxied);
      else expect(first).to.equal(undefined);
      if (sent !== undefined) expect(proxy.logins[0]).to.equal(sent);
    };

    it(`are understood: ${title}`, async () => {
      const { code, stderr } = await plan(env, config);
      expect(code, stderr).to.equal(2);
      check();
    });

    it(`are understood by the AWS CLI in the same way: ${title}`, async function () {
      needs(this, missingPythonTools());
      const shell = await shellOf({ ...env, AWS_STS_REGIONAL_ENDPOINTS: 'regional' }, config);
      const args = ['sts', 'get-caller-identity', '--region', region];
      const { code, stderr } = await runProcess(pythonTool('aws'), args, { env: shell });
      expect(code, stderr).to.equal(0);
      check();
    });
  }

  it('are understood: NODE_EXTRA_CA_CERTS, which node reads itself', async () => {
    const { code, stderr } = await plan({
      ...login,
      AWS_ENDPOINT_URL: 'https://localhost:{tls}',
      NODE_EXTRA_CA_CERTS: '{authority}',
    });
    expect(code, stderr).to.equal(2);
  });

  for (const attempts of ['1', '3']) {
    it(`are understood: AWS_MAX_ATTEMPTS=${attempts}`, async () => {
      aws.failures = 9;
      const env = { ...login, AWS_ENDPOINT_URL: 'http://127.0.0.1:{aws}', AWS_MAX_ATTEMPTS: attempts };
      expect((await plan({ ...env, AWS_RETRY_MODE: 'standard' })).code).to.equal(1);
      expect(identities()).to.have.length(Number(attempts));
    });
  }

  it('are understood: max_attempts of a profile', async () => {
    aws.failures = 9;
    const env = { ...login, AWS_PROFILE: 'once', AWS_ENDPOINT_URL: 'http://127.0.0.1:{aws}' };
    expect((await plan(env, '[profile once]\nmax_attempts = 1\nretry_mode = legacy\n')).code).to.equal(1);
    expect(identities()).to.have.length(1);
  });

  it('that need an MFA code ask for it once', async () => {
    const env = await shellOf({ AWS_PROFILE: 'dev', AWS_ENDPOINT_URL: 'http://127.0.0.1:{aws}' }, role);
    const typed = {
      env,
      question: 'Code of the MFA device arn:aws:iam::123456789012:mfa/me: ',
      answer: `${mfaCode}\n`,
    };
    const { code, output } = await runInTerminal(process.execPath, [archcCommand, 'plan', spec], typed);
    expect(code, output).to.equal(2);
    expect(aws.calls.map(({ action, key }) => `${action} ${key}`)).to.deep.equal([
      'AssumeRole AKIABASE',
      'GetCallerIdentity ASIAASSUMED',
      'DescribeStacks ASIAASSUMED',
      'DescribeStacks ASIAASSUMED',
      'GET /2013-04-01/hostedzone/Z0123456789ABCDEFGHIJ ASIAASSUMED',
    ]);
  });

  it('that need an MFA code say so when it is wrong', async () => {
    const env = await shellOf({ AWS_PROFILE: 'dev', AWS_ENDPOINT_URL: 'http://127.0.0.1:{aws}' }, role);
    const typed = { env, question: 'mfa/me: ', answer: '000000\n' };
    const { code, output } = await runInTerminal(process.execPath, [archcCommand, 'plan', spec], typed);
    expect(code).to.equal(1);
    expect(output).to.match(/AWS did not take the MFA code: wait until the device shows the next one/);
  });

  const expired = JSON.stringify({
    accessToken: 't',
    expiresAt: '2020-01-01T00:00:00Z',
    startUrl: 'https://x',
    region,
  });
  const sso = (name: string) =>
    `[${name}]\nsso_session = s\nsso_account_id = 123456789012\nsso_role_name = r\n[sso-session s]\nsso_start_url = https://x\nsso_region = ${region}\n`;

  for (const [title, env, config, words] of [
    [
      'an MFA code is needed and there is no terminal',
      { AWS_PROFILE: 'dev' },
      role,
      /need a code of the MFA device .*: run eval "\$\(aws configure export-credentials --profile dev --format env\)" in a terminal/,
    ],
    [
      'the SSO session has ended',
      { AWS_PROFILE: 'dev' },
      sso('profile dev'),
      /run "aws sso login --profile dev"/,
    ],
    ['the SSO session of the default profile has ended', {}, sso('default'), /run "aws sso login" \(/],
    [
      'a key has no secret',
      { AWS_ACCESS_KEY_ID: 'AKIAENV' },
      '',
      /AWS_ACCESS_KEY_ID is set without AWS_SECRET_ACCESS_KEY/,
    ],
    [
      'the certificate is not trusted',
      { ...login, AWS_ENDPOINT_URL: 'https://localhost:{tls}' },
      '',
      /does not trust the certificate .* in AWS_CA_BUNDLE/,
    ],
    [
      'the bundle of certificates is missing',
      { ...login, AWS_CA_BUNDLE: '{folder}/none.pem' },
      '',
      /AWS_CA_BUNDLE names a file that can't be read: .*none\.pem/,
    ],
    [
      'nobody answers where the proxy should be',
      { ...login, HTTPS_PROXY: 'http://me:secret@127.0.0.1:{nobody}' },
      '',
      /ECONNREFUSED.*\(through the proxy 127\.0\.0\.1:\d+\)/,
    ],
  ] as const) {
    it(`are explained in one line when ${title}`, async () => {
      const { mkdir } = await import('node:fs/promises');
      const { createHash } = await import('node:crypto');
      const cache = path.join(folder, '.aws', 'sso', 'cache');
      await mkdir(cache, { recursive: true });
      await writeFile(path.join(cache, `${createHash('sha1').update('s').digest('hex')}.json`), expired);
      const { code, stderr } = await plan({ ...env }, config);
      expect(code).to.equal(1);
      expect(stderr)
        .to.match(words)
        .and.match(/^archc: .*\n$/)
        .and.not.include('secret@');
    });
  }

  it('are explained in one line when the proxy refuses', async () => {
    proxy.refusal = 407;
    const { code, stderr } = await plan({ ...login, HTTPS_PROXY: 'http://127.0.0.1:{proxy}' });
    expect(code).to.equal(1);
    expect(stderr).to.match(/^archc: .*through the proxy: check HTTPS_PROXY.*it answered 407 .*\n$/);
  });
});
