import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import { check } from '../../../compiler/modules/check.ts';
import type { Check } from '../../../compiler/modules/module.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';

const redactedHeaders: SpecPath = ['backend', 'firewall', 'redactedHeaders'];

export const firewallChecks: readonly Check[] = [
  check({ log: 'backend.firewall.log' }, ({ log }, { isGiven }): Finding[] => {
    if (log !== 'off' || !isGiven(redactedHeaders)) return [];
    return [
      {
        code: 'conflicting-properties',
        path: redactedHeaders,
        at: 'key',
        message: 'Without a log there is nothing to redact',
        hint: 'Remove "redactedHeaders", or write "log: all" or "log: blocked"',
        related: { path: ['backend', 'firewall', 'log'], message: '"log" is here' },
      },
    ];
  }),
  check({ headers: 'backend.firewall.redactedHeaders' }, ({ headers }) => repeatedFindings(headers)),
];

function repeatedFindings(headers: readonly string[]): Finding[] {
  return headers.flatMap((header, index): Finding[] => {
    const first = headers.indexOf(header);
    if (first === index) return [];
    return [
      {
        code: 'duplicate-name',
        path: [...redactedHeaders, index],
        message: `The header "${header}" is listed twice`,
        hint: 'Remove one of the two',
        related: { path: [...redactedHeaders, first], message: 'First listed here' },
      },
    ];
  });
}
