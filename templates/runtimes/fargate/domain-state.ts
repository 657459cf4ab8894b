import type { AwsCall, DomainState } from '../../../compiler/modules/operations.ts';

interface Certificate {
  readonly Status?: string;
  /** `AMAZON_ISSUED`, `IMPORTED` or `PRIVATE`. */
  readonly Type?: string;
  readonly FailureReason?: string;
  readonly DomainValidationOptions?: readonly {
    readonly ResourceRecord?: { readonly Name?: string; readonly Type?: string; readonly Value?: string };
  }[];
}

/**
 * Reports the state of the domain's certificate: the domain works as soon as that is issued, since its record is
 * created with the service.
 */
export async function readDomain(
  call: AwsCall,
  outputs: Readonly<Record<string, string>>,
): Promise<DomainState> {
  const { CertificateArn, LoadBalancerDnsName: target } = outputs;
  if (CertificateArn === undefined) {
    return {
      status: 'absent',
      isActive: false,
      waitsFor: 'the service does not have the domain yet; deploy again',
    };
  }
  const answer = await call('acm', 'describeCertificate', { CertificateArn });
  const { Certificate: certificate = {} } = answer as { readonly Certificate?: Certificate };
  const { Status = 'unknown' } = certificate;
  const waitsFor = explainCertificate(certificate);
  return {
    status: Status.toLowerCase(),
    isActive: Status === 'ISSUED',
    ...(waitsFor !== undefined && { waitsFor }),
    ...(target !== undefined && { target }),
  };
}

/** https://docs.aws.amazon.com/acm/latest/userguide/troubleshooting-DNS-validation.html */
function explainCertificate({
  Status = '',
  Type: kind,
  FailureReason = 'AWS gives no reason',
  DomainValidationOptions,
}: Certificate): string | undefined {
  const { Name, Type, Value } = DomainValidationOptions?.[0]?.ResourceRecord ?? {};
  const record = Name === undefined ? 'its record' : `the record ${Name} (${Type ?? ''} ${Value ?? ''})`;
  const waits: Readonly<Record<string, string>> = {
    PENDING_VALIDATION: `AWS issues the certificate when it finds ${record} in DNS, mostly within minutes; check that the domain is delegated to this hosted zone`,
    FAILED: `AWS could not issue the certificate (${FailureReason}); remove the domain from the spec, deploy, add it again, and deploy`,
    VALIDATION_TIMED_OUT: `AWS did not find ${record} in DNS within 72 hours; check that the domain is delegated to this hosted zone, then remove the domain from the spec, deploy, add it again, and deploy`,
    EXPIRED:
      kind === 'IMPORTED'
        ? 'the certificate has expired; import its successor under the same ARN'
        : `the certificate has expired, because AWS did not find ${record} in DNS to renew it`,
    REVOKED: 'AWS revoked the certificate; remove the domain from the spec, deploy, add it again, and deploy',
    INACTIVE: 'the certificate is not in use',
  };
  return waits[Status];
}
