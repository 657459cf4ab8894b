import type { Finding } from '../../diagnostics/diagnostic.ts';
import { isGiven } from '../../diagnostics/place.ts';
import { measurePath } from '../../modules/measures.ts';
import { entryOf, textAt } from '../../template/node.ts';
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
  const shared = plans.find(({ wanted }) => wanted.kind === 'shared');
  const cluster = shared?.changes.find(
    ({ type, action }) => type === 'AWS::RDS::DBCluster' && action !== 'create' && action !== 'delete',
  );
  if (!shared || !cluster?.properties.some(({ path }) => path[0] === property)) return [];
  const { node } = wantedResource(shared.wanted, cluster.logicalId);
  const isManaged = textAt(entryOf(node, 'Properties'), property) === 'true';
  const setting = measurePath('rotation');
  const option = setting.slice(0, -1);
  const path = [setting, option].find((each) => isGiven(resolved.tree, each)) ?? ['shared'];
  const { name } = shared.wanted;
  return [
    {
      code: 'other-master-secret',
      path,
      at: 'key',
      message: isManaged
        ? `RDS would keep the master user's password of stack "${name}" in another secret than the one that backends import`
        : `RDS keeps the master user's password of stack "${name}" in the secret that backends import, and would give it up`,
      hint: `Write "${setting.at(-1)}: ${isManaged ? 'userSecret' : 'all'}" under ${option.join('.')}. Only a new shared stack can have the other (docs/rotation.md)`,
    },
  ];
}
