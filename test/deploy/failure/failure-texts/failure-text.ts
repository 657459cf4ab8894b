/** What AWS says about a failed resource, and what archc makes of it. */
export interface FailureText {
  /** In AWS's words, shortened only where ids were. */
  readonly text: string;
  readonly logicalId: string;
  /** For a resource that the templates do not have. */
  readonly type?: string;
  /** The golden spec whose resource it is. Default: `every-setting`. */
  readonly spec?: string;
  /** The end of the resource's log. */
  readonly log?: string;
  readonly hint: RegExp;
  readonly at?: string;
  readonly isGuess?: true;
  /** Whether it is a limit that AWS does not raise. */
  readonly isFixed?: true;
}

/** CloudFormation's words round an answer of a resource's service. */
export const handler = (message: string, code = 'InvalidRequest') =>
  `Resource handler returned message: "${message}" (RequestToken: 1, HandlerErrorCode: ${code})`;

/** The golden spec with every setting of the runtime that has load balancer, tasks and certificate. */
export const fargate = 'fargate-every-setting';
