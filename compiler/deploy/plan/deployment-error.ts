/** A deployment that can't be started or followed, with a message of one line for people. */
export class DeploymentError extends Error {
  override readonly name = 'DeploymentError';
}
