import { isOver } from '../../deploy/previews.ts';
import type { DeployedPreview } from '../../deploy/previews.ts';

/** A row for each preview: its name, its stack, the state of that, and when it is over. */
export function previewRows(
  previews: readonly DeployedPreview[],
  now: number,
): readonly (readonly string[])[] {
  return previews.map((preview) => [
    preview.id,
    preview.stack.name,
    preview.stack.status,
    wordExpiry(preview, now),
  ]);
}

function wordExpiry(preview: DeployedPreview, now: number): string {
  const { expires } = preview;
  if (expires === undefined) return 'does not say when it is over';
  const time = new Date(expires).toISOString().replace(/\.\d+Z$/, 'Z');
  return `${isOver(preview, now) ? 'over since' : 'until'} ${time}`;
}
