import { limits, showNumber } from '../../facts/limits.ts';
import type { Limit } from '../../facts/limits.ts';
import facts from '../../facts/limits.json' with { type: 'json' };
import ruleFacts from '../../facts/rules.json' with { type: 'json' };

/** docs/limits.md: what AWS limits, and where archc looks at it. */
export function limitsPage(): string {
  const all = Object.values(limits);
  const table = (rows: readonly Limit[]) => [
    '| what | AWS takes | can be raised | known from | how archc keeps to it |',
    '|---|---|---|---|---|',
    ...rows.map((limit) => {
      const { what, runtime, most, raisable = 'no', source, page } = limit;
      const on = runtime === undefined ? '' : ` (\`${runtime}\`)`;
      const known = page === undefined ? 'model' : `page of ${page}`;
      return `| [${what}](${source})${on} | ${showNumber(most)} | ${raisable} | ${known} | ${keepingOf(limit)} |`;
    }),
  ];
  return [
    '# Limits of AWS',
    '',
    'Generated from compiler/facts/limits.json (`npm run update`), which the checks read. Each row links its page. A limit of',
    "archc's own is at most as large.",
    '',
    `The figures were checked on ${facts.asOf}, without AWS's site. "Known from" says against what:`,
    '',
    '- *page of* a year or month: a copy or quotation of the linked page that was made then or later. AWS may have changed the',
    '  figure since.',
    "- *model*: AWS's own model of its API or CloudFormation's schema of a resource type, in the botocore and the cfn-lint of",
    '  test/requirements.txt. A test compares the figure with it.',
    '',
    'Your account can have other quotas than these; the Service Quotas console shows them.',
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
    '## Of the values of settings',
    '',
    "CloudFormation's schemas of resource types say what most properties take, and a test compares what valid specs compile to with",
    'them. What they leave out stands here, generated from compiler/facts/rules.json; a test tries each rule. archc reports all of',
    'it before it contacts AWS. *Not compared* means that no copy of the linked page was at hand when the rule was written.',
    '',
    '| settings | what AWS takes | known from | messages |',
    '|---|---|---|---|',
    ...(ruleFacts.rules as readonly Rule[]).map(ruleRow),
    '',
    'Not known without an account, and so left to AWS: which zones an account has, whether a certificate for a domain of more than',
    '64 characters is made for App Runner, whether EC2 takes ranges that are set aside for documentation (192.0.2.0/24 and others),',
    'whether a load balancer takes tasks in a public range, and whether policies, keys, secrets, IP sets and hosted zones exist.',
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

interface Rule {
  readonly settings: readonly string[];
  readonly rule: string;
  readonly runtime?: string;
  readonly source: string;
  readonly page?: string;
  readonly unread?: true;
  readonly refuses: readonly { readonly code: string }[];
}

function ruleRow({ settings, runtime, rule, source, page, unread, refuses }: Rule): string {
  const on = runtime === undefined ? '' : ` (\`${runtime}\`)`;
  const codes = [...new Set(refuses.map(({ code }) => code))].map(
    (code) => `[\`${code}\`](messages.md#${code})`,
  );
  const known = page === undefined ? (unread ? 'not compared' : 'model') : `page of ${page}`;
  const named = settings.map((setting) => `\`${setting}\``).join(', ');
  return `| ${named}${on} | [${rule.replaceAll('|', '\\|')}](${source}) | ${known} | ${codes.join(', ')} |`;
}
