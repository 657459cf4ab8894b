/** What the commands in a text are about. */
interface About {
  /** The words for the spec, as `specWords` gives them. */
  readonly spec: string;
  /** As the spec has it, whether or not it is a region. */
  readonly region: unknown;
}

/**
 * Completes the commands that a text has in quotes, so that they can be pasted: `archc status` gets the spec, and
 * `aws rds describe-db-clusters` the region.
 */
export function completeCommands(text: string, { spec, region }: About): string {
  const completed = text.replace(ownCommand, (_, command: string) => `"archc ${command} ${spec}`);
  return typeof region !== 'string' || !/^[a-z0-9-]{1,40}$/.test(region)
    ? completed
    : completed.replace(awsCommand, (_, command: string) => `"aws ${command} --region ${region}`);
}

/** Without a spec: only flags follow. */
const ownCommand = /"archc (deploy|destroy|policy|status)(?="| --)/g;
/** Without a region, of a service that has regions. */
const awsCommand = /"aws ((?!iam|route53)[a-z0-9-]+ [a-z0-9-]+)(?="| --)(?![^"]* --region )/g;
