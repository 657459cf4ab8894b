import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import { check } from '../../../compiler/modules/check.ts';
import type { Check } from '../../../compiler/modules/module.ts';
import { repeatedItems } from '../../../compiler/modules/repeated-items.ts';
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
  check({ headers: 'backend.firewall.redactedHeaders' }, ({ headers }) =>
    repeatedItems(headers, redactedHeaders, 'header'),
  ),
];
