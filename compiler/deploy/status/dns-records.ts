import type { ResolvedSpec } from '../../../build/generated/resolved-spec.ts';
import { aliasesOf } from '../../modules/domain-names.ts';

/** A record that somebody must write where the DNS of a domain is, because the spec names no hosted zone for it. */
export interface DnsRecord {
  readonly name: string;
  readonly type: 'CNAME';
  readonly value: string;
}

/** What the outputs of a deployed backend say about the records that archc does not make. */
export function recordsElsewhere(
  { backend: { domain } }: Pick<ResolvedSpec, 'backend'>,
  outputs: Readonly<Record<string, string>>,
): readonly DnsRecord[] {
  const target = outputs['DomainTarget'];
  if (domain === undefined || target === undefined) return [];
  const elsewhere = [
    ...(domain.hostedZoneId === undefined ? [domain.name] : []),
    ...aliasesOf(domain).flatMap(({ name, zone }) => (zone ? [] : [name.value])),
  ];
  const validations = (outputs['DomainValidations'] ?? '').split(', ').flatMap((line) => {
    const [name, value] = line.split(' CNAME ');
    return name !== undefined && value !== undefined ? [cname(name, value)] : [];
  });
  return [...elsewhere.map((name) => cname(name, target)), ...validations];
}

/** Without the final dots, which some DNS providers do not take. */
function cname(name: string, value: string): DnsRecord {
  const plain = (text: string) => text.replace(/\.$/, '');
  return { name: plain(name), type: 'CNAME', value: plain(value) };
}
