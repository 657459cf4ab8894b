import { AppRunner, paginateDescribeCustomDomains, paginateListServices } from '@aws-sdk/client-apprunner';
import type { CertificateValidationRecord } from '@aws-sdk/client-apprunner';
import type { Task } from '../../../handlers/task.ts';

const client = new AppRunner();

export interface Association {
  /** In lower case, as the API answers, although its model says upper case. */
  readonly status: string;
  readonly target: string | undefined;
  readonly records: readonly CertificateValidationRecord[];
}

/** Undefined when the service doesn't have the domain. */
export async function find(service: string, domain: string, task: Task): Promise<Association | undefined> {
  return task.call(async (options) => {
    const pages = paginateDescribeCustomDomains({ client }, { ServiceArn: service }, options);
    for await (const { CustomDomains = [], DNSTarget: target } of pages) {
      const found = CustomDomains.find(
        ({ DomainName }) => DomainName?.toLowerCase() === domain.toLowerCase(),
      );
      if (!found) continue;
      const { Status = 'unknown', CertificateValidationRecords: records = [] } = found;
      return { status: Status.toLowerCase(), target, records };
    }
    return undefined;
  }, passes);
}

export async function associate(service: string, domain: string, task: Task): Promise<void> {
  const input = { ServiceArn: service, DomainName: domain, EnableWWWSubdomain: false };
  try {
    await task.call((options) => client.associateCustomDomain(input, options), passes);
  } catch (error) {
    if (!(error instanceof Error && /already associated/i.test(error.message))) throw error;
    if (await find(service, domain, task)) return;
    const holder = await findHolder(domain, task).catch(() => undefined);
    throw holder ? new Error(`Domain "${domain}" is already associated with ${holder}`) : error;
  }
}

export async function disassociate(service: string, domain: string, task: Task): Promise<void> {
  const input = { ServiceArn: service, DomainName: domain };
  await task.call((options) => client.disassociateCustomDomain(input, options), passes);
}

/** The service of this account that has the domain. */
async function findHolder(domain: string, task: Task): Promise<string | undefined> {
  for await (const { ServiceSummaryList = [] } of paginateListServices({ client }, {})) {
    for (const { ServiceArn = '' } of ServiceSummaryList) {
      if (await find(ServiceArn, domain, task)) return ServiceArn;
    }
  }
  return undefined;
}

/** Whether the service was deleted, or doesn't have the domain. */
export function isGone({ name, message }: Error): boolean {
  return (
    name === 'ResourceNotFoundException' ||
    (name === 'InvalidRequestException' && /no custom domain .*found/i.test(message)) ||
    (name === 'InvalidStateException' && /\bdeleted\b/i.test(message))
  );
}

/** A service reports an invalid state while another operation is in progress. */
function passes(error: Error): boolean {
  return !isGone(error) && /^(InvalidState|InternalServiceError)Exception$/.test(error.name);
}
