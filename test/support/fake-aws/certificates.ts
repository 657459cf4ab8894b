import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { leftOut } from '../needs.ts';
import { runProcess } from '../terminal/run-process.ts';

/** A certificate for AWS's names in a region, and the file with the authority that nobody trusts yet. */
export interface Certificate {
  readonly authority: string;
  readonly key: string;
  readonly cert: string;
}

/** Makes them with openssl, in the folder. */
export async function makeCertificate(folder: string, region: string): Promise<Certificate> {
  const file = (name: string) => path.join(folder, name);
  const run = async (...args: readonly string[]) => {
    const { code, stderr } = await runProcess('openssl', args, { cwd: folder });
    if (code !== 0) throw new Error(`openssl failed: ${stderr}`);
  };
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const names = `subjectAltName=DNS:localhost,DNS:*.${region}.amazonaws.com\n`;
  await writeFile(file('names'), names);
  await run(
    'req',
    ...key,
    '-x509',
    '-subj',
    '/CN=Test authority',
    '-days',
    '2',
    '-addext',
    'keyUsage=critical,keyCertSign',
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
  );
  await run('req', ...key, '-subj', '/CN=localhost', '-keyout', 'aws.key', '-out', 'aws.csr');
  await run(
    'x509',
    '-req',
    '-in',
    'aws.csr',
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-days',
    '2',
    '-extfile',
    'names',
    '-out',
    'aws.pem',
  );
  return {
    authority: file('ca.pem'),
    key: await readFile(file('aws.key'), 'utf8'),
    cert: await readFile(file('aws.pem'), 'utf8'),
  };
}

/** Why no certificate can be made, for needs(). */
export async function missingOpenssl(): Promise<string | undefined> {
  const reason = leftOut();
  if (reason !== undefined) return reason;
  const found = await runProcess('openssl', ['version']).catch(() => undefined);
  return found?.code === 0 ? undefined : 'openssl is missing';
}
