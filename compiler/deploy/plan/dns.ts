import type { Aws } from '../../aws/aws.ts';
import { AwsFailure } from '../../aws/failure.ts';
import type { Finding } from '../../diagnostics/diagnostic.ts';
import type { SpecPath } from '../../spec/path.ts';
import { entryOf, resourceIn, textAt } from '../../template/node.ts';
import type { PlannedChange, StackPlan } from './plan.ts';

export interface DnsLook {
  readonly aws: Aws;
  /** Gets a line for the user about what could not be looked at. */
  readonly note: (line: string) => void;
  /** Whether the zone may be private: for a service that only the VPC reaches, with a certificate that exists. */
  readonly mayBePrivate?: boolean;
}

/** A record that a deployment creates, and the settings that name its zone and itself. */
interface Wanted {
  readonly zone: string;
  readonly name: string;
  readonly type: string;
  readonly isWeighted: boolean;
  readonly atZone: SpecPath;
  readonly atName: SpecPath;
}

interface Zone {
  readonly HostedZone?: { readonly Name?: string; readonly Config?: { readonly PrivateZone?: boolean } };
}
interface Records {
  readonly ResourceRecordSets?: readonly {
    readonly Name?: string;
    readonly Type?: string;
    readonly Weight?: number;
  }[];
}

const domain: SpecPath = ['backend', 'domain'];
const code = 'not-ready-to-deploy';
const list = '"aws route53 list-hosted-zones" lists ids and names';

/**
 * Whether the zones of the records that would be created exist, are public and fit, and whether other records are in
 * the way. Without the right to look, it says so and goes on.
 */
export async function findDnsObstacles(
  plans: readonly StackPlan[],
  look: DnsLook,
): Promise<readonly Finding[]> {
  const byZone = groupBy(plans.flatMap(recordsIn), ({ zone }) => zone);
  const findings: Finding[] = plans.some(changesWeighting) ? [otherWeighting] : [];
  for (const [zone, wanted] of byZone) {
    try {
      findings.push(...(await findInZone(look, zone, wanted)));
    } catch (error) {
      if (!(error instanceof AwsFailure)) throw error;
      look.note(`archc could not look at the hosted zone ${zone}: ${error.message}`);
    }
  }
  return findings;
}

/** Those that the plan creates. Records whose names only AWS knows, such as those of certificates, are left out. */
function recordsIn({ wanted, changes }: StackPlan): readonly Wanted[] {
  return changes
    .filter((change) => change.type === 'AWS::Route53::RecordSet' && makesRecord(change))
    .flatMap(({ logicalId, renamedTo }) => {
      const properties = entryOf(resourceIn(wanted.template.root, renamedTo ?? logicalId), 'Properties');
      const [zone, name, type] = ['HostedZoneId', 'Name', 'Type'].map((key) => textAt(properties, key));
      const at = (key: string) => entryOf(properties, key)?.from ?? domain;
      const isPlain = entryOf(properties, 'Name')?.tag === undefined;
      return isPlain && zone !== undefined && name !== undefined && type !== undefined
        ? [
            {
              zone,
              name,
              type,
              isWeighted: entryOf(properties, 'Weight') !== undefined,
              atZone: at('HostedZoneId'),
              atName: at('Name'),
            },
          ]
        : [];
    });
}

/** Whether it makes a new record, and does not only change what the stack's own record points to. */
function makesRecord({ action, renamedTo, properties }: PlannedChange): boolean {
  if (action === 'create' || renamedTo !== undefined) return true;
  const changed = properties.map(({ path }) => path[0] ?? '');
  return /replace/.test(action) && ['HostedZoneId', 'Name', 'Type'].some((each) => changed.includes(each));
}

async function findInZone(
  look: DnsLook,
  zone: string,
  wanted: readonly Wanted[],
): Promise<readonly Finding[]> {
  const path = wanted[0]?.atZone ?? domain;
  const found = await look.aws.call('route53', 'getHostedZone', { Id: zone }).catch((error: unknown) => {
    if (error instanceof AwsFailure && error.awsName === 'NoSuchHostedZone') return undefined;
    throw error;
  });
  if (found === undefined) {
    const message = `There is no hosted zone "${zone}" in this account`;
    const hint = `Write the id of a zone of this account: ${list}. If the zone is in another account, docs/domains.md says what to do`;
    return [{ code, path, message, hint }];
  }
  const { Name = '', Config } = (found as Zone).HostedZone ?? {};
  const zoneName = Name.replace(/\.$/, '');
  if (Config?.PrivateZone === true && look.mayBePrivate !== true) {
    const message = `The hosted zone "${zone}" (${zoneName}) is private`;
    const hint = `Write the id of the public zone: nobody outside the VPC finds a name in a private one; ${list}`;
    return [{ code, path, message, hint }];
  }
  const findings: Finding[] = [];
  for (const [name, records] of groupBy(wanted, (each) => each.name)) {
    const fits = name === zoneName || name.endsWith(`.${zoneName}`);
    findings.push(...(fits ? await findRecords(look, records) : misfits(records, zoneName)));
  }
  return findings;
}

function misfits([record]: readonly Wanted[], zoneName: string): readonly Finding[] {
  if (!record) return [];
  const { zone, name, atZone, atName } = record;
  const message = `The hosted zone "${zone}" is for ${zoneName}, and "${name}" does not end with that`;
  const hint = `Write the id of the zone whose name the domain ends with, or correct ${atName.join('.')}: ${list}`;
  return [{ code, path: atZone, message, hint }];
}

/**
 * A CNAME is in the way of every other record of its name, and a record is in the way of one of its own type, except a
 * weighted one of another weighted one.
 */
async function findRecords({ aws, note }: DnsLook, wanted: readonly Wanted[]): Promise<readonly Finding[]> {
  const [first] = wanted;
  if (!first) return [];
  const { zone, name, atName, isWeighted } = first;
  // The records are listed in the order of their names; all of one name come together.
  const input = { HostedZoneId: zone, StartRecordName: name, MaxItems: 100 };
  const { ResourceRecordSets = [] } = (await aws.call('route53', 'listResourceRecordSets', input)) as Records;
  const records = ResourceRecordSets.filter(({ Name }) => Name?.replace(/\.$/, '') === name);
  const types = wanted.map(({ type }) => type);
  const inTheWay = records.filter(
    ({ Type = '', Weight }) =>
      Type === 'CNAME' || (types.includes(Type) && !(isWeighted && Weight !== undefined)),
  );
  const beside = types.filter((type) => records.some(({ Type }) => Type === type));
  if (isWeighted && beside.length > 0) {
    for (const type of types.filter((each) => !beside.includes(each))) {
      note(
        `"${name}" has no other record ${type}, so whoever asks for it goes to the service at once, whatever the weight`,
      );
    }
  }
  return [...new Set(inTheWay.map(({ Type = '' }) => Type))].map((type) => ({
    code,
    path: atName,
    message: `The hosted zone has a record ${type} for "${name}" already`,
    hint: isWeighted
      ? 'Make it a weighted record, in one change, as docs/domains.md says'
      : 'Delete the record, or correct backend.domain. docs/domains.md says how to move a domain that is in use',
  }));
}

/** Whether a record that exists would become a weighted one, or no longer be one. */
function changesWeighting({ changes }: StackPlan): boolean {
  return changes.some(
    ({ type, action, properties }) =>
      type === 'AWS::Route53::RecordSet' &&
      action !== 'create' &&
      properties.some(
        ({ path, before, after }) =>
          path[0] === 'SetIdentifier' && (before === undefined || after === undefined),
      ),
  );
}

/**
 * Route 53 refuses a weighted record beside one that is not, and an update adds the one before it removes the other.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-weighted.html
 */
const otherWeighting: Finding = {
  code,
  path: [...domain, 'weight'],
  message: 'A record that exists does not become a weighted one, and a weighted one stays one',
  hint: 'Leave "weight" as it is deployed: weighted records that stand alone are always answered. docs/domains.md says how to move a domain',
};

/** In the order in which the keys come. */
function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, readonly Item[]> {
  const groups = new Map<string, readonly Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
