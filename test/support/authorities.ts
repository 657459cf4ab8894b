/**
 * The file with more certificate authorities that this machine gives node. Node 20 reads it at every start, which takes
 * longer than the rest of the start, and the tests start thousands of processes.
 */
export const authoritiesFile = process.env['NODE_EXTRA_CA_CERTS'];
delete process.env['NODE_EXTRA_CA_CERTS'];

/** The environment of a program that asks a package registry: it needs the authorities. */
export function withAuthorities(): NodeJS.ProcessEnv {
  return { ...process.env, ...(authoritiesFile !== undefined && { NODE_EXTRA_CA_CERTS: authoritiesFile }) };
}
