import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { dirname } from 'node:path';

/** The functions of `node:fs` with which archc changes files. */
export const changing = [
  'mkdirSync',
  'writeFileSync',
  'chmodSync',
  'linkSync',
  'renameSync',
  'rmSync',
  'rmdirSync',
] as const;
/** Those with which it looks at them. */
const looking = [
  'existsSync',
  'openSync',
  'fstatSync',
  'readSync',
  'closeSync',
  'lstatSync',
  'statSync',
  'readFileSync',
  'readdirSync',
  'realpathSync',
] as const;

export type Call = (typeof changing)[number] | (typeof looking)[number];
export const calls: readonly Call[] = [...changing, ...looking];

/** A moment of a command's work on the disk. */
export interface Step {
  readonly call: Call;
  /** In the middle of a call, half of the text is written, or the first of several folders is made. */
  readonly isHalf: boolean;
  readonly path: string;
}

export function isChange({ call }: Pick<Step, 'call'>): boolean {
  return (changing as readonly Call[]).includes(call);
}

/** What the disk does at a step: it works, or gives an error in place of what remains to be done. */
export type Disk = (step: Step) => Error | undefined;

/** Runs the work while every call to the file system asks the disk. */
export async function onDisk<T>(disk: Disk, work: () => Promise<T>): Promise<T> {
  const real = Object.fromEntries(calls.map((call) => [call, fs[call]]));
  let isInside = false;
  const hooked = calls.map((call) => {
    const original = real[call] as (...args: readonly unknown[]) => unknown;
    const asking = (...args: readonly unknown[]): unknown => {
      // Some functions of node call others.
      if (isInside) return original(...args);
      isInside = true;
      try {
        ask(disk, call, args);
        return original(...args);
      } catch (error) {
        // This one never throws.
        if (call === 'existsSync') return false;
        throw error;
      } finally {
        isInside = false;
      }
    };
    return [call, asking] as const;
  });
  Object.assign(fs, Object.fromEntries(hooked));
  syncBuiltinESMExports();
  try {
    return await work();
  } finally {
    Object.assign(fs, real);
    syncBuiltinESMExports();
  }
}

/** Throws when the disk fails. */
function ask(disk: Disk, call: Call, args: readonly unknown[]): void {
  const path = String(args[0]);
  const error = disk({ call, isHalf: false, path });
  if (error) throw error;
  const half = halfOf(call, args);
  const later = half && disk({ call, isHalf: true, path });
  if (!later) return;
  half();
  throw later;
}

/** Half of the work of a call that does several things. */
function halfOf(call: Call, [path, second]: readonly unknown[]): (() => void) | undefined {
  if (call === 'writeFileSync') {
    const text = String(second);
    return () => {
      fs.writeFileSync(String(path), text.slice(0, text.length / 2));
    };
  }
  const missing = call === 'mkdirSync' ? foldersToMake(String(path)) : [];
  const [first, ...rest] = missing;
  return first !== undefined && rest.length > 0
    ? () => {
        fs.mkdirSync(first);
      }
    : undefined;
}

/** The highest first. */
function foldersToMake(folder: string): readonly string[] {
  return fs.existsSync(folder) ? [] : [...foldersToMake(dirname(folder)), folder];
}
