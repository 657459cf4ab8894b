/** A bug in archc or in one of its modules. A user's mistake is a diagnostic instead. */
export class InternalError extends Error {
  override readonly name = 'InternalError';
}
