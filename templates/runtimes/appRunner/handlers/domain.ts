import { answering } from '../../../handlers/answering.ts';
import { associate, disassociate, find, isGone } from './custom-domains.ts';
import type { Association } from './custom-domains.ts';
import type { Properties } from '../../../handlers/request.ts';
import type { Task } from '../../../handlers/task.ts';

const idPattern = /^(arn:[^/]+:service\/[^/]+\/[^/]+)\/([^/]+)$/;

/** Custom::AppRunnerDomain: a custom domain of an App Runner service. */
export const handler = answering({
  idOf: ({ ServiceArn = '', DomainName = '' }) => `${ServiceArn}/${DomainName}`,
  idPattern,
  make,
  remove,
  isGone,
});

/** Does not wait until the domain is active: that needs records, which the template makes from the answer. */
async function make(id: string, _: Properties, task: Task): Promise<Record<string, string>> {
  const [, service = '', domain = ''] = idPattern.exec(id) ?? [];
  let found = await find(service, domain, task);
  while (found?.status === 'deleting') {
    await task.pause(`domain "${domain}" is deleting`);
    found = await find(service, domain, task);
  }
  if (!found) await associate(service, domain, task);
  // An existing domain is only read: a rollback must not fail because the domain has failed in the meantime.
  const isMade = task.request.PhysicalResourceId === id;
  for (;;) {
    const attributes = found && readAttributes(domain, found, isMade);
    if (attributes) return attributes;
    await task.pause(`domain "${domain}" is ${found?.status ?? 'absent'}, without its validation records`);
    found = await find(service, domain, task);
  }
}

/** Undefined while the validation records are missing. */
function readAttributes(
  domain: string,
  { status, target, records }: Association,
  isMade: boolean,
): Record<string, string> | undefined {
  const came = `${records.length} validation records: ${JSON.stringify(records)}`;
  const areTwo =
    records.length === 2 && records.every(({ Type, Name, Value }) => Type === 'CNAME' && Name && Value);
  if (status.endsWith('_failed') && !(isMade && areTwo)) {
    throw new Error(`App Runner reports ${status} for domain "${domain}", with ${came}`);
  }
  if (areTwo && target) {
    // Always in the same order: two records that swap places in an update would collide in their zone.
    const [first, second] = records.toSorted((a, b) => (String(a.Name) < String(b.Name) ? -1 : 1));
    return {
      DnsTarget: target,
      ValidationRecord1Name: String(first?.Name),
      ValidationRecord1Value: String(first?.Value),
      ValidationRecord2Name: String(second?.Name),
      ValidationRecord2Value: String(second?.Value),
    };
  }
  if (status === 'creating' || records.length === 0 || areTwo) return undefined;
  throw new Error(`Domain "${domain}" has not two CNAMEs but ${came}`);
}

async function remove(id: string, _: Properties, task: Task): Promise<void> {
  const [, service = '', domain = ''] = idPattern.exec(id) ?? [];
  let isAsked = false;
  for (;;) {
    const found = await find(service, domain, task);
    if (!found) return;
    if (isAsked && found.status === 'delete_failed') {
      throw new Error(`App Runner could not remove domain "${domain}" (delete_failed)`);
    }
    if (isAsked || found.status === 'deleting') {
      await task.pause(`domain "${domain}" is ${found.status}`);
    } else {
      await disassociate(service, domain, task);
      isAsked = true;
    }
  }
}
