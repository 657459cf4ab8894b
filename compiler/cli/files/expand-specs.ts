import { statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../usage-error.ts';
import { entriesOf } from './read-text.ts';
import { reason } from './reason.ts';

/** The files that each operand means, each once, or what is wrong with it. */
export interface Expanded {
  readonly specs: readonly string[];
  readonly problems: readonly UsageError[];
}

/**
 * A folder means the specs in it, and a pattern such as `specs/*.yaml` the files that it matches: cmd.exe and npm
 * scripts on Windows pass patterns on. A file that exists is itself, whatever its name is.
 */
export async function expandSpecs(operands: readonly string[]): Promise<Expanded> {
  const specs = new Set<string>();
  const problems: UsageError[] = [];
  for (const operand of operands) {
    try {
      for (const spec of await expand(operand)) specs.add(spec);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      problems.push(error);
    }
  }
  return { specs: [...specs], problems };
}

/** The same, for a command that does nothing when one of its specs is missing. */
export async function expandAllSpecs(operands: readonly string[]): Promise<readonly string[]> {
  const { specs, problems } = await expandSpecs(operands);
  if (problems[0]) throw problems[0];
  return specs;
}

const pattern = /[*?[\]{}]/;

async function expand(operand: string): Promise<readonly string[]> {
  const found = operand === '-' ? undefined : statsOf(operand);
  if (found?.isDirectory()) return specsIn(operand);
  if (operand === '-' || found || !pattern.test(operand)) return [operand];
  const { glob } = await import('tinyglobby');
  const files = await glob(patternOf(operand), { expandDirectories: false, onlyFiles: true });
  if (files.length === 0) throw new UsageError(`no file matches ${operand}`);
  return files.sort();
}

function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    // A pattern may be no possible name of a file.
    if (pattern.test(path)) return undefined;
    throw new UsageError(`cannot read ${path}: ${reason(error)}`);
  }
}

function specsIn(folder: string): readonly string[] {
  const names = namesIn(folder).filter((name) => /\.ya?ml$/.test(name));
  if (names.length === 0)
    throw new UsageError(`no spec is in ${folder}: no file there ends in .yaml or .yml`);
  return names.sort().map((name) => join(folder, name));
}

function namesIn(folder: string): string[] {
  return entriesOf(folder)
    .filter((entry) => !entry.isDirectory())
    .map(({ name }) => name);
}

/** A backslash separates folders on Windows; in a pattern it would quote the next character. */
export function patternOf(operand: string, platform: string = process.platform): string {
  return platform === 'win32' ? operand.replaceAll('\\', '/') : operand;
}
