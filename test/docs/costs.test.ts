import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parse, stringify } from 'yaml';
import { chargesOf } from '../../compiler/template/charges.ts';
import { resourcesOf, typeOf } from '../../compiler/template/node.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { diffTexts, templatesOf } from '../diff/diff-of.ts';
import { examples } from '../support/compile/compile-combinations.ts';
import { exampleOf } from '../support/compile/option-combinations.ts';

/** What the item "Costs" of a page says of something that AWS charges for. */
const words: Readonly<Record<string, RegExp>> = {
  alarm: /\balarm/,
  'App Runner service': /memory of every provisioned instance/,
  'backup vault': /storage of snapshots and copies/,
  dashboard: /\bdashboard/,
  'ECS cluster with Container Insights': /Container Insights/,
  'Fargate service': /every running task/,
  'firewall rule': /\brule\b/,
  'flow log': /flow log/,
  'KMS key': /KMS key/,
  'load balancer': /load balancer's hours/,
  'log group': /log.* by the gigabyte/,
  'rule group of Bot Control': /`botControl` a monthly fee/,
  'S3 bucket': /access log by the gigabyte/,
  'scaling policy': /alarms for scaling/,
  'SNS topic': /Messages/,
};

function costsOf(page: string): string {
  const [item = ''] = /^- \*\*Costs\.\*\*.*(?:\n {2}.*)*/m.exec(readFileSync(page, 'utf8')) ?? [];
  return item.replaceAll(/\s+/g, ' ');
}

/** What the option adds to the bill of the example specs. */
function itemsOf(option: string, settings: unknown): ReadonlySet<string> {
  const items = toolkit.runtimes.flatMap(({ name }) => {
    const spec = parse(readFileSync(examples[name] ?? '', 'utf8')) as object;
    const [before, after] = [undefined, { [option]: settings }].map((options) =>
      templatesOf(stringify({ ...spec, options })),
    );
    const costs = diffTexts(before ?? new Map(), after ?? new Map())
      .flatMap(({ resources }) => resources)
      .flatMap((each) => each.costs ?? []);
    const ended = costs.filter(({ change }) => change === 'ends').map(({ item }) => item);
    return costs.map(({ item }) => item).filter((item) => !ended.includes(item));
  });
  return new Set(items);
}

function expectNamed(items: Iterable<string>, page: string): void {
  const said = costsOf(page);
  for (const item of items) expect(said, `${page}: ${item}`).to.match(words[item] ?? /^never$/);
}

describe('the page of a module says what it adds to the bill', () => {
  const more: Readonly<Record<string, unknown>> = {
    alarms: { notify: ['oncall@example.com'], dashboard: true },
    managedRules: { groups: { botControl: 'count' } },
  };
  for (const { name } of toolkit.options) {
    it(name, () => {
      const items = itemsOf(name, more[name] ?? exampleOf(name, toolkit));
      expect(items).to.have.length.above(0);
      expectNamed(items, `templates/options/${name}/README.md`);
    });
  }

  for (const { name } of toolkit.runtimes) {
    it(name, () => {
      const chargesIn = (folder: string) =>
        Object.entries(toolkit.fragments)
          .filter(([fragment]) => fragment.startsWith(folder))
          .flatMap(([, root]) => resourcesOf(root))
          .flatMap(({ value }) => chargesOf(typeOf(value), value))
          .map(({ item }) => item);
      const base = chargesIn('base/');
      const own = chargesIn(`runtimes/${name}/`).filter((item) => !base.includes(item));
      expectNamed(
        own.filter((item) => item !== 'S3 bucket'),
        `templates/runtimes/${name}/README.md`,
      );
    });
  }
});
