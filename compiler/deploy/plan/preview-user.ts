import type { Finding } from '../../diagnostics/diagnostic.ts';
import type { DeployContext } from './deploy-context.ts';
import type { StackPlan } from './plan.ts';
import { wordWayOut } from './way-out.ts';

/**
 * The mark that a preview made its database stands in MySQL at the user, so another user would not be allowed the
 * same database. One with a database of its own is made beside the former, which is then dropped.
 */
export function findOtherPreviewUser(
  plans: readonly StackPlan[],
  { resolved }: DeployContext,
): readonly Finding[] {
  const backend = plans.find(({ wanted }) => wanted.kind === 'backend');
  const database = backend?.changes.find(({ type }) => type === 'Custom::MySqlDatabase');
  const changed = (property: string) => database?.properties.find(({ path }) => path[0] === property);
  const user = changed('UserName');
  if (!backend || !resolved.tree.preview || !user || changed('DatabaseName')) return [];
  const former = typeof user.before === 'string' ? `"${user.before}"` : 'that it has';
  return [
    {
      code: 'other-preview-user',
      path: ['backend', 'database', 'user'],
      message: `The database of preview "${resolved.tree.preview.id}" belongs to the MySQL user ${former}, and cannot get another one`,
      hint: wordWayOut(
        'Remove the preview, with its database, by "archc destroy", then deploy it again; or keep the user',
        backend.wanted,
        resolved,
      ),
    },
  ];
}
