import type { AwsCall, DomainState } from '../../../compiler/modules/operations.ts';

interface Page {
  readonly CustomDomains?: readonly { readonly DomainName?: string; readonly Status?: string }[];
  readonly NextToken?: string;
}

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
    if (found) return explainStatus(found.Status ?? 'unknown');
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return {
    status: 'absent',
    isActive: false,
    waitsFor: 'the service does not have the domain: deploy again',
  };
}

/** The API answers in lower case, and not as its model says. */
function explainStatus(answer: string): DomainState {
  const status = answer.toLowerCase();
  const waitsFor = waits[status];
  return { status, isActive: status === 'active', ...(waitsFor !== undefined && { waitsFor }) };
}

/** https://docs.aws.amazon.com/apprunner/latest/dg/manage-custom-domains.html */
const waits: Readonly<Record<string, string>> = {
  creating: 'App Runner prepares the certificate, which takes minutes',
  pending_certificate_dns_validation:
    'AWS looks for the two validation records in DNS before it issues the certificate, which takes minutes, at worst 48 hours; is the hosted zone the one that the domain is delegated to?',
  binding_certificate: 'App Runner installs the certificate, which takes minutes',
  create_failed: 'App Runner could not set the domain up: take it out of the spec, deploy, and put it back',
  deleting: 'App Runner removes the domain',
  delete_failed: 'App Runner could not remove the domain: deploy again',
};
