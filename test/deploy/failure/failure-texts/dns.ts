import { fargate, handler } from './failure-text.ts';
import type { FailureText } from './failure-text.ts';

/** Failures of records and certificates. */
export const dnsTexts: readonly FailureText[] = [
  // https://docs.aws.amazon.com/acm/latest/userguide/troubleshooting-failed.html
  {
    logicalId: 'Certificate',
    spec: fargate,
    text: handler('Additional verification required to request certificates for one or more domain names'),
    hint: /AWS Support/,
    at: 'backend.domain.name',
  },
  {
    logicalId: 'Certificate',
    spec: fargate,
    text: handler(
      "1 validation error detected: Value at 'domainName' failed to satisfy constraint: Member must have length less than or equal to 64",
    ),
    hint: /at most 64 characters/,
    at: 'backend.domain.name',
    isFixed: true,
  },
  {
    logicalId: 'Certificate',
    spec: fargate,
    text: handler('Error: you have reached your limit of 20 certificates in the last year.'),
    hint: /Service Quotas/,
  },
  // https://github.com/hashicorp/terraform-provider-aws/issues/35825
  {
    logicalId: 'Certificate',
    spec: fargate,
    text: handler('Certificate has too many domains.', 'ServiceLimitExceeded'),
    hint: /"Domain names per ACM certificate"/,
    at: 'backend.domain.aliases',
  },
  {
    logicalId: 'HttpsListener',
    spec: 'fargate-certificate',
    text: handler(
      "The certificate 'arn:aws:acm:x' must have a fully-qualified domain name, a supported signature, and a supported key size.",
    ),
    hint: /describe-certificate/,
    at: 'backend.domain.certificateArn',
  },
  {
    logicalId: 'Certificate',
    spec: fargate,
    text: 'RRSet with DNS name _a.api.example.org. is not permitted in zone example.com.',
    hint: /list-hosted-zones/,
    at: 'backend.domain.hostedZoneId',
  },
  {
    logicalId: 'Certificate',
    spec: fargate,
    text: 'One or more domain names have failed validation due to a Certification Authority Authentication (CAA) error',
    hint: /CAA record for amazon\.com/,
    at: 'backend.domain.name',
  },
  {
    logicalId: 'Certificate',
    spec: fargate,
    text: "Resource of type 'AWS::CertificateManager::Certificate' with identifier 'x' did not stabilize.",
    hint: /dig NS/,
    at: 'backend.domain.hostedZoneId',
    isGuess: true,
  },
  // aws/aws-cdk#19643
  {
    logicalId: 'AliasRecord',
    type: 'AWS::Route53::RecordSet',
    spec: fargate,
    text: '[Tried to create an alias that targets todo-1.eu-west-1.elb.amazonaws.com., type A in zone Z35SXDOTRQ7X7K, but the alias target name does not lie within the target zone]',
    hint: /^Report it to the makers of archc/,
    at: 'backend.domain.name',
  },
  {
    logicalId: 'AliasRecord',
    type: 'AWS::Route53::RecordSet',
    spec: fargate,
    text: '[RRSet with DNS name api.example.org. is not permitted in zone example.com.]',
    hint: /^Write the id of the zone/,
    at: 'backend.domain.hostedZoneId',
  },
  {
    logicalId: 'AliasRecord',
    type: 'AWS::Route53::RecordSet',
    spec: fargate,
    text: "[Tried to create resource record set [name='api.example.com.', type='A'] but it already exists]",
    hint: /^Delete the record/,
    at: 'backend.domain.name',
  },
  {
    logicalId: 'AliasRecord',
    type: 'AWS::Route53::RecordSet',
    spec: fargate,
    text: '[RRSet of type A with DNS name api.example.com. is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists in zone example.com.]',
    hint: /^Delete the record/,
    at: 'backend.domain.name',
  },
  {
    logicalId: 'AliasRecord',
    type: 'AWS::Route53::RecordSet',
    spec: fargate,
    text: 'No hosted zone found with ID: Z0123456789ABCDEFGHIJ',
    hint: /list-hosted-zones/,
    at: 'backend.domain.hostedZoneId',
  },
  {
    logicalId: 'AliasRecord',
    type: 'AWS::Route53::RecordSet',
    spec: fargate,
    text: 'The request was rejected because Route 53 was still processing a prior request. (Error Code: PriorRequestNotComplete)',
    hint: /^Deploy again in a few minutes/,
  },
];
