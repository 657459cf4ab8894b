import type { Aws } from '../../aws/aws.ts';
import { AwsFailure } from '../../aws/failure.ts';
import type { Finding } from '../../diagnostics/diagnostic.ts';
import type { AwsCall } from '../../modules/operations.ts';
import { entryOf, resourceIn, textAt } from '../../template/node.ts';
import type { PlannedChange, StackPlan } from './plan.ts';

export interface DnsLook {
  readonly aws: Aws;
  /** Gets a line for the user about what could not be looked at. */
  readonly note: (line: string) => void;
}

/** A record that a deployment creates. */
interface Wanted {
  readonly zone: string;
  readonly name: string;
  readonly type: string;
}

interface Zone {
  readonly HostedZone?: { readonly Name?: string; readonly Config?: { readonly PrivateZone?: boolean } };
}
interface Records {
  readonly ResourceRecordSets?: readonly { readonly Name?: string; readonly Type?: string }[];
}

const atZone = ['backend', 'domain', 'hostedZoneId'];
const atName = ['backend', 'domain', 'name'];
const code = 'not-ready-to-deploy';

/**
 * Whether the zone of the records that would be created exists, is public and fits, and whether other records are in
 * the way. Without the right to look, it says so and goes on.
 */
export async function findDnsObstacles(
  plans: readonly StackPlan[],
  { aws, note }: DnsLook,
): Promise<readonly Finding[]> {
  const wanted = plans.flatMap(recordsIn);
  const [first] = wanted;
  if (!first) return [];
  try {
    const zone = await readZone(aws.call, first);
    return zone.length > 0 ? zone : await findRecords(aws.call, first, wanted);
  } catch (error) {
    if (!(error instanceof AwsFailure)) throw error;
    note(`archc could not look at the hosted zone ${first.zone}: ${error.message}`);
    return [];
  }
}

/** Those that the plan creates. Records whose names only AWS knows, such as those of certificates, are left out. */
function recordsIn({ wanted, changes }: StackPlan): readonly Wanted[] {
  return changes
    .filter((change) => change.type === 'AWS::Route53::RecordSet' && makesRecord(change))
    .flatMap(({ logicalId, renamedTo }) => {
      const properties = entryOf(resourceIn(wanted.template.root, renamedTo ?? logicalId), 'Properties');
      const [zone, name, type] = ['HostedZoneId', 'Name', 'Type'].map((key) => textAt(properties, key));
      const isPlain = entryOf(properties, 'Name')?.tag === undefined;
      return isPlain && zone !== undefined && name !== undefined && type !== undefined
        ? [{ zone, name, type }]
        : [];
    });
}

/** Whether it makes a new record, and does not only change what the stack's own record points to. */
function makesRecord({ action, renamedTo, properties }: PlannedChange): boolean {
  if (action === 'create' || renamedTo !== undefined) return true;
  const changed = properties.map(({ path }) => path[0] ?? '');
  return /replace/.test(action) && ['HostedZoneId', 'Name', 'Type'].some((each) => changed.includes(each));
}

async function readZone(call: AwsCall, { zone, name }: Wanted): Promise<readonly Finding[]> {
  const list = '"aws route53 list-hosted-zones" lists ids and names';
  const found = await call('route53', 'getHostedZone', { Id: zone }).catch((error: unknown) => {
    if (error instanceof AwsFailure && error.awsName === 'NoSuchHostedZone') return undefined;
    throw error;
  });
  if (found === undefined) {
    const message = `There is no hosted zone "${zone}" in this account`;
    return [{ code, path: atZone, message, hint: `Write the id of a zone of this account: ${list}` }];
  }
  const { Name = '', Config } = (found as Zone).HostedZone ?? {};
  const zoneName = Name.replace(/\.$/, '');
  if (Config?.PrivateZone === true) {
    const message = `The hosted zone "${zone}" (${zoneName}) is private`;
    const hint = `Write the id of the public zone: nobody outside the VPC finds a name in a private one; ${list}`;
    return [{ code, path: atZone, message, hint }];
  }
  if (name === zoneName || name.endsWith(`.${zoneName}`)) return [];
  const message = `The hosted zone "${zone}" is for ${zoneName}, and "${name}" does not end with that`;
  const hint = `Write the id of the zone whose name the domain ends with, or correct backend.domain.name: ${list}`;
  return [{ code, path: atZone, message, hint }];
}

/** A CNAME is in the way of every other record of its name, and any record is in the way of one of its own type. */
async function findRecords(
  call: AwsCall,
  { zone, name }: Wanted,
  wanted: readonly Wanted[],
): Promise<readonly Finding[]> {
  // The records are listed in the order of their names; all of one name come together.
  const input = { HostedZoneId: zone, StartRecordName: name, MaxItems: 100 };
  const { ResourceRecordSets = [] } = (await call('route53', 'listResourceRecordSets', input)) as Records;
  const types = new Set(wanted.filter((each) => each.name === name).map(({ type }) => type));
  const inTheWay = ResourceRecordSets.filter(
    ({ Name, Type = '' }) => Name?.replace(/\.$/, '') === name && (Type === 'CNAME' || types.has(Type)),
  );
  return [...new Set(inTheWay.map(({ Type = '' }) => Type))].map((type) => ({
    code,
    path: atName,
    message: `The hosted zone has a record ${type} for "${name}" already`,
    hint: 'Delete the record, or correct backend.domain. docs/deploying.md says how to move a domain that is in use',
  }));
}
