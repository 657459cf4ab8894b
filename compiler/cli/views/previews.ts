import type { DeployedPreview } from '../../deploy/previews.ts';

/** A row for each preview: its name, its stack, the state of that, and when it is over. */
export function previewRows(previews: readonly DeployedPreview[]): readonly (readonly string[])[] {
  return previews.map(({ id, stack, expires, isOver }) => [
    id,
    stack.name,
    stack.status,
    expires === undefined
      ? 'does not say when it is over'
      : `${isOver ? 'over since' : 'until'} ${wordTime(expires)}`,
  ]);
}

/** As JSON has them. */
export function previewData(previews: readonly DeployedPreview[]): readonly object[] {
  return previews.map(({ id, stack, expires, isOver }) => ({
    name: id,
    stack: stack.name,
    status: stack.status,
    expires: expires === undefined ? null : wordTime(expires),
    isOver,
  }));
}

function wordTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}
