import type { Preview } from '../spec/model.ts';

const day = 24 * 60 * 60 * 1000;

/** When a preview that begins now is over, as its stack keeps it. */
export function expiryOf({ expiresAfterDays }: Preview): string {
  return wordTime(Date.now() + expiresAfterDays * day);
}

export function currentTime(): string {
  return wordTime(Date.now());
}

/** `2026-12-24T18:00:00Z`. */
function wordTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}
