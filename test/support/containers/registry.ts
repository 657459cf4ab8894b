import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { findFreePort } from '../free-port.ts';
import { runProcess } from '../terminal/run-process.ts';
import { untilItWorks } from '../until.ts';
import { startProxy } from './proxy.ts';

/** A container registry on the loopback interface, with a password. */
export interface Registry {
  /** Host and port, as in an image's name. The names of ECR's registries lead to it too. */
  readonly host: string;
  /** One of ECR's names for it. An engine must log in to each name by itself. */
  readonly ecrName: string;
  readonly password: string;
  /** Variables with which an engine reaches it by ECR's names, and trusts its certificate. */
  readonly env: NodeJS.ProcessEnv;
  /** The files of its certificate, for servers that stand in front of it. */
  readonly tls: { readonly key: string; readonly certificate: string };
  /** The folder in which it keeps its images. The fake AWS looks there for what is in ECR. */
  readonly storage: string;
  /** `tag` may be a digest. */
  readImage(repository: string, tag: string): Promise<PushedImage>;
  listTags(repository: string): Promise<readonly string[]>;
  stop(): Promise<void>;
}

export interface PushedImage {
  readonly digest: string;
  readonly mediaType: string;
  readonly architecture: string;
  readonly os: string;
  readonly config: {
    readonly Env?: readonly string[];
    readonly Labels?: Readonly<Record<string, string>>;
    readonly User?: string;
    readonly Cmd?: readonly string[];
  };
}

interface Manifest {
  readonly mediaType: string;
  readonly config: { readonly digest: string };
}

const ecrRegistries = 'dkr.ecr.ap-northeast-1.amazonaws.com';
const ecrHost = /^\d{12}\.dkr\.ecr\.(?:ap-northeast-1|us-east-1)\.amazonaws\.com$/;
const password = 'registry-password';
/** The login `AWS`, as ECR has it, with the password above. */
const passwordFile = 'AWS:$2a$04$beb7KvSUFGxg.VTX5Hdz.u6reVFjKLMMt7z9A9cs9YTttxHFMXtgO\n';

export async function startRegistry(): Promise<Registry> {
  const folder = await mkdtemp(path.join(tmpdir(), 'archc-registry-'));
  const at = (name: string): string => path.join(folder, name);
  const host = `127.0.0.1:${await findFreePort()}`;
  await makeCertificate(at('key'), at('certificate'));
  await writeFile(at('passwords'), passwordFile);
  await writeFile(
    at('config.json'),
    JSON.stringify({
      version: 0.1,
      log: { level: 'error' },
      storage: { filesystem: { rootdirectory: at('images') } },
      http: { addr: host, tls: { certificate: at('certificate'), key: at('key') } },
      auth: { htpasswd: { realm: 'archc', path: at('passwords') } },
    }),
  );
  // The shell survives when the tests are killed: when its input closes, it ends the server and removes the folder.
  const guard = spawn(
    'sh',
    ['-c', 'docker-registry serve "$0/config.json" & cat; kill $!; wait; rm -rf "$0"', folder],
    { stdio: ['pipe', 'ignore', 'ignore'], detached: true },
  );
  const certificate = await readFile(at('certificate'), 'utf8');
  const proxy = await startProxy((name) => (ecrHost.test(name) ? host : undefined));
  const ask = (resource: string): Promise<Answer> => request(`https://${host}/v2/${resource}`, certificate);

  const registry: Registry = {
    host,
    ecrName: `123456789012.${ecrRegistries}`,
    password,
    env: { SSL_CERT_FILE: at('certificate'), HTTPS_PROXY: proxy.url, NO_PROXY: '127.0.0.1,localhost' },
    tls: { key: at('key'), certificate: at('certificate') },
    storage: at('images'),
    readImage: async (repository, tag) => {
      const { ok, body } = await ask(`${repository}/manifests/${tag}`);
      if (!ok) throw new Error(`No image ${repository}:${tag}: ${body}`);
      const manifest = JSON.parse(body) as Manifest;
      const config = await ask(`${repository}/blobs/${manifest.config.digest}`);
      return {
        ...(JSON.parse(config.body) as Pick<PushedImage, 'architecture' | 'os' | 'config'>),
        digest: `sha256:${createHash('sha256').update(body).digest('hex')}`,
        mediaType: manifest.mediaType,
      };
    },
    listTags: async (repository) => {
      const { ok, body } = await ask(`${repository}/tags/list`);
      return ok ? (JSON.parse(body) as { tags: string[] }).tags : [];
    },
    stop: async () => {
      const ended = once(guard, 'exit');
      guard.stdin.end();
      await Promise.all([ended, proxy.stop()]);
    },
  };
  try {
    await untilItWorks('the registry answers', () => ask(''));
  } catch (error) {
    await registry.stop();
    throw error;
  }
  return registry;
}

async function makeCertificate(key: string, certificate: string): Promise<void> {
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  const subject = [
    '-subj',
    '/CN=archc test registry',
    '-addext',
    `subjectAltName=IP:127.0.0.1,DNS:*.${ecrRegistries},DNS:*.dkr.ecr.us-east-1.amazonaws.com,DNS:*.s3.amazonaws.com`,
  ];
  const files = ['-keyout', key, '-out', certificate];
  const { code, stderr } = await runProcess('openssl', ['req', ...kind, ...subject, ...files]);
  if (code !== 0) throw new Error(`openssl failed: ${stderr}`);
}

interface Answer {
  readonly ok: boolean;
  readonly body: string;
}

async function request(url: string, ca: string): Promise<Answer> {
  const accept = [
    'application/vnd.docker.distribution.manifest.v2+json',
    'application/vnd.docker.distribution.manifest.list.v2+json',
    'application/vnd.oci.image.manifest.v1+json',
    'application/vnd.oci.image.index.v1+json',
  ].join(', ');
  const sent = get(url, { ca, auth: `AWS:${password}`, headers: { accept }, agent: false });
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return { ok: response.statusCode === 200, body: await text(response) };
}
