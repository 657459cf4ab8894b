/** A deployment that can't be begun, or not be followed, in one line for people. */
export class DeploymentError extends Error {
  override readonly name = 'DeploymentError';
}
