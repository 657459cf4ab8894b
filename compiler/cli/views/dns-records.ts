import type { DnsRecord } from '../../deploy/status/dns-records.ts';
import { inColumns } from './columns.ts';

/** What to write where the DNS of the domain is; empty without records. */
export function renderRecords(records: readonly DnsRecord[]): string {
  if (records.length === 0) return '';
  const lines = inColumns(records.map(({ name, type, value }) => [name, type, value]));
  return [
    '\nWrite these records where the DNS of the domain is, if they are not there yet:',
    ...lines.map((line) => `  ${line}`),
    'A name that is a zone of its own takes no CNAME: give it an ALIAS record, if the DNS there has such.',
    '',
  ].join('\n');
}
