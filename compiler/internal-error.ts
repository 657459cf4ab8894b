/** A bug in archc or in one of its modules, never a user's mistake. */
export class InternalError extends Error {
  override readonly name = 'InternalError';
}
