import { calls, isChange } from './disk.ts';
import type { Call, Disk, Step } from './disk.ts';

/** What goes wrong with a disk. */
export interface Fault {
  readonly title: string;
  /** The steps get them in turn. */
  readonly codes: readonly [string, ...string[]];
  /** The calls that fail. */
  readonly calls: readonly Call[];
  /** Whether all of these calls fail from a step on, or one of them alone. */
  readonly lasts: boolean;
}

const needRoom: readonly Call[] = ['mkdirSync', 'writeFileSync', 'linkSync', 'renameSync'];
const change = calls.filter((call) => isChange({ call }));

export const faults: readonly Fault[] = [
  { title: 'a disk without room', codes: ['ENOSPC', 'EDQUOT', 'EFBIG'], calls: needRoom, lasts: true },
  {
    title: 'a disk that nobody may write to any more',
    codes: ['EROFS', 'EACCES'],
    calls: change,
    lasts: true,
  },
  { title: 'a disk that breaks', codes: ['EIO', 'ESTALE', 'EACCES'], calls, lasts: true },
  { title: 'a call that fails once', codes: ['EIO', 'EMFILE', 'ENOMEM'], calls, lasts: false },
];

export function codeAt({ codes }: Fault, at: number): string {
  return codes[at % codes.length] ?? codes[0];
}

function errorOf(code: string, { call, path }: Step): Error {
  const syscall = call.replace(/Sync$/, '');
  return Object.assign(new Error(`${code}: a fault, ${syscall} '${path}'`), {
    code,
    syscall,
    path,
    errno: -1,
  });
}

/** A disk that fails at the step of that number among those that the fault is about. */
export function failingAt(fault: Fault, at: number): Disk {
  let number = 0;
  return (step) => {
    if (!fault.calls.includes(step.call)) return undefined;
    const isNow = fault.lasts ? number >= at : number === at;
    number += 1;
    return isNow ? errorOf(codeAt(fault, at), step) : undefined;
  };
}

/** Whether a command can remove what it has left. */
export function keepsRemoving({ calls: failing, lasts }: Fault, { call }: Step): boolean {
  return !failing.includes('rmSync') || (!lasts && call !== 'rmSync');
}
