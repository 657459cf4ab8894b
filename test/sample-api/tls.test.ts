import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { findMysql } from '../support/mysql/mysql.ts';
import { needs } from '../support/needs.ts';
import { runProcess } from '../support/terminal/run-process.ts';
import { add, call } from './call.ts';
import type { DatabaseVariables } from './create-database.ts';
import { startApi, stopApis } from './start-api.ts';
import { useMysql } from './use-mysql.ts';

describe('the sample API trusts only a database that proves who it is', () => {
  const mysql = useMysql();
  let folder: string | undefined;
  let database: DatabaseVariables;

  before(async function () {
    const found = await findMysql();
    const isProgram = typeof found === 'object' && found.kind === 'program';
    needs(this, isProgram ? undefined : 'a mysqld that can read a certificate of ours');
    folder = await mkdtemp(path.join(tmpdir(), 'archc-tls-'));
    await makeCertificates(folder);
    await useCertificate('server');
    database = { ...(await mysql.createDatabase()), DB_HOST: 'localhost', DB_TLS: 'on' };
  });
  after(async () => {
    if (folder) await rm(folder, { recursive: true });
  });
  afterEach(stopApis);

  function inFolder(name: string): string {
    return path.join(folder ?? '', name);
  }
  async function useCertificate(name: string): Promise<void> {
    const files = [inFolder('ca.pem'), inFolder(`${name}.pem`), inFolder(`${name}.key`)];
    await mysql.asAdmin(async (admin) => {
      await admin.query('SET GLOBAL ssl_ca = ?, ssl_cert = ?, ssl_key = ?', files);
      await admin.query('ALTER INSTANCE RELOAD TLS');
    });
  }
  async function isRefused(variables: Record<string, string>, reason: RegExp): Promise<void> {
    const api = await startApi({ ...database, DB_RETRY_SECONDS: '0', ...variables });
    expect((await call(`${api.url}/todos`)).status).to.equal(503);
    await api.waitForText(reason);
  }

  it('works with the certificate of a trusted authority', async () => {
    const api = await startApi({ ...database, DB_CA_FILE: inFolder('ca.pem') });
    await add(api.url, { title: 'Buy milk' });
  });

  it('takes a certificate only from Amazon’s authorities unless told otherwise', async () => {
    await isRefused({}, /self-signed certificate in certificate chain/);
  });

  it('takes no certificate that was made for another host', async () => {
    await useCertificate('other');
    try {
      await isRefused({ DB_CA_FILE: inFolder('ca.pem') }, /ERR_TLS_CERT_ALTNAME_INVALID/);
    } finally {
      await useCertificate('server');
    }
  });

  it('speaks in the clear only when told to, and a server that forbids it is not reached', async () => {
    const open = await startApi({ ...database, DB_TLS: 'off' });
    await add(open.url, { title: 'Buy milk' });
    await mysql.asAdmin(async (admin) => {
      await admin.query('SET GLOBAL require_secure_transport = ON');
      try {
        await isRefused({ DB_TLS: 'off' }, /insecure transport are prohibited/);
      } finally {
        await admin.query('SET GLOBAL require_secure_transport = OFF');
      }
    });
  });

  it('says before it listens that the file with the authorities is not there', async () => {
    const starting = startApi({ ...database, DB_CA_FILE: '/nowhere/ca.pem' });
    const failure = await starting.then(
      () => 'it started',
      (error: unknown) => (error as Error).message,
    );
    expect(failure).to.include('cannot start').and.include('/nowhere/ca.pem');
  });
});

/** An authority of our own, a certificate for this host, and one for another. */
async function makeCertificates(folder: string): Promise<void> {
  async function openssl(...args: readonly string[]): Promise<void> {
    const { code, stderr } = await runProcess('openssl', args, { cwd: folder });
    if (code !== 0) throw new Error(stderr);
  }
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const authority = ['-x509', '-days', '2', '-subj', '/CN=test authority'];
  await openssl('req', ...key, ...authority, '-keyout', 'ca.key', '-out', 'ca.pem');
  for (const [name, host] of [
    ['server', 'localhost'],
    ['other', 'elsewhere.example'],
  ] as const) {
    await openssl('req', ...key, '-subj', '/CN=database', '-keyout', `${name}.key`, '-out', `${name}.csr`);
    await writeFile(path.join(folder, 'names'), `subjectAltName=DNS:${host}\n`);
    const sign = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'names'];
    await openssl('x509', '-req', '-in', `${name}.csr`, ...sign, '-out', `${name}.pem`);
  }
}
