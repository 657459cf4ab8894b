import type { Finding } from '../../diagnostics/diagnostic.ts';
import { isGiven } from '../../diagnostics/place.ts';
import { measurePath, wordMeasure } from '../../modules/measures.ts';
import { entryOf, textAt } from '../../template/node.ts';
import { findChangedCluster } from './changed-cluster.ts';
import type { DeployContext } from './deploy-context.ts';
import type { StackPlan } from './plan.ts';
import { wantedResource } from './wanted.ts';

const property = 'ManageMasterUserPassword';

/**
 * Whether RDS keeps the master user's password decides which secret backends import, and CloudFormation does not change
 * an export that is in use.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html
 */
export function findMovedPassword(
  plans: readonly StackPlan[],
  { resolved }: DeployContext,
): readonly Finding[] {
  const found = findChangedCluster(plans);
  if (!found?.cluster.properties.some(({ path }) => path[0] === property)) return [];
  const { shared, cluster } = found;
  const { node } = wantedResource(shared.wanted, cluster.logicalId);
  const isManaged = textAt(entryOf(node, 'Properties'), property) === 'true';
  const setting = measurePath('rotation');
  const path = [setting, setting.slice(0, -1)].find((each) => isGiven(resolved.tree, each)) ?? ['shared'];
  const { name } = shared.wanted;
  return [
    {
      code: 'other-master-secret',
      path,
      at: 'key',
      message: isManaged
        ? `RDS would keep the master user's password of stack "${name}" in another secret than the one that backends import`
        : `RDS keeps the master user's password of stack "${name}" in the secret that backends import, and would give it up`,
      hint: `Write ${wordMeasure('rotation', isManaged ? 'userSecret' : 'all')}. Only a new shared stack can have the other (docs/rotation.md)`,
    },
  ];
}
