import { limits, showNumber } from '../facts/limits.ts';
import type { Limit } from '../facts/limits.ts';
import facts from '../facts/limits.json' with { type: 'json' };

/** docs/limits.md: what AWS limits, and where archc looks at it. */
export function limitsPage(): string {
  const all = Object.values(limits);
  const table = (rows: readonly Limit[]) => [
    '| what | AWS takes | can be raised | how archc keeps to it |',
    '|---|---|---|---|',
    ...rows.map((limit) => {
      const { what, runtime, most, raisable = 'no', source } = limit;
      const on = runtime === undefined ? '' : ` (\`${runtime}\`)`;
      return `| [${what}](${source})${on} | ${showNumber(most)} | ${raisable} | ${keepingOf(limit)} |`;
    }),
  ];
  return [
    '# Limits of AWS',
    '',
    'Generated from compiler/facts/limits.json (`npm run update`), which the checks read. The figures are those of the pages of',
    `AWS on ${facts.asOf}; each row links its page. A limit of archc's own is at most as large.`,
    '',
    '## Of one deployment',
    '',
    'archc reports these before it contacts AWS, at the line of the spec.',
    '',
    ...table(all.filter(({ aws }) => aws === undefined)),
    '',
    '## Of an account or a region',
    '',
    'Only AWS knows how much of these is used. When one is reached, the deployment fails, and `archc deploy` shows what AWS says.',
    '',
    ...table(all.filter(({ aws }) => aws !== undefined)),
    '',
  ].join('\n');
}

function keepingOf({ code, settings = [], never, aws, note }: Limit): string {
  const where = [
    ...(code === undefined ? [] : [`message [\`${code}\`](messages.md#${code})`]),
    ...(settings.length === 0 ? [] : [`the schema of ${settings.map((path) => `\`${path}\``).join(', ')}`]),
    ...(never === undefined ? [] : [`never reached: ${never}`]),
    ...(aws === undefined ? [] : [aws]),
  ].join('; ');
  return note === undefined ? where : `${where} (${note})`;
}
