import type { AwsCall, DomainState } from '../../../compiler/modules/operations.ts';

interface Page {
  readonly CustomDomains?: readonly { readonly DomainName?: string; readonly Status?: string }[];
  readonly DNSTarget?: string;
  readonly NextToken?: string;
}

/** Reads the domain's status from App Runner, with what it waits for. */
export async function readDomain(
  call: AwsCall,
  outputs: Readonly<Record<string, string>>,
  domain: string,
): Promise<DomainState> {
  let NextToken: string | undefined;
  do {
    const request = { ServiceArn: outputs['ServiceArn'], ...(NextToken !== undefined && { NextToken }) };
    const page = (await call('apprunner', 'describeCustomDomains', request)) as Page;
    const found = page.CustomDomains?.find(({ DomainName }) => DomainName?.toLowerCase() === domain);
    const target = page.DNSTarget;
    if (found)
      return { ...explainStatus(found.Status ?? 'unknown'), ...(target !== undefined && { target }) };
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return {
    status: 'absent',
    isActive: false,
    waitsFor: 'the service does not have the domain yet; deploy again',
  };
}

/** The API answers in lower case, although its model says upper case. */
function explainStatus(answer: string): DomainState {
  const status = answer.toLowerCase();
  const waitsFor = waits[status];
  return { status, isActive: status === 'active', ...(waitsFor !== undefined && { waitsFor }) };
}

/** https://docs.aws.amazon.com/apprunner/latest/dg/manage-custom-domains.html */
const waits: Readonly<Record<string, string>> = {
  creating: 'App Runner is preparing the certificate, which takes minutes',
  pending_certificate_dns_validation:
    'AWS issues the certificate when it finds the two validation records in DNS, mostly within minutes, at worst within 48 hours; check that the domain is delegated to the zone that has them',
  binding_certificate: 'App Runner is installing the certificate, which takes minutes',
  create_failed:
    'App Runner could not set up the domain; remove the domain from the spec, deploy, add it again, and deploy',
  deleting: 'App Runner is removing the domain',
  delete_failed: 'App Runner could not remove the domain; deploy again',
};
