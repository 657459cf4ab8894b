import { expect } from 'chai';
import { explainFailure } from '../../../compiler/deploy/failure/explain.ts';
import { failureRules, findRule } from '../../../compiler/deploy/failure/rules.ts';
import { wantedResource, wantStacks } from '../../../compiler/deploy/plan/wanted.ts';
import { runtimeOf } from '../../../compiler/modules/choose.ts';
import { typeOf } from '../../../compiler/template/node.ts';
import { toolkit } from '../../../compiler/toolkit.ts';
import { compileGolden } from '../../support/compile/compile-golden.ts';
import { stackId } from '../../support/fake-aws/scripted-aws.ts';
import { accountTexts } from './failure-texts/account.ts';
import { appRunnerTexts } from './failure-texts/app-runner.ts';
import { dnsTexts } from './failure-texts/dns.ts';
import type { FailureText } from './failure-texts/failure-text.ts';
import { fargateTexts } from './failure-texts/fargate.ts';
import { resourceTexts } from './failure-texts/resources.ts';

/** Each row has the report or the page of AWS's documentation beside it, where one is public. */
const failureTexts = [...accountTexts, ...appRunnerTexts, ...dnsTexts, ...fargateTexts, ...resourceTexts];

const guess = " (a guess: AWS's words fit other causes too)";

describe("AWS's text about a failure", () => {
  const specs = new Set(failureTexts.map(({ spec = 'every-setting' }) => spec));
  const compiled = new Map([...specs].map((name) => [name, compileGolden(name)]));

  /** The stack that has the resource, and the resource's type. */
  function place({ logicalId, type, spec = 'every-setting' }: FailureText) {
    const own = compiled.get(spec);
    if (!own) throw new Error(`There is no ${spec}`);
    const stacks = wantStacks(own, toolkit);
    const having = stacks.find((stack) => wantedResource(stack, logicalId).node);
    const wanted = having ?? stacks.at(-1);
    const found = type ?? typeOf(having && wantedResource(having, logicalId).node);
    if (!wanted || (type === undefined && found === '')) throw new Error(`No stack has ${logicalId}`);
    const context = { resolved: own.resolved, templates: own.templates, toolkit };
    return { wanted, context, type: found };
  }

  function explain(row: FailureText) {
    const { wanted, context, type } = place(row);
    const event = {
      id: '1',
      time: 0,
      stackId,
      logicalId: row.logicalId,
      physicalId: type === '' ? stackId : 'x',
      type,
      status: 'CREATE_FAILED',
      reason: row.text,
    };
    const insight = row.log === undefined ? {} : { log: { group: 'g', lines: [row.log] } };
    const [finding] = explainFailure({ event, reason: row.text, others: [] }, insight, wanted, context);
    return finding;
  }

  for (const row of failureTexts) {
    const words = row.text.replace(/^Resource handler returned message: "/, '').slice(0, 70);
    it(`leads to the right hint: ${row.logicalId}: ${words}`, () => {
      const finding = explain(row);
      expect(finding?.hint).to.match(row.hint);
      if (row.at !== undefined) expect(finding?.path.join('.')).to.equal(row.at);
      expect(finding?.hint?.endsWith(guess), 'says that it is a guess').to.equal(row.isGuess === true);
      if (row.isFixed)
        expect(finding?.hint)
          .to.match(/AWS does not raise/)
          .and.not.match(/Service Quotas/);
    });
  }

  it('is known for every rule', () => {
    const ofOptions = toolkit.options.flatMap((option) => option.failureRules ?? []);
    const used = new Set(
      failureTexts.map((row) => {
        const { context, type } = place(row);
        const own = runtimeOf(context.resolved.spec, toolkit).operations.failureRules;
        return findRule(type, row.text, row.log ?? '', failureRules([...own, ...ofOptions]));
      }),
    );
    const ofRuntimes = toolkit.runtimes.flatMap(({ operations }) => operations.failureRules);
    const all = failureRules([...ofRuntimes, ...ofOptions]);
    expect(all.filter((rule) => !used.has(rule)).map(({ hint }) => hint)).to.deep.equal([]);
  });
});
