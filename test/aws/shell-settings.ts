/** What the table's placeholders stand for. */
export type Place = 'aws' | 'tls' | 'proxy' | 'nobody' | 'authority' | 'folder';

/** A setting of a shell, which archc and the AWS CLI must understand alike. */
export interface ShellSetting {
  readonly title: string;
  /** `{proxy}` and the like are filled in: ports of local servers, and files. */
  readonly env: Readonly<Record<string, string>>;
  /** The file that AWS_CONFIG_FILE names. */
  readonly config?: string;
  /** The last key that signs. Default: the one in the environment. */
  readonly key?: string;
  /** What the proxy is asked for first; nothing when the request must not reach it. */
  readonly proxied?: RegExp;
  readonly login?: string;
}

const keys = { AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 'secret' };
const plain = { ...keys, AWS_ENDPOINT_URL: 'http://127.0.0.1:{aws}' };
const tls = { ...keys, AWS_ENDPOINT_URL: 'https://localhost:{tls}' };
const trusting = { ...keys, AWS_CA_BUNDLE: '{authority}' };
const profiles = `[default]
aws_access_key_id = AKIADEFAULT
aws_secret_access_key = secret
[profile dev]
aws_access_key_id = AKIADEV
aws_secret_access_key = secret
[profile role]
role_arn = arn:aws:iam::123456789012:role/r
source_profile = dev
[profile made]
credential_process = cat {folder}/made.json
`;

/** Also the rows of the table in docs/deploying.md. */
export const shellSettings: readonly ShellSetting[] = [
  { title: 'AWS_ACCESS_KEY_ID', env: plain },
  { title: 'AWS_ACCESS_KEY_ID beside AWS_PROFILE', env: { ...plain, AWS_PROFILE: 'dev' }, config: profiles },
  {
    title: 'the default profile',
    env: { AWS_ENDPOINT_URL: plain.AWS_ENDPOINT_URL },
    config: profiles,
    key: 'AKIADEFAULT',
  },
  {
    title: 'AWS_PROFILE',
    env: { AWS_ENDPOINT_URL: plain.AWS_ENDPOINT_URL, AWS_PROFILE: 'dev' },
    config: profiles,
    key: 'AKIADEV',
  },
  {
    title: 'AWS_DEFAULT_PROFILE before AWS_PROFILE',
    env: { AWS_ENDPOINT_URL: plain.AWS_ENDPOINT_URL, AWS_DEFAULT_PROFILE: 'dev', AWS_PROFILE: 'none' },
    config: profiles,
    key: 'AKIADEV',
  },
  {
    title: 'role_arn with source_profile',
    env: { AWS_ENDPOINT_URL: plain.AWS_ENDPOINT_URL, AWS_PROFILE: 'role' },
    config: profiles,
    key: 'ASIAASSUMED',
  },
  {
    title: 'role_arn through a proxy',
    env: { AWS_PROFILE: 'role', AWS_CA_BUNDLE: '{authority}', HTTPS_PROXY: 'http://127.0.0.1:{proxy}' },
    config: profiles,
    key: 'ASIAASSUMED',
    proxied: /^CONNECT sts\.ap-northeast-1\.amazonaws\.com:443$/,
  },
  {
    title: 'credential_process',
    env: { AWS_ENDPOINT_URL: plain.AWS_ENDPOINT_URL, AWS_PROFILE: 'made' },
    config: profiles,
    key: 'AKIAMADE',
  },
  {
    title: 'endpoint_url of a profile',
    env: { AWS_PROFILE: 'local' },
    config: `[profile local]\nendpoint_url = http://127.0.0.1:{aws}\naws_access_key_id = AKIALOCAL\naws_secret_access_key = secret\n`,
    key: 'AKIALOCAL',
  },
  {
    title: 'HTTPS_PROXY',
    env: { ...trusting, HTTPS_PROXY: 'http://127.0.0.1:{proxy}' },
    proxied: /^CONNECT sts\.ap-northeast-1\.amazonaws\.com:443$/,
  },
  {
    title: 'https_proxy before HTTPS_PROXY, without a scheme',
    env: { ...trusting, https_proxy: '127.0.0.1:{proxy}', HTTPS_PROXY: 'http://127.0.0.1:{nobody}' },
    proxied: /^CONNECT sts\./,
  },
  {
    title: 'HTTPS_PROXY with a name and a password',
    env: { ...trusting, HTTPS_PROXY: 'http://me:my%20word@127.0.0.1:{proxy}' },
    proxied: /^CONNECT sts\./,
    login: 'me:my word',
  },
  {
    title: 'HTTP_PROXY, for an endpoint without TLS',
    env: { ...keys, AWS_ENDPOINT_URL: 'http://aws.invalid', HTTP_PROXY: 'http://127.0.0.1:{proxy}' },
    proxied: /^POST http:\/\/aws\.invalid\/$/,
  },
  {
    title: 'NO_PROXY with the name of the host',
    env: {
      ...tls,
      AWS_CA_BUNDLE: '{authority}',
      HTTPS_PROXY: 'http://127.0.0.1:{nobody}',
      NO_PROXY: 'other.example, localhost',
    },
  },
  {
    title: 'no_proxy with an asterisk',
    env: { ...plain, HTTP_PROXY: 'http://127.0.0.1:{nobody}', no_proxy: '*' },
  },
  {
    title: 'an empty https_proxy, which removes HTTPS_PROXY',
    env: { ...tls, AWS_CA_BUNDLE: '{authority}', HTTPS_PROXY: 'http://127.0.0.1:{nobody}', https_proxy: '' },
  },
  {
    title: 'ALL_PROXY, which counts for nothing',
    env: { ...plain, ALL_PROXY: 'http://127.0.0.1:{nobody}' },
  },
  { title: 'AWS_CA_BUNDLE', env: { ...tls, AWS_CA_BUNDLE: '{authority}' } },
  { title: 'REQUESTS_CA_BUNDLE', env: { ...tls, REQUESTS_CA_BUNDLE: '{authority}' } },
  {
    title: 'ca_bundle of a profile',
    env: { ...tls, AWS_PROFILE: 'trusting' },
    config: '[profile trusting]\nca_bundle = {authority}\n',
  },
];
