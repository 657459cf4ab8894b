import type { Readable } from 'node:stream';

/** A repository of a registry that takes requests. */
export interface Repository {
  /** `123456789012.dkr.ecr.ap-northeast-1.amazonaws.com`. */
  readonly host: string;
  /** `todo-shared-repository-1a2b3c`. */
  readonly name: string;
  /** Rejects with an `AwsFailure` unless the answer's status is one of those that are wanted. */
  send(request: RegistryRequest): Promise<RegistryAnswer>;
}

export interface RegistryRequest {
  readonly method: 'GET' | 'HEAD' | 'PATCH' | 'POST' | 'PUT';
  /** Below the repository (`blobs/sha256:...`), or a URL that the registry has answered. */
  readonly to: string | URL;
  /** The statuses that the answer may have. */
  readonly wants: readonly number[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | Readable;
  readonly signal: AbortSignal;
}

export interface RegistryAnswer {
  readonly status: number;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The URL that has answered, at the end of redirects. */
  readonly url: URL;
  /** Must be read to its end, or destroyed. */
  readonly body: Readable;
}

/** What a manifest says about a part of an image. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  /** In bytes. */
  readonly size: number;
}

/** A manifest with the bytes that its digest is made of. */
export interface Manifest {
  readonly digest: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
  /** The manifests that an index lists, one for each platform. */
  readonly manifests: readonly Descriptor[];
  /** The configuration and the layers, those that a registry keeps. */
  readonly blobs: readonly Descriptor[];
}
