import { AwsFailure } from '../failure.ts';
import type { Descriptor, Manifest, RegistryAnswer, Repository } from './model.ts';

/**
 * https://github.com/opencontainers/image-spec/blob/main/media-types.md and
 * https://docs.docker.com/registry/spec/manifest-v2-2/
 */
const indexes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];
const images = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];
/** What a registry must take at least, and ECR's limit: https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html */
const largestManifest = 4_194_304;

/** Every form in which a registry may have a manifest. It would convert one whose form is missing. */
export const accepted = [...indexes, ...images].join(', ');

/** Reads a manifest, and checks that it is the one with this digest. */
export async function readManifest(
  repository: Repository,
  digest: string,
  signal: AbortSignal,
): Promise<Manifest> {
  const answer = await repository.send({
    method: 'GET',
    to: `manifests/${digest}`,
    headers: { accept: accepted },
    wants: [200],
    signal,
  });
  const bytes = await readBytes(answer, digest);
  const { createHash } = await import('node:crypto');
  const actual = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  if (actual !== digest) {
    throw refuse(`the manifest ${digest} of ${repository.host}/${repository.name} has the digest ${actual}`);
  }
  return parseManifest(bytes, digest, answer.headers['content-type']);
}

async function readBytes({ body }: RegistryAnswer, digest: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of body) {
      parts.push(part as Buffer);
      size += (part as Buffer).length;
      if (size > largestManifest) throw refuse(`the manifest ${digest} is larger than 4 MiB`);
    }
  } catch (error) {
    if (error instanceof AwsFailure) throw error;
    throw new AwsFailure('network', 'Registry', `the manifest ${digest} broke off (${String(error)})`);
  }
  return Buffer.concat(parts);
}

interface Content {
  readonly mediaType?: string;
  readonly config?: Descriptor;
  readonly layers?: readonly (Descriptor & { readonly urls?: readonly string[] })[];
  readonly manifests?: readonly Descriptor[];
}

/** `type` is what the registry says; an OCI manifest need not say it itself. */
export function parseManifest(bytes: Buffer, digest: string, type = ''): Manifest {
  const content = parse(bytes, digest);
  const known = [type.replace(/;.*$/, '').trim(), content.mediaType ?? ''];
  const mediaType = known.find((each) => indexes.includes(each) || images.includes(each));
  if (mediaType === undefined) {
    const other = known.find(Boolean);
    const form = other === undefined ? 'names no form' : `has the form "${other}"`;
    throw refuse(`the manifest ${digest} ${form}: build the image again with a current container engine`);
  }
  const { config, layers = [], manifests = [] } = content;
  if (indexes.includes(mediaType)) return { digest, mediaType, bytes, manifests, blobs: [] };
  // Layers with addresses of their own, as Windows has, are in no registry.
  const kept = layers.filter(({ urls = [] }) => urls.length === 0);
  const blobs = [...(config ? [config] : []), ...kept];
  return { digest, mediaType, bytes, manifests: [], blobs };
}

function parse(bytes: Buffer, digest: string): Content {
  try {
    return JSON.parse(bytes.toString('utf8')) as Content;
  } catch {
    throw refuse(`the manifest ${digest} is not JSON`);
  }
}

function refuse(why: string): AwsFailure {
  return new AwsFailure('refused', 'Registry', why);
}
