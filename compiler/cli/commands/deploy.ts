import { deploy } from '../../deploy/deploy.ts';
import { resolveImage } from '../../deploy/image.ts';
import { command } from '../command.ts';
import { compileSpec } from '../compile-spec.ts';
import { confirmFlag, isConfirmed } from '../confirmation.ts';
import { deployApproved } from '../deploy-approved.ts';
import { accountFlag } from '../flags/account.ts';
import { allFlag } from '../flags/all.ts';
import { environmentFlag } from '../flags/environment.ts';
import { expiryOf } from '../expiry.ts';
import { flag, text, texts } from '../flags/flag.ts';
import { formatFlag } from '../flags/format.ts';
import { fromFlag, previewFlag } from '../flags/preview.ts';
import { serviceRoleFlag } from '../flags/service-role.ts';
import { chooseStacks, stackFlag } from '../flags/stacks.ts';
import { anyText } from '../flags/word.ts';
import { checksum, imageUri, planFile } from '../flags/words.ts';
import { fromProfileFlag, promoteFromFlag, readPromotionFlags } from '../open-promotion.ts';
import { UsageError } from '../usage-error.ts';
import { openDeployLines, openDeployText } from '../views/deploy.ts';
import type { DeployView } from '../views/deploy.ts';
import type { DeploymentTarget } from '../views/plan.ts';
import { openDisplay } from '../views/watch-stack.ts';
import { withAws } from '../with-aws.ts';

const views = {
  text: async (about: DeployView) => openDeployText(about, await openDisplay(about.terminal)),
  ndjson: openDeployLines,
};

export const deployCommand = command({
  name: 'deploy',
  summary: 'deploy the stacks and the image, after showing what changes',
  operands: 'SPEC',
  flags: {
    environment: environmentFlag,
    preview: previewFlag,
    from: fromFlag,
    stack: stackFlag,
    image: text(imageUri, 'deploy this image instead of building one'),
    'promote-from': promoteFromFlag('deploy the image that this environment runs, instead of building one', [
      'image',
      'restart',
      'preview',
    ]),
    'from-profile': fromProfileFlag(['promote-from', 'plan']),
    restart: flag('build no image, and start the containers anew, so that they get a changed secret', {
      notWith: 'image',
    }),
    'allow-replace': texts(anyText('ID'), "allow this resource's data to be lost (logical id; repeatable)"),
    'no-rollback': flag('after a failure, keep what was created'),
    detach: flag('start the last update, and leave the rest to AWS'),
    plan: text(planFile, 'deploy exactly this approved plan, without being asked, or nothing', {
      notWith: [
        ...['preview', 'stack', 'image', 'promote-from', 'restart', 'allow-replace', 'no-rollback'],
        'role-arn',
      ],
    }),
    'plan-sha256': text(checksum, 'only the plan with this checksum, which its approver saw', {
      onlyWith: 'plan',
    }),
    all: allFlag,
    account: accountFlag,
    'role-arn': serviceRoleFlag,
    yes: flag('deploy without being asked', { short: 'y' }),
    confirm: confirmFlag,
    format: formatFlag(views),
  },
  details: [
    'Shows the plan, asks, deploys the shared stack while the image is built, pushes the image, and deploys the backend with',
    'it. Follows each step to its end. Deploys nothing that would lose data, unless --allow-replace names the resource.',
    'With --promote-from NAME it deploys the image that another environment runs, copied as it is, and builds none.',
    'With --plan FILE it deploys what "archc plan --out FILE" saved, or changes nothing and says what is no longer as planned.',
    'If an update is already in progress, it is followed first: the same command picks up a deployment that you left.',
    'With --preview, deploys a backend of its own on the same shared stack, with its own database, until "archc destroy --preview".',
    'Exit code 0: deployed, or no changes; 1: failed or cancelled; 2: wrong usage; 130: interrupted.',
  ].join('\n'),
  examples: [
    'archc deploy specs/todo.yaml',
    'archc deploy specs/todo.yaml --stack shared --yes',
    'archc deploy specs/todo.yaml --restart --yes',
    'archc deploy specs/todo.yaml --environment prod --promote-from staging --confirm prod',
    'archc deploy specs/todo.yaml --preview PR-123 --from dev --yes',
    'archc deploy specs/todo.yaml --plan plan.json',
    'archc deploy specs/todo.yaml --image "$(dist/todo/build.sh)" --yes --format ndjson',
  ],

  async run(invocation) {
    const { flags, terminal, toolkit } = invocation;
    const { stack, image, account, format, all: listsAll } = flags;
    if (flags.plan !== undefined) {
      const { plan: file, 'plan-sha256': sha256, 'from-profile': profile, confirm, detach: detaches } = flags;
      const openView = (about: DeployView) => views[format]({ ...about, listsAll });
      const approved = { file, sha256, profile, account, confirm, detaches, openView };
      return deployApproved(invocation, approved);
    }
    const compiled = await compileSpec(invocation);
    if (!compiled) return 1;
    const { resolved } = compiled;
    const openPromotion = readPromotionFlags(flags, compiled, invocation);
    if (!openPromotion) return 1;
    // Refuses what can't be meant, before AWS is asked for the image.
    chooseStacks(compiled, { stack, image, toolkit });
    if (flags.restart && (stack === 'shared' || flags.detach)) {
      const other = flags.detach ? '--detach' : '--stack shared';
      throw new UsageError(
        `--restart starts the containers of the backend, and waits for them: leave ${other} out`,
      );
    }
    const yes = isConfirmed(resolved, {
      confirm: flags.confirm,
      yes: flags.yes ? '--yes' : undefined,
      usual: { question: 'whether to deploy', flag: '--yes' },
    });
    const openView = (target: DeploymentTarget) => views[format]({ terminal, target, resolved, listsAll });
    const serviceRole = flags['role-arn'];
    const needs = { compiled, toolkit, terminal, account, serviceRole, yes, openView };
    return withAws(needs, async (deployment) => {
      const promotion = await openPromotion(deployment);
      const found = image === undefined ? promotion?.image : await resolveImage(image, deployment);
      const { preview } = resolved.tree;
      const expires = preview && expiryOf(preview);
      const isDeployed = await deploy(
        {
          stacks: chooseStacks(compiled, { stack, image: found, toolkit, expires }),
          image: found,
          ...(promotion && { promotion }),
          restarts: flags.restart,
          allowed: flags['allow-replace'],
          keepsFailed: flags['no-rollback'],
          detaches: flags.detach,
        },
        deployment,
      );
      return isDeployed ? 0 : 1;
    });
  },
});
