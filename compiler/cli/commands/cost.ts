import { estimateSpec } from '../../cost/estimate-spec.ts';
import { readUsage } from '../../cost/read-usage.ts';
import type { Usage } from '../../cost/usage.ts';
import type { PriceList } from '../../facts/prices.ts';
import { publishedPrices } from '../../facts/prices.ts';
import type { Compiled } from '../../phases/results.ts';
import { openAws } from '../../aws/aws.ts';
import { askPrices, pricingRegion } from '../ask-prices.ts';
import { command } from '../command.ts';
import type { CommandContext } from '../command.ts';
import { compileChosen } from '../compile-spec.ts';
import { eachSpec } from '../each-spec.ts';
import { readSource } from '../files/read-source.ts';
import { onlyEnvironmentFlag } from '../flags/environment.ts';
import { text } from '../flags/flag.ts';
import { formatFlag } from '../flags/format.ts';
import { fromFlag, previewFlag } from '../flags/preview.ts';
import { usageFlags, usageOf } from '../flags/usage.ts';
import { oneOf } from '../flags/word.ts';
import { askingForCode } from '../terminal/ask.ts';
import { UsageError } from '../usage-error.ts';
import { renderCostJson } from '../views/cost-json.ts';
import { renderCostMarkdown } from '../views/cost-markdown.ts';
import { renderCostText } from '../views/cost.ts';
import type { CostReport } from '../views/cost.ts';
import { report } from '../views/report.ts';

const views = { text: renderCostText, markdown: renderCostMarkdown, json: renderCostJson };

export const costCommand = command({
  name: 'cost',
  summary: 'show what AWS charges for it in a month',
  operands: 'SPEC...',
  flags: {
    environment: onlyEnvironmentFlag,
    preview: previewFlag,
    from: { ...fromFlag, onlyWith: 'preview' },
    ...usageFlags,
    prices: text(
      oneOf('SOURCE', ['published', 'aws']),
      "archc's own prices, or those that AWS's API has today",
      {
        default: 'published',
      },
    ),
    format: formatFlag(views),
  },
  details: [
    'Adds up what is charged by time: the floor, when nobody uses it, and the ceiling, when everything has scaled up. Each',
    'resource is shown with the line of the spec that decides it. What is charged by use is shown as a price with an',
    'example, or added up for the usage of --usage and of the other flags. A month has 730 hours.',
    'Free tiers, discounts and taxes are not counted. The prices stand in archc, with their date. With --prices aws, AWS is asked',
    'for its own of today, which needs the right pricing:GetProducts; without it, AWS is not contacted.',
    'All environments of a spec are shown, or the one of --environment, or with --preview one preview. Write "-" for SPEC to read standard input.',
    'Exit code 0: estimated; 1: a spec or the usage has errors; 2: wrong usage of the command, or an unreadable file.',
  ].join('\n'),
  examples: [
    'archc cost specs/todo.yaml',
    'archc cost specs/todo.yaml --requests 3000000 --storage 20',
    'archc cost specs/todo.yaml --usage usage.yaml --format markdown',
  ],

  async run({ flags, ...call }) {
    if (flags.usage === '-' && call.operands.includes('-')) {
      throw new UsageError('standard input can be read only once: name a file for the spec or for --usage');
    }
    const usage = wholeUsage(flags.usage, usageOf(flags), call);
    if (usage === 'wrong') return 1;
    const all: Compiled[] = [];
    const code = await eachSpec(call, (spec) => {
      const source = readSource(spec);
      const outcome = compileChosen(source, call, flags);
      if (outcome.ok) all.push(...outcome.value);
      else report(outcome.diagnostics, source.bytes, call.terminal);
      return outcome.ok ? 0 : 1;
    });
    const pricesOf = flags.prices === 'aws' ? await openPrices() : publishedPrices;
    const reports: CostReport[] = [];
    for (const compiled of all) {
      const list = await pricesOf(compiled.resolved.spec.region);
      reports.push({
        name: compiled.name,
        resolved: compiled.resolved,
        estimate: estimateSpec(compiled, call.toolkit, usage, list),
      });
    }
    if (reports.length > 0) call.terminal.out(views[flags.format](reports));
    return code;
  },
});

/** Asks AWS for the prices of each region once. Any credentials will do: prices are the same for all accounts. */
async function openPrices(): Promise<(region: string) => Promise<PriceList>> {
  const { call } = await openAws(pricingRegion, askingForCode());
  const today = new Date().toISOString().slice(0, 10);
  const asked = new Map<string, Promise<PriceList>>();
  return async (region) => {
    const list = asked.get(region) ?? askPrices(region, call, today);
    asked.set(region, list);
    return list;
  };
}

/** The usage of the file, with what the flags say in place of what it says. `wrong` when it has errors, which are reported. */
function wholeUsage(
  file: string | undefined,
  given: Usage | undefined,
  { terminal }: CommandContext,
): Usage | undefined | 'wrong' {
  if (file === undefined) return given;
  const source = readSource(file);
  const outcome = readUsage(source);
  if (outcome.ok) return { ...outcome.value, ...given };
  report(outcome.diagnostics, source.bytes, terminal);
  return 'wrong';
}
