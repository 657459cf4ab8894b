import type { AwsCall, DomainState } from '../../../compiler/modules/operations.ts';

interface Certificate {
  readonly Status?: string;
  readonly FailureReason?: string;
  readonly DomainValidationOptions?: readonly {
    readonly ResourceRecord?: { readonly Name?: string; readonly Type?: string; readonly Value?: string };
  }[];
}

/** The domain answers as soon as its certificate is issued: the record is made with the service. */
export async function readDomain(
  call: AwsCall,
  outputs: Readonly<Record<string, string>>,
): Promise<DomainState> {
  const { CertificateArn } = outputs;
  if (CertificateArn === undefined) {
    return {
      status: 'absent',
      isActive: false,
      waitsFor: 'the service does not have the domain: deploy again',
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
  };
}

/** https://docs.aws.amazon.com/acm/latest/userguide/troubleshooting-DNS-validation.html */
function explainCertificate({
  Status = '',
  FailureReason = 'AWS gives no reason',
  DomainValidationOptions,
}: Certificate): string | undefined {
  const { Name, Type, Value } = DomainValidationOptions?.[0]?.ResourceRecord ?? {};
  const record = Name === undefined ? 'its record' : `the record ${Name} (${Type ?? ''} ${Value ?? ''})`;
  const waits: Readonly<Record<string, string>> = {
    PENDING_VALIDATION: `AWS looks for ${record} in DNS before it issues the certificate, which takes minutes; is the hosted zone the one that the domain is delegated to?`,
    FAILED: `the certificate could not be issued (${FailureReason}): take the domain out of the spec, deploy, and put it back`,
    VALIDATION_TIMED_OUT: `AWS did not find ${record} in DNS within 72 hours: see that the domain is delegated to the hosted zone, take it out of the spec, deploy, and put it back`,
    EXPIRED: `the certificate has expired, since ${record} was not in DNS to renew it`,
    REVOKED: 'the certificate was revoked: take the domain out of the spec, deploy, and put it back',
    INACTIVE: 'the certificate is not in use',
  };
  return waits[Status];
}
