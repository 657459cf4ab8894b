import { closesEarly, planStacks, reportObstacles } from '../../deploy/deploy.ts';
import { resolveImage } from '../../deploy/image.ts';
import { toJson } from '../../diagnostics/controls.ts';
import { command } from '../command.ts';
import { compileSpec } from '../compile-spec.ts';
import { accountFlag } from '../flags/account.ts';
import { allFlag } from '../flags/all.ts';
import { environmentFlag } from '../flags/environment.ts';
import { text, texts } from '../flags/flag.ts';
import { formatFlag } from '../flags/format.ts';
import { fromFlag, previewFlag } from '../flags/preview.ts';
import { serviceRoleFlag } from '../flags/service-role.ts';
import { chooseStacks, stackFlag } from '../flags/stacks.ts';
import { anyText } from '../flags/word.ts';
import { imageUri, planFile } from '../flags/words.ts';
import { openSaving } from '../save-plan.ts';
import { openDeployText } from '../views/deploy.ts';
import { columnsOf } from '../terminal/columns-of.ts';
import { planData, renderPlan } from '../views/plan.ts';
import type { DeploymentTarget, PlanReport } from '../views/plan.ts';
import { openLines } from '../views/watch-stack.ts';
import { fromProfileFlag, promoteFromFlag, readPromotionFlags } from '../open-promotion.ts';
import { withAws } from '../with-aws.ts';

const views = {
  text: renderPlan,
  json: (report: PlanReport) => `${toJson(planData(report), 2)}\n`,
};

export const planCommand = command({
  name: 'plan',
  summary: 'show what a deployment would change, and change nothing',
  operands: 'SPEC',
  flags: {
    environment: environmentFlag,
    preview: previewFlag,
    from: fromFlag,
    stack: stackFlag,
    image: text(imageUri, 'plan with this image instead of the deployed one'),
    'promote-from': promoteFromFlag('plan with the image that this environment runs', ['image', 'preview']),
    'from-profile': fromProfileFlag(['promote-from']),
    out: text(planFile, 'save the plan for "archc deploy --plan PLAN"', { notWith: 'preview' }),
    'allow-replace': texts(anyText('ID'), "the saved plan may lose this resource's data (repeatable)", {
      onlyWith: 'out',
    }),
    all: allFlag,
    account: accountFlag,
    'role-arn': serviceRoleFlag,
    format: formatFlag(views),
  },
  details: [
    'Lets CloudFormation compare both stacks with the spec. Each change is shown with its old and new values, and with the',
    'line of the spec that it comes from. Replacements and lost data are pointed out. What a new stack creates is shown by areas,',
    'with how long AWS usually takes, where that is known; --all lists every resource.',
    'With --out PLAN it saves the plan, unless a deployment would refuse it. Once somebody has approved that, it can be deployed.',
    'Exit code 0: no changes; 1: errors; 2: changes; 64: wrong usage.',
  ].join('\n'),
  examples: [
    'archc plan specs/todo.yaml',
    'archc plan specs/todo.yaml --stack backend --format json',
    'archc plan specs/todo.yaml --out plan.json',
    'archc plan specs/todo.yaml --environment prod --promote-from staging --out plan.json',
  ],
  usageCode: 64,

  async run(invocation) {
    const { flags, terminal, toolkit } = invocation;
    const { stack, image, account, out, format } = flags;
    const compiled = await compileSpec(invocation);
    if (!compiled) return 1;
    const { resolved } = compiled;
    // Refuses what can't be meant, before AWS is asked for the image.
    const wanted = chooseStacks(compiled, { stack, image, toolkit });
    const openPromotion = readPromotionFlags(flags, compiled, invocation);
    if (!openPromotion) return 1;
    const isBuilt = image === undefined && flags['promote-from'] === undefined;
    const builds = isBuilt && wanted.some(({ kind }) => kind === 'backend');
    const saving = out === undefined ? undefined : openSaving({ ...flags, out, builds }, resolved);
    const openView = (target: DeploymentTarget) =>
      openDeployText({ terminal, target, resolved }, openLines(terminal));
    return withAws(
      { compiled, toolkit, terminal, account, serviceRole: flags['role-arn'], yes: false, openView },
      async (deployment, target) => {
        const promotion = await openPromotion(deployment);
        const found = image === undefined ? promotion?.image : await resolveImage(image, deployment);
        const stacks = chooseStacks(compiled, { stack, image: found, toolkit });
        const planned = await planStacks({ stacks, keepsFailed: false }, deployment);
        if (!planned) return 1;
        const plans = planned.map(({ plan }) => plan);
        const columns = columnsOf(1);
        const report = { plans, target, resolved, listsAll: flags.all, columns };
        terminal.out(views[format](report, terminal.colour));
        if (await closesEarly(planned, deployment)) return 1;
        const isHindered = await reportObstacles(planned, [], deployment);
        // Only a remark: another machine may deploy.
        for (const lack of builds ? await deployment.checkBuild() : []) {
          deployment.report.step(`This machine could not build the image: ${lack}`);
        }
        if (isHindered) return 1;
        if (saving && !saving.save(planned, { target, image: found, promotion }, deployment)) return 1;
        return plans.every(({ action }) => action === 'none') ? 0 : 2;
      },
    );
  },
});
