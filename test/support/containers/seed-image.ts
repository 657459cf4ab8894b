import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { Readable } from 'node:stream';
import type { Registry } from './registry.ts';

export interface Part {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

const docker = 'application/vnd.docker';
const oci = 'application/vnd.oci.image';
/** The forms in which engines push an image. */
export const forms = {
  docker: {
    manifest: `${docker}.distribution.manifest.v2+json`,
    index: `${docker}.distribution.manifest.list.v2+json`,
    config: `${docker}.container.image.v1+json`,
    layer: `${docker}.image.rootfs.diff.tar.gzip`,
  },
  oci: {
    manifest: `${oci}.manifest.v1+json`,
    index: `${oci}.index.v1+json`,
    config: `${oci}.config.v1+json`,
    layer: `${oci}.layer.v1.tar+gzip`,
  },
} as const;
export type Form = keyof typeof forms;

/** Pushes images to a registry without an engine, so that a test decides every byte. */
export function openSeed(registry: Registry, repository: string) {
  const base = `https://${registry.host}/v2/${repository}/`;

  async function send(method: string, to: string, type: string, body: Readable | string) {
    const ca = await readFile(registry.tls.certificate);
    const auth = `AWS:${registry.password}`;
    const sent = request(new URL(to, base), { method, ca, auth, headers: { 'content-type': type } });
    if (typeof body === 'string') sent.end(body);
    else body.pipe(sent);
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    answer.resume();
    if ((answer.statusCode ?? 500) >= 300) throw new Error(`${method} ${to}: ${String(answer.statusCode)}`);
    return answer;
  }

  async function putBlob(mediaType: string, size: number, makeBytes: () => Iterable<Buffer>): Promise<Part> {
    const hash = createHash('sha256');
    for (const part of makeBytes()) hash.update(part);
    const digest = `sha256:${hash.digest('hex')}`;
    const begun = await send('POST', 'blobs/uploads/', 'application/octet-stream', '');
    const place = new URL(begun.headers.location ?? '', base);
    place.searchParams.set('digest', digest);
    await send('PUT', place.href, 'application/octet-stream', Readable.from(makeBytes()));
    return { mediaType, digest, size };
  }

  async function putManifest(mediaType: string, content: object, tag?: string): Promise<Part> {
    const text = JSON.stringify({ schemaVersion: 2, mediaType, ...content }, undefined, 3);
    const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`;
    await send('PUT', `manifests/${tag ?? digest}`, mediaType, text);
    return { mediaType, digest, size: text.length };
  }

  return {
    /** An image with a layer for each text, and for the number a layer of so many bytes. */
    async pushImage(form: Form, layers: readonly (string | number)[], tag?: string) {
      const types = forms[form];
      const config = JSON.stringify({
        architecture: 'amd64',
        os: 'linux',
        config: {},
        layers: layers.length,
      });
      const parts: Part[] = [];
      for (const layer of layers) {
        const size = typeof layer === 'number' ? layer : layer.length;
        parts.push(await putBlob(types.layer, size, () => bytesOf(layer)));
      }
      const described = await putBlob(types.config, config.length, () => bytesOf(config));
      const image = await putManifest(types.manifest, { config: described, layers: parts }, tag);
      return { ...image, layers: parts.map(({ digest }) => digest) };
    },
    /** An index of such images, as for several platforms. */
    pushIndex: (form: Form, manifests: readonly Part[], tag?: string) =>
      putManifest(
        forms[form].index,
        { manifests: manifests.map(({ mediaType, digest, size }) => ({ mediaType, digest, size })) },
        tag,
      ),
  };
}

const chunk = 1_048_576;

function* bytesOf(layer: string | number): Iterable<Buffer> {
  if (typeof layer === 'string') {
    yield Buffer.from(layer);
    return;
  }
  for (let done = 0; done < layer; done += chunk) {
    // Each chunk differs from the one before.
    yield Buffer.alloc(Math.min(chunk, layer - done), String(done));
  }
}
