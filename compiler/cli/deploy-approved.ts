import { deploy } from '../deploy/deploy.ts';
import { reportMoved } from '../deploy/approval/report-moved.ts';
import type { Reporter } from '../deploy/deployment.ts';
import { holdingToSource } from './approved-image.ts';
import { openApproval, readOrders } from './approved-plan.ts';
import type { Orders } from './approved-plan.ts';
import { compileSpec } from './compile-spec.ts';
import type { SpecCall } from './compile-spec.ts';
import { isConfirmed } from './confirmation.ts';
import { readPlan } from './files/plan-file.ts';
import { chooseStacks } from './flags/stacks.ts';
import { readPromotionFlags } from './open-promotion.ts';
import type { OpenPromotion } from './open-promotion.ts';
import { UsageError } from './usage-error.ts';
import type { DeployView } from './views/deploy.ts';
import { withAws } from './with-aws.ts';

interface Approved {
  readonly file: string;
  /** The checksum that the plan must have. */
  readonly sha256: string | undefined;
  /** From --from-profile. */
  readonly profile: string | undefined;
  readonly account: string | undefined;
  readonly confirm: string | undefined;
  readonly detaches: boolean;
  readonly openView: (about: DeployView) => Reporter | Promise<Reporter>;
}

/** Deploys what an approved plan says and nothing else, without asking again; the exit code. */
export async function deployApproved(
  call: SpecCall,
  { file, sha256, profile, account, confirm, detaches, openView }: Approved,
): Promise<number> {
  const { terminal, toolkit } = call;
  const plan = readPlan(file);
  if (sha256 !== undefined && sha256 !== plan.sha256) {
    throw new UsageError(`${file} is another plan: its checksum is ${plan.sha256}, not ${sha256}`);
  }
  const orders = readOrders(plan, file);
  const { stack, image, allowed, serviceRole } = orders;
  refuseProfile(profile, orders, file);
  const environment = call.flags.environment ?? orders.environment;
  const compiled = await compileSpec({ ...call, flags: { environment } });
  if (!compiled) return 1;
  const { resolved } = compiled;
  chooseStacks(compiled, { stack, image, toolkit });
  const yes =
    resolved.spec.protected &&
    isConfirmed(resolved, {
      confirm,
      yes: undefined,
      usual: { question: 'whether to deploy', flag: '--yes' },
    });
  const needs = {
    ...{ compiled, toolkit, terminal, account, serviceRole },
    yes,
    openView: (target: DeployView['target']) => openView({ terminal, target, resolved }),
  };
  return withAws(needs, async (opened, target) => {
    const builds = image === undefined && !orders.promotion && stack !== 'shared';
    const deployment = builds ? holdingToSource(opened, resolved) : opened;
    const flags = { 'promote-from': orders.promotion?.from, 'from-profile': profile, stack };
    const openPromotion: OpenPromotion = async (about) => readPromotionFlags(flags, compiled, call)?.(about);
    const given = { plan, file, orders, resolved, target, openPromotion, profile };
    const { approval, promotion } = await openApproval(given, deployment);
    const early = approval.compare([]);
    // In another account or region there is nothing to compare, and without the promoted image no stack to be planned.
    const isElsewhere = early.some(({ what }) => what === 'the account' || what === 'the region');
    if (isElsewhere || (orders.promotion && early.length > 0)) {
      return reportMoved(early, { approval, done: [] }, deployment) ? 1 : 0;
    }
    const found = promotion ? promotion.image : image;
    const stacks = chooseStacks(compiled, { stack, image: found, toolkit });
    const how = { allowed, approval, detaches, restarts: false, keepsFailed: false };
    const request = { ...how, stacks, image: found, ...(promotion && { promotion }) };
    return (await deploy(request, deployment)) ? 0 : 1;
  });
}

function refuseProfile(profile: string | undefined, { promotion }: Orders, file: string): void {
  if (profile === undefined || promotion) return;
  throw new UsageError(
    `--from-profile is for the plan of a promotion, and ${file} has none: leave --from-profile out`,
  );
}
