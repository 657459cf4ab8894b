/** The file with more certificate authorities that this machine gives node. */
export const authoritiesFile = process.env['NODE_EXTRA_CA_CERTS'];

/**
 * Takes them out of the environment. Node 20 reads the file at every start, which takes longer than the rest of the start,
 * and the tests start thousands of processes.
 */
export function setAuthoritiesAside(): void {
  delete process.env['NODE_EXTRA_CA_CERTS'];
}

/** The environment of a program that asks a package registry: it needs the authorities. */
export function withAuthorities(): NodeJS.ProcessEnv {
  return { ...process.env, ...(authoritiesFile !== undefined && { NODE_EXTRA_CA_CERTS: authoritiesFile }) };
}
