/** Actions, and the resources that they are granted on. */
export interface Right {
  readonly actions: readonly string[];
  /**
   * ARNs without `arn:aws:`, or `*`. In them stand {region}, {account}, {stack} for how CloudFormation begins the
   * names of the stack's resources (`todo-backend-`), {lower} for the same in lower case, {id} for the resource's logical id, and
   * {Property} for a property of it.
   */
  readonly on: readonly string[];
}

/** What a deployment needs for the resources that a module brings, by their types. */
export interface Rights {
  /** What CloudFormation does to create, read, update and delete such a resource, as the fragments use it. */
  readonly throughStack: Readonly<Record<string, readonly Right[]>>;
  /** What the command asks the services themselves, to tell how they are and why something failed. */
  readonly direct?: Readonly<Record<string, readonly Right[]>>;
  /** Services that make a role for themselves when an account uses them the first time. */
  readonly linkedServices?: Readonly<Record<string, string>>;
}

export const everything = ['*'];
