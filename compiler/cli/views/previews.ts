import type { DeployedPreview } from '../../deploy/status/previews.ts';

/** A row for each preview: its name, its stack, the state of that, and when it is over. */
export function previewRows(previews: readonly DeployedPreview[]): readonly (readonly string[])[] {
  return previews.map(({ id, stack, expires, isOver }) => [
    id,
    stack.name,
    stack.status,
    expires === undefined ? 'does not say when it is over' : `${isOver ? 'over since' : 'until'} ${expires}`,
  ]);
}

/** As JSON has them. */
export function previewData(previews: readonly DeployedPreview[]): readonly object[] {
  return previews.map(({ id, stack, expires, isOver }) => ({
    name: id,
    stack: stack.name,
    status: stack.status,
    expires: expires ?? null,
    isOver,
  }));
}
