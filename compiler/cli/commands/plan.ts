import { closesEarly, planStacks } from '../../deploy/deploy.ts';
import type { Command } from '../command.ts';
import { compileSpec } from '../compile-spec.ts';
import { chooseFormat, formatFlag } from '../flags/format.ts';
import { chooseStacks, stackFlag } from '../flags/stacks.ts';
import { withScene } from '../open-scene.ts';
import { narrateText } from '../views/narrate.ts';
import { planData, renderPlan } from '../views/plan.ts';
import type { Account } from '../views/plan.ts';
import { openLines } from '../views/watch-stack.ts';

const formats = ['text', 'json'] as const;

export const planCommand: Command = {
  name: 'plan',
  summary: 'show what a deployment would change, and change nothing',
  operands: 'SPEC',
  flags: {
    stack: stackFlag,
    image: { type: 'string', takes: 'URI', help: 'with this image (default: the deployed one)' },
    account: { type: 'string', takes: 'ID', help: 'fail unless the credentials are of this account' },
    format: formatFlag(formats),
  },
  details: [
    'Has CloudFormation compare both stacks with the spec. Each change is shown with its old and new values and the line',
    'of the spec that it comes from; what would be replaced, and what data would be lost, is pointed out.',
    'Exit code 0: no changes; 2: changes; 1: errors; 64: wrong usage.',
  ].join('\n'),
  examples: ['archc plan specs/todo.yaml', 'archc plan specs/todo.yaml --stack backend --format json'],
  usageCode: 64,

  async run(operands, flags, terminal, toolkit) {
    const format = chooseFormat(flags, formats);
    const compiled = compileSpec(operands, 'plan', terminal, toolkit);
    if (!compiled) return 1;
    const { resolved } = compiled;
    const stacks = chooseStacks(compiled, toolkit, flags);
    let where: Account = { account: '', region: '' };
    const narrate = (account: Account) => {
      where = account;
      return narrateText(terminal, account, resolved, openLines(terminal));
    };
    return withScene({ compiled, toolkit, flags, terminal, narrate }, async (scene) => {
      const planned = await planStacks({ stacks, keepsFailed: false }, scene);
      if (!planned) return 1;
      const plans = planned.map(({ plan }) => plan);
      if (format === 'json') terminal.out(`${JSON.stringify(planData(plans, where, resolved), null, 2)}\n`);
      else terminal.out(renderPlan(plans, where, resolved, terminal.colour));
      if (await closesEarly(planned, scene)) return 1;
      return plans.every(({ step }) => step === 'none') ? 0 : 2;
    });
  },
};
