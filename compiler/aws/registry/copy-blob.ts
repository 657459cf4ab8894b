import type { Transform } from 'node:stream';
import { AwsFailure } from '../failure.ts';
import type { Descriptor, RegistryAnswer, Repository } from './model.ts';

/** Between which repositories, and who hears of it. */
export interface BlobCopy {
  readonly from: Repository;
  readonly to: Repository;
  readonly signal: AbortSignal;
  /** Gets the number of bytes of each part that was copied. */
  readonly copied: (bytes: number) => void;
}

/** Whether the repository has it. A redirect leads to it. */
export async function hasBlob(
  repository: Repository,
  { digest }: Descriptor,
  signal: AbortSignal,
): Promise<boolean> {
  const wants = [200, 302, 307, 404];
  const { status, body } = await repository.send({ method: 'HEAD', to: `blobs/${digest}`, wants, signal });
  body.resume();
  return status !== 404;
}

/**
 * Copies a blob as a stream. The target gets the end of the upload only when size and digest are right; until then it
 * keeps nothing.
 */
export async function copyBlob(blob: Descriptor, copy: BlobCopy): Promise<void> {
  const place = await beginUpload(blob, copy);
  if (!place) return;
  const source = await copy.from.send({
    method: 'GET',
    to: `blobs/${blob.digest}`,
    wants: [200],
    signal: copy.signal,
  });
  const next = await sendBytes(source, place, blob, copy);
  next.searchParams.set('digest', blob.digest);
  const { body } = await copy.to.send({
    method: 'PUT',
    to: next,
    headers: { 'content-length': '0', 'content-type': 'application/octet-stream' },
    wants: [201],
    signal: copy.signal,
  });
  body.resume();
}

/** Where the bytes go; `undefined` when the registry itself took the blob over from its other repository. */
async function beginUpload({ digest }: Descriptor, copy: BlobCopy): Promise<URL | undefined> {
  const { from, to, signal } = copy;
  const empty = { 'content-length': '0' };
  const begin = (query: string, refusals: readonly number[]) =>
    to.send({
      method: 'POST',
      to: `blobs/uploads/${query}`,
      headers: empty,
      wants: [201, 202, ...refusals],
      signal,
    });
  // Who may not read the other repository, or may not mount, copies:
  // https://docs.aws.amazon.com/AmazonECR/latest/userguide/blob-mounting.html
  const mount = `?mount=${encodeURIComponent(digest)}&from=${encodeURIComponent(from.name)}`;
  const mounted = from.host === to.host ? await begin(mount, [400, 401, 403, 404, 405]) : undefined;
  mounted?.body.resume();
  if (mounted?.status === 201) return undefined;
  if (mounted?.status === 202) return placeOf(mounted);
  const begun = await begin('', []);
  begun.body.resume();
  return placeOf(begun);
}

function placeOf({ headers, url }: RegistryAnswer): URL {
  const place = headers['location'];
  if (place === undefined) {
    throw new AwsFailure('refused', 'Registry', `the registry ${url.host} says no place for an upload`);
  }
  return new URL(place, url);
}

/** Resolves to the place where the upload is completed. */
async function sendBytes(
  source: RegistryAnswer,
  place: URL,
  blob: Descriptor,
  { to, signal, copied }: BlobCopy,
): Promise<URL> {
  const { pipeline } = await import('node:stream/promises');
  const checker = await checking(blob, copied);
  const broken = new AbortController();
  // A source that breaks off would leave the upload waiting for the rest.
  const reading = pipeline(source.body, checker).catch((error: unknown) => {
    broken.abort(asFailure(error, blob));
  });
  const send = async () => {
    const answer = await to.send({
      method: 'PATCH',
      to: place,
      headers: { 'content-type': 'application/octet-stream', 'content-length': String(blob.size) },
      body: checker,
      wants: [202],
      signal: AbortSignal.any([signal, broken.signal]),
    });
    answer.body.resume();
    return placeOf(answer);
  };
  let next: URL;
  try {
    next = await send();
  } finally {
    checker.destroy();
    await reading;
  }
  broken.signal.throwIfAborted();
  return next;
}

function asFailure(error: unknown, { digest }: Descriptor): AwsFailure {
  if (error instanceof AwsFailure) return error;
  return new AwsFailure('network', 'Registry', `the layer ${digest} broke off (${String(error)})`);
}

/** Lets the bytes through, and fails at the end unless they are the blob's. */
async function checking({ digest, size }: Descriptor, copied: (bytes: number) => void): Promise<Transform> {
  const { createHash } = await import('node:crypto');
  const { Transform } = await import('node:stream');
  const hash = createHash('sha256');
  let seen = 0;
  return new Transform({
    transform(part: Buffer, _encoding, done) {
      seen += part.length;
      if (seen > size) {
        done(new AwsFailure('refused', 'Registry', `the layer ${digest} has more than its ${size} bytes`));
        return;
      }
      hash.update(part);
      copied(part.length);
      done(null, part);
    },
    flush(done) {
      const actual = `sha256:${hash.digest('hex')}`;
      if (seen < size) {
        const message = `the layer ${digest} broke off after ${seen} of ${size} bytes`;
        done(new AwsFailure('network', 'Registry', message));
      } else if (actual === digest) done();
      else done(new AwsFailure('refused', 'Registry', `the layer ${digest} has the digest ${actual}`));
    },
  });
}
