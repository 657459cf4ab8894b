import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parse, stringify } from 'yaml';
import { wordCosts } from '../../compiler/cli/views/cost-words.ts';
import {
  summarize,
  wordAction,
  wordItem,
  wordName,
  wordProperty,
} from '../../compiler/cli/views/change-words.ts';
import type { ResourceDiff } from '../../compiler/diff/model.ts';
import { count, isRefused } from '../../compiler/diff/severity.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { plansOf } from '../deploy/plan/plans-of.ts';
import { examples } from '../support/compile/compile-combinations.ts';
import { exampleOf } from '../support/compile/option-combinations.ts';
import { testReportsIn } from '../support/compile/report-file.ts';
import type { PlannedChange } from '../../compiler/deploy/plan/plan.ts';
import { diffTexts, templatesOf } from './diff-of.ts';

const file = 'test/diff/options.txt';
const runtimes = toolkit.runtimes.map(({ name }) => name);
const options = toolkit.options.map(({ name }) => name);

/** The example spec of a runtime with these options alone. */
function specWith(runtime: string, names: readonly string[]): string {
  const spec = parse(readFileSync(examples[runtime] ?? '', 'utf8')) as object;
  const chosen = Object.fromEntries(names.map((name) => [name, exampleOf(name, toolkit)]));
  return stringify({ ...spec, options: names.length === 0 ? undefined : chosen });
}

/** The specs before and after: `add alarms`, `remove alarms`. */
function specsOf(runtime: string, line: string): readonly [before: string, after: string] {
  const [verb, name = ''] = line.split(' ');
  const [without, having] = [specWith(runtime, []), specWith(runtime, [name])];
  return verb === 'add' ? [without, having] : [having, without];
}

function difference(runtime: string, line: string) {
  const [before, after] = specsOf(runtime, line);
  return diffTexts(templatesOf(before), templatesOf(after));
}

const notable = ['refuse', 'replace', 'may-replace', 'interrupt', 'revise'];

/** What a user must know of the resource. */
function linesOf(resource: ResourceDiff): readonly string[] {
  const { action, type, dataLoss, remains, meaning, properties } = resource;
  const reasons = properties
    .filter(({ effect }) => effect === action)
    .map((each) => `${each.path.join('.')}: ${wordProperty(each, undefined).effect ?? ''}`);
  const remarks = [
    ...(dataLoss === undefined ? [] : [`data at stake: ${dataLoss}`]),
    ...(remains === undefined ? [] : [`stays behind: ${remains}`]),
    ...(meaning === undefined ? [] : [`it means: ${meaning}`]),
  ];
  if (!notable.includes(action) && remarks.length === 0) return [];
  return [
    `  ${wordAction(resource)} ${wordName(resource)} ${type}`,
    ...[...(action === 'revise' ? [] : reasons), ...remarks].map((each) => `    ${each}`),
  ];
}

describe('an option that is added to a deployed stack, and removed from it', () => {
  testReportsIn(file, ([line = ''], title) =>
    difference(title.replace('# ', ''), line)
      .filter(({ change }) => change !== 'identical')
      .flatMap((diff) => [
        `${diff.stack}: ${summarize(count([diff]))}`,
        ...diff.resources.flatMap(linesOf),
        ...diff.outputs
          .filter(isRefused)
          .flatMap(({ name, ...item }) => [
            `  output ${name} ${item.change}`,
            ...wordItem({ name, ...item }).map((each) => `    ${each}`),
          ]),
        ...wordCosts(diff.resources).map((each) => `  ${each}`),
      ]),
  );

  it('is every option, on every runtime, there and back', () => {
    const cases = readFileSync(file, 'utf8')
      .split(/^# /m)
      .slice(1)
      .flatMap((group) => {
        const [runtime = '', ...lines] = group.split('\n');
        return lines.filter((line) => /^(add|remove) /.test(line)).map((line) => `${runtime}: ${line}`);
      });
    const wanted = runtimes.flatMap((runtime) =>
      options.flatMap((name) => ['add', 'remove'].map((verb) => `${runtime}: ${verb} ${name}`)),
    );
    expect(cases.sort()).to.deep.equal(wanted.sort());
  });

  for (const runtime of runtimes) {
    it(`costs the same in a plan as in a difference: ${runtime}`, () => {
      for (const line of options.flatMap((name) => [`add ${name}`, `remove ${name}`])) {
        const [before, after] = specsOf(runtime, line);
        const planned = new Map<string, PlannedChange>(
          plansOf(before, after).plans.flatMap(({ wanted, changes }) =>
            changes.map((each) => [`${wanted.kind} ${each.logicalId}`, each] as const),
          ),
        );
        for (const { stack, resources } of difference(runtime, line)) {
          for (const { logicalId, action, costs } of resources) {
            const plan = planned.get(`${stack} ${logicalId}`);
            if (plan?.action === action) expect(plan.costs, `${line}: ${logicalId}`).to.deep.equal(costs);
            else expect(costs ?? [], `${line}: ${logicalId} ${action}`).to.deep.equal([]);
          }
        }
      }
    });
  }
});
