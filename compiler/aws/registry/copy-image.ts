import type { Descriptor, Manifest, Repository } from './model.ts';
import { copyBlob, hasBlob } from './copy-blob.ts';
import { AwsFailure } from '../failure.ts';
import { inParallel } from './in-parallel.ts';
import { accepted, readManifest } from './manifest.ts';
import { followProgress, wordSize } from './progress.ts';
import { persistently } from './retry.ts';
import type { Persistence } from './retry.ts';

export interface ImageCopy extends Persistence {
  readonly from: Repository;
  readonly to: Repository;
  /** The digest of the image, or of the index of an image for several platforms. */
  readonly digest: string;
  /** The image gets them in its new repository, except those that name another image there. */
  readonly tags: readonly string[];
  /** Gets a line for each part of the work. */
  readonly report: (line: string) => void;
}

/** As many as container engines push. */
const mostAtOnce = 5;

/**
 * Copies an image with everything that it consists of, byte for byte, so that its digest stays. What the repository has
 * already is not copied; nothing of an image can be pulled before all of it is there. Resolves to whether anything was copied.
 */
export async function copyImage(copy: ImageCopy): Promise<boolean> {
  const { from, to, digest } = copy;
  if (await hasManifest(to, digest, copy)) return false;
  const manifests = await readManifests(from, digest, copy);
  await copyBlobs(manifests, copy);
  // The parts of an index come before it: a registry refuses a manifest that lists others in vain.
  for (const manifest of manifests) {
    const isWhole = manifest.digest === digest;
    if (!isWhole && (await hasManifest(to, manifest.digest, copy))) continue;
    await putManifest(manifest, isWhole ? copy.tags : [], copy);
  }
  return true;
}

async function hasManifest(repository: Repository, reference: string, copy: Persistence): Promise<boolean> {
  return (await findDigest(repository, reference, copy)) !== undefined;
}

/** The digest of what a tag or digest names; `undefined` when it names nothing. */
async function findDigest(
  repository: Repository,
  reference: string,
  copy: Persistence,
): Promise<string | undefined> {
  const { status, headers, body } = await persistently(
    () =>
      repository.send({
        method: 'HEAD',
        to: `manifests/${reference}`,
        headers: { accept: accepted },
        wants: [200, 404],
        signal: copy.signal,
      }),
    copy,
  );
  body.resume();
  return status === 404 ? undefined : (headers['docker-content-digest'] ?? '');
}

/** The manifest with this digest, after those that it lists, each once. */
async function readManifests(
  repository: Repository,
  digest: string,
  copy: Persistence,
): Promise<readonly Manifest[]> {
  const found = new Map<string, Manifest>();
  const read = async (each: string) => {
    if (found.has(each)) return;
    const manifest = await persistently(() => readManifest(repository, each, copy.signal), copy);
    for (const part of manifest.manifests) await read(part.digest);
    found.set(each, manifest);
  };
  await read(digest);
  return [...found.values()];
}

async function copyBlobs(manifests: readonly Manifest[], copy: ImageCopy): Promise<void> {
  const blobs = unique(manifests.flatMap((manifest) => manifest.blobs));
  const missing: Descriptor[] = [];
  await inParallel(blobs, mostAtOnce, copy.signal, async (blob, signal) => {
    const each = { ...copy, signal };
    if (!(await persistently(() => hasBlob(copy.to, blob, signal), each))) missing.push(blob);
  });
  const total = missing.reduce((sum, { size }) => sum + size, 0);
  copy.report(
    `Copying ${digestStart(copy.digest)} to ${copy.to.host}/${copy.to.name}: ${missing.length} of ${blobs.length} layers, ${wordSize(total)}`,
  );
  const progress = followProgress(total, copy.report);
  await inParallel(missing, mostAtOnce, copy.signal, async (blob, signal) => {
    await persistently(
      async () => {
        let done = 0;
        const copied = (bytes: number) => {
          done += bytes;
          progress(bytes);
        };
        try {
          await copyBlob(blob, { ...copy, signal, copied });
        } catch (error) {
          progress(-done);
          throw error;
        }
      },
      { ...copy, signal },
    );
  });
}

/** Several platforms, and several layers, may have the same. */
function unique(blobs: readonly Descriptor[]): readonly Descriptor[] {
  return [...new Map(blobs.map((blob) => [blob.digest, blob])).values()];
}

async function putManifest(manifest: Manifest, tags: readonly string[], copy: ImageCopy): Promise<void> {
  const free: string[] = [];
  for (const tag of tags) {
    const taken = await findDigest(copy.to, tag, copy);
    if (taken === undefined) free.push(tag);
    else copy.report(`The tag ${tag} names another image in ${copy.to.name}: the copy does not get it`);
  }
  // With a tag, the image has a digest too.
  for (const reference of free.length > 0 ? free : [manifest.digest]) {
    await persistently(() => put(manifest, reference, copy), copy);
  }
}

/** AWS refuses a tag that it has, even with the same image: https://github.com/aws/containers-roadmap/issues/2179 */
async function put(
  { bytes, mediaType, digest }: Manifest,
  reference: string,
  copy: ImageCopy,
): Promise<void> {
  const { to, signal } = copy;
  try {
    const { headers, body } = await to.send({
      method: 'PUT',
      to: `manifests/${reference}`,
      headers: { 'content-type': mediaType, 'content-length': String(bytes.length) },
      body: bytes,
      wants: [201],
      signal,
    });
    body.resume();
    const stored = headers['docker-content-digest'] ?? digest;
    if (stored === digest) return;
    throw new AwsFailure('refused', 'Registry', `the registry ${to.host} stored ${digest} as ${stored}`);
  } catch (error) {
    signal.throwIfAborted();
    // Another deployment may have pushed it in between, or this one, whose answer got lost.
    if ((await findDigest(to, reference, copy)) !== digest) throw error;
  }
}

/** As much as people compare. */
function digestStart(digest: string): string {
  return digest.slice(0, 'sha256:'.length + 12);
}
