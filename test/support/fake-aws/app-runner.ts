import { AwsError, startAwsEndpoint } from './aws-endpoint.ts';
import type { AwsEndpoint } from './aws-endpoint.ts';

export interface ValidationRecord {
  readonly Name: string;
  readonly Type: string;
  readonly Value: string;
  readonly Status: string;
}

/** A domain of a service: its state now, and the states that follow. */
export interface Domain {
  status: string;
  records: ValidationRecord[];
  isWww: boolean;
  /** Each description of the domain takes the next one; "gone" removes the domain. */
  readonly next: { readonly status: string; readonly records?: ValidationRecord[] }[];
}

export interface AppRunner extends AwsEndpoint {
  /** The domains of each service: ARN to name to domain. */
  readonly services: Map<string, Map<string, Domain>>;
  /** The states that follow when a domain is associated or disassociated. Tests may change them. */
  readonly course: { associated: Domain['next']; disassociated: Domain['next']; pageSize: number };
}

/** Serves App Runner's API for custom domains. Statuses are in lower case, as on AWS. */
export async function startAppRunner(): Promise<AppRunner> {
  const services: AppRunner['services'] = new Map();
  const course: AppRunner['course'] = {
    associated: [
      { status: 'creating' },
      { status: 'pending_certificate_dns_validation', records: makeRecords(2) },
    ],
    disassociated: [{ status: 'deleting' }, { status: 'gone' }],
    pageSize: 5,
  };

  const operations: Partial<Record<string, (input: Input) => object>> = {
    ListServices: ({ NextToken }) => {
      const list = [...services.keys()].map((ServiceArn) => ({ ServiceArn }));
      return paginate('ServiceSummaryList', list, NextToken, course.pageSize);
    },
    DescribeCustomDomains: ({ ServiceArn, NextToken }) => {
      const domains = findService(services, ServiceArn);
      const page = paginate('CustomDomains', [...domains].map(describe), NextToken, course.pageSize);
      const start = Number(NextToken ?? 0);
      for (const [name, domain] of [...domains].slice(start, start + course.pageSize)) {
        advance(domains, name, domain);
      }
      return { ...page, DNSTarget: targetOf(ServiceArn), ServiceArn, VpcDNSTargets: [] };
    },
    AssociateCustomDomain: ({ ServiceArn, DomainName, EnableWWWSubdomain = true }) => {
      const domains = findService(services, ServiceArn);
      if ([...services.values()].some((held) => held.has(DomainName))) {
        throw new AwsError('InvalidRequestException', `${DomainName} is already associated with a service.`);
      }
      const [first = { status: 'creating' }, ...next] = course.associated;
      const domain = { status: first.status, records: first.records ?? [], isWww: EnableWWWSubdomain, next };
      domains.set(DomainName, domain);
      return { DNSTarget: targetOf(ServiceArn), ServiceArn, CustomDomain: describe([DomainName, domain]) };
    },
    DisassociateCustomDomain: ({ ServiceArn, DomainName }) => {
      const domain = findService(services, ServiceArn).get(DomainName);
      if (!domain) {
        const message = `No custom domain ${DomainName} found for the provided service`;
        throw new AwsError('InvalidRequestException', message);
      }
      const [first = { status: 'deleting' }, ...next] = course.disassociated;
      domain.status = first.status;
      domain.next.splice(0, Infinity, ...next);
      return { DNSTarget: targetOf(ServiceArn), ServiceArn, CustomDomain: describe([DomainName, domain]) };
    },
  };

  const endpoint = await startAwsEndpoint((operation, input) => {
    const carryOut = operations[operation];
    if (!carryOut) throw new AwsError('UnknownOperationException', operation);
    return carryOut(input as unknown as Input);
  });
  return { ...endpoint, services, course };
}

interface Input {
  readonly ServiceArn: string;
  readonly DomainName: string;
  readonly EnableWWWSubdomain?: boolean;
  readonly NextToken?: string;
}

/** CNAMEs as AWS Certificate Manager wants them, in descending order of their names. */
export function makeRecords(count: number, domain = 'api.example.com'): ValidationRecord[] {
  return Array.from({ length: count }, (_, index) => ({
    Name: `_${'zyxw'[index] ?? 'v'}0123456789abcdef.${domain}.`,
    Type: 'CNAME',
    Value: `_${index}fedcba9876543210.acm-validations.aws.`,
    Status: 'PENDING_VALIDATION',
  }));
}

function targetOf(service: string): string {
  return `${service.slice(-8)}.ap-northeast-1.awsapprunner.com`;
}

function findService(services: AppRunner['services'], service: string): Map<string, Domain> {
  const domains = services.get(service);
  if (!domains) throw new AwsError('ResourceNotFoundException', `Service not found: ${service}`);
  return domains;
}

function describe([DomainName, domain]: [string, Domain]): object {
  const { status, records, isWww } = domain;
  return { DomainName, Status: status, EnableWWWSubdomain: isWww, CertificateValidationRecords: records };
}

function advance(domains: Map<string, Domain>, name: string, domain: Domain): void {
  const next = domain.next.shift();
  if (!next) return;
  if (next.status === 'gone') domains.delete(name);
  domain.status = next.status;
  domain.records = next.records ?? domain.records;
}

function paginate(key: string, items: object[], token: string | undefined, size: number): object {
  const start = Number(token ?? 0);
  const end = start + size;
  return { [key]: items.slice(start, end), ...(end < items.length && { NextToken: String(end) }) };
}
