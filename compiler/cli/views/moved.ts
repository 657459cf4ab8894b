import type { Json, Moved } from '../../deploy/approval/approval.ts';
import type { Plain } from '../../template/plain.ts';
import { showValue } from './show-value.ts';

/** What is other than in an approved plan, a line for each thing. */
export function renderMoved(moved: readonly Moved[]): string {
  const lines = moved.map(
    ({ what, approved, now }) => `  ${what}: ${show(approved)} in the plan, now ${show(now)}\n`,
  );
  return `archc: what would be deployed is not what was approved:\n${lines.join('')}`;
}

/** The same for programs. */
export function movedData(moved: readonly Moved[]): readonly object[] {
  return moved.map(({ what, approved, now }) => ({ what, approved: approved ?? null, now: now ?? null }));
}

function show(value: Json | undefined): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value !== 'object' || Array.isArray(value)) return showValue(value as Plain);
  const { action, id, status } = value as Readonly<Record<string, Json>>;
  if (typeof action === 'string') return action;
  if (typeof id === 'string' && typeof status === 'string') return `${id} (${status})`;
  return showValue(value as Plain);
}
