import type { StackEvent } from '../../aws/model.ts';
import { isWide } from '../../diagnostics/characters.ts';
import { isOfStack, progressOf } from '../../deploy/follow/events.ts';
import type { Progress } from '../../deploy/follow/events.ts';
import { expectedWait, isLongerThanUsual } from '../../facts/expected-times.ts';
import { coloured, cutLine, onOneLine } from '../terminal/clean.ts';

const frames = ['-', '\\', '|', '/'];
const signs = { running: '', done: '+', failed: 'x' };
const colours = { running: 36, done: 32, failed: 31 };

/** The terminal, and what the tree shows beside the events. */
export interface Display {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly start: number;
  readonly columns: number;
  readonly rows: number;
  readonly colour: boolean;
  /** What is wrong with the connection. */
  readonly trouble?: string;
}

/**
 * A stack and its resources as a tree that fits on the terminal, since the cursor is moved by lines and none may wrap.
 * When room is short, resources that are in progress or have failed are preferred.
 */
export function renderTree(stack: string, events: readonly StackEvent[], display: Display): string {
  const { now, start, columns, rows, trouble } = display;
  const resources = progressOf(events);
  const status = events.findLast(isOfStack)?.status ?? 'waiting for AWS';
  const room = Math.max(3, rows - 4);
  const shown = chooseShown(resources, room);
  const width = Math.max(0, ...shown.map(({ logicalId }) => logicalId.length));
  const left = resources.length - shown.length;
  return [
    `${frameAt(now)} ${stack}  ${status}  ${elapsed(now - start)}`,
    ...shown.map((each, index) => {
      const branch = index === shown.length - 1 && left === 0 ? '`-' : '|-';
      return `${branch} ${resourceLine(each, width, display)}`;
    }),
    ...(left > 0 ? [`\`- and ${left} more that are done`] : []),
    ...(trouble === undefined ? [] : [onOneLine(trouble)]),
  ]
    .map((line) => cutLine(line, columns - 1, (character) => (isWide(character) ? 2 : 1)))
    .join('\n');
}

/** In their order. When there are too many, those that are done are left out first. */
function chooseShown(resources: readonly Progress[], room: number): readonly Progress[] {
  if (resources.length <= room) return resources;
  const active = resources.filter(({ phase }) => phase !== 'done');
  const done = resources
    .filter(({ phase }) => phase === 'done')
    .slice(-Math.max(0, room - 1 - active.length));
  const chosen = new Set([...active.slice(0, room - 1), ...(active.length >= room - 1 ? [] : done)]);
  return resources.filter((each) => chosen.has(each));
}

function resourceLine(
  { logicalId, type, phase, status, since, changedAt, reason }: Progress,
  width: number,
  display: Display,
): string {
  const { now, colour } = display;
  const sign = phase === 'running' ? frameAt(now) : signs[phase];
  const time = (phase === 'running' ? now : changedAt) - since;
  const usual = phase === 'running' ? wordWait(type, status, time) : '';
  const text = `${sign} ${logicalId.padEnd(width)}  ${elapsed(time).padStart(5)}  ${status}${usual}`;
  const why = phase === 'failed' && reason !== undefined ? `  ${onOneLine(reason)}` : '';
  return `${colour ? coloured(text, colours[phase]) : text}${why}`;
}

/** How long it usually takes, where that is known; it never says how much of it is done. */
function wordWait(type: string, status: string, time: number): string {
  const usual = expectedWait(type, status);
  if (!usual) return '';
  return isLongerThanUsual(usual, time)
    ? `  longer than usual, which is ${usual.words}`
    : `  usually ${usual.words}`;
}

function frameAt(now: number): string {
  return frames[Math.floor(now / 120) % frames.length] ?? '';
}

/** Minutes and seconds: `2:05`. */
export function elapsed(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/**
 * An event as one line, for output without cursor movements. Where AWS begins with a resource, it says how long that usually
 * takes; a later event about the same has a reason.
 */
export function renderEvent(stack: string, event: StackEvent, start: number): string {
  const { logicalId, status, type, reason, time } = event;
  const what = isOfStack(event) ? '' : `  ${logicalId}  ${type}`;
  const why = reason === undefined ? wordWait(type, status, 0) : `: ${onOneLine(reason)}`;
  return `${elapsed(time - start).padStart(5)}  ${stack}  ${status}${what}${why}`;
}
