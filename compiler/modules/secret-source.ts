/** A secret of Secrets Manager or a parameter of Parameter Store that a spec names. */
export interface SecretSource {
  readonly service: 'secretsmanager' | 'ssm';
  readonly name: string;
  /** Whether the name ends with the hyphen and six characters that Secrets Manager adds to it in an ARN. */
  readonly isComplete: boolean;
  /** Whether the spec gives the name alone, so that CloudFormation fills in partition, region and account. */
  readonly isNamed: boolean;
  /** A label such as `AWSPREVIOUS`; empty for the current version. */
  readonly stage: string;
  readonly versionId: string;
  /** What a container's variable refers to: the ARN, and with it a JSON key and a version if the spec has them. */
  readonly reference: string;
  /** What the role that reads it may read. */
  readonly resource: string;
}

const here = (service: string) => `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}`;

/**
 * Reads a value of `backend.service.secrets`: an ARN, or what stands at its end after the account.
 *
 * A secret is found by an ARN without the six characters too, and IAM compares with the complete one.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html#ARN_secretnamehyphen
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html#auth-and-access_examples_wildcard
 */
export function readSecretSource(text: string): SecretSource {
  const [, arn, rest = text] = /^(arn(?::[^:]*){4}):(.*)$/.exec(text) ?? [];
  const isNamed = arn === undefined;
  if (!rest.startsWith('secret:')) {
    const name = rest.replace(/^parameter[:/]/, '').replace(/^\//, '');
    const reference = `${arn ?? here('ssm')}:parameter/${name}`;
    return {
      service: 'ssm',
      name,
      isComplete: true,
      isNamed,
      stage: '',
      versionId: '',
      reference,
      resource: reference,
    };
  }
  const [, name = '', key = '', stage = '', versionId = ''] = rest.split(':');
  const secret = `${arn ?? here('secretsmanager')}:secret:${name}`;
  const isComplete = !isNamed && /-[A-Za-z0-9]{6}$/.test(name);
  const isWhole = key === '' && stage === '' && versionId === '';
  return {
    service: 'secretsmanager',
    name,
    isComplete,
    isNamed,
    stage,
    versionId,
    // Amazon ECS wants all three colons, or none.
    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
    reference: isWhole ? secret : `${secret}:${key}:${stage}:${versionId}`,
    resource: isComplete ? secret : `${secret}-??????`,
  };
}
