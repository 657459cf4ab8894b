/** Actions, and the resources that they are granted on. */
export interface Right {
  readonly actions: readonly string[];
  /**
   * ARNs without `arn:aws:`, or `*`. They may contain {region}, {account}, {stack} for the start of the names that
   * CloudFormation gives to the stack's resources (`todo-backend-`), {lower} for the same in lower case, {path} for the
   * path of the stack's roles with its slashes, {id} for the resource's logical id, {Property} for one of its
   * properties, and {Certificate} for the certificate that the spec gives a listener.
   */
  readonly on: readonly string[];
  /** Not joined with other rights of the service: what those allow is not allowed on these resources. */
  readonly isApart?: true;
  /** Previews do without it. Whoever can push a branch has their rights, and it reaches other services of the account. */
  readonly isNotForPreviews?: true;
}

/** The rights that a deployment needs for a module's resources, by their types. */
export interface Rights {
  /**
   * What CloudFormation calls to create, read, update and delete such a resource with the properties that the
   * fragments use.
   */
  readonly throughStack: Readonly<Record<string, readonly Right[]>>;
  /** What the command itself calls: for the state of the services, the reasons for a failure, and a restart. */
  readonly direct?: Readonly<Record<string, readonly Right[]>>;
  /** What the command itself asks before a deployment. It only reads. */
  readonly planning?: Readonly<Record<string, readonly Right[]>>;
  /** What a runtime asks, to see whether the service runs well. */
  readonly watching?: Readonly<Record<string, readonly Right[]>>;
  /** Services that create a role for themselves when an account uses them for the first time. */
  readonly linkedServices?: Readonly<Record<string, string>>;
}

export const everything = ['*'];
