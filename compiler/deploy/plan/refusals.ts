import type { Finding } from '../../diagnostics/diagnostic.ts';
import { findUnfitBackup } from './backup-to-restore.ts';
import { findClosedDatabase } from './closed-database.ts';
import type { DeployContext } from './deploy-context.ts';
import { findEarlyClosing } from './early-closing.ts';
import { findUnfitNetwork } from './existing-network.ts';
import { findImportedExports } from './imported-exports.ts';
import type { Look } from './importers.ts';
import { findMovedPassword } from './master-password.ts';
import { findNetworkObstacles } from './network-order.ts';
import type { StackPlan } from './plan.ts';
import { findOtherPreviewUser } from './preview-user.ts';
import { findRestoredAgain } from './restore-once.ts';

/** What a deployed cluster or preview keeps for ever. No flag allows to change it, because each has another way. */
export function findFixed(plans: readonly StackPlan[], context: DeployContext): readonly Finding[] {
  return [
    ...findRestoredAgain(plans, context),
    ...findMovedPassword(plans, context),
    ...findOtherPreviewUser(plans, context),
  ];
}

/** What the plans would take from services that still use it, and what they need of a network or backup and do not find. */
export async function findBrokenUses(plans: readonly StackPlan[], look: Look): Promise<readonly Finding[]> {
  return [
    ...(await findEarlyClosing(plans, look)),
    ...(await findClosedDatabase(plans, look)),
    ...(await findNetworkObstacles(plans, look)),
    ...(await findImportedExports(plans, look)),
    ...(await findUnfitNetwork(plans, look)),
    ...(await findUnfitBackup(plans, look)),
  ];
}
