import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { commands } from '../../../compiler/cli/commands/index.ts';
import { parseArguments, readFlags } from '../../../compiler/cli/flags/arguments.ts';
import { reportError } from '../../../compiler/cli/report-error.ts';
import type { Terminal } from '../../../compiler/cli/terminal/terminal.ts';
import { toolkit } from '../../../compiler/toolkit.ts';
import type { Run } from '../terminal/run-archc.ts';

/** Paths with what the files contain; `null` for a folder. */
export type Tree = Readonly<Record<string, string | null>>;

/** A folder of files that can be brought back to how it was. */
export interface Project {
  readonly folder: string;
  write(file: string, text: string): void;
  /** Makes how it is now what `reset` brings back. */
  keep(): void;
  reset(): void;
  tree(): Tree;
  /** Runs a command in this process. */
  run(...args: readonly string[]): Promise<Run>;
  remove(): void;
}

export function makeProject(files: Readonly<Record<string, string>>): Project {
  const parent = mkdtempSync(join(tmpdir(), 'archc-machine-'));
  const [folder, kept] = [join(parent, 'project'), join(parent, 'kept')];
  const copy = (from: string, to: string) => {
    rmSync(to, { recursive: true, force: true });
    cpSync(from, to, { recursive: true });
  };
  const project: Project = {
    folder,
    write: (file, text) => {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    },
    keep: () => {
      copy(folder, kept);
    },
    reset: () => {
      copy(kept, folder);
    },
    tree: () => readTree(folder),
    run: async (...args) => {
      const before = process.cwd();
      process.chdir(folder);
      try {
        return await runHere(args);
      } finally {
        process.chdir(before);
      }
    },
    remove: () => {
      rmSync(parent, { recursive: true, force: true });
    },
  };
  for (const [file, text] of Object.entries(files)) project.write(file, text);
  project.keep();
  return project;
}

async function runHere([name = '', ...rest]: readonly string[]): Promise<Run> {
  const shown = { stdout: '', stderr: '' };
  const terminal: Terminal = {
    out: (text) => {
      shown.stdout += text;
    },
    err: (text) => {
      shown.stderr += text;
    },
    colour: false,
  };
  const command = commands.find((each) => each.name === name);
  if (!command) throw new Error(`archc has no command "${name}"`);
  try {
    const { operands, given } = parseArguments(rest, command.flags, name);
    const flags = readFlags(command.flags, given);
    const code = await command.run({ command: name, operands, flags, terminal, toolkit });
    return { code, ...shown };
  } catch (error) {
    const code = reportError(error, terminal, command.usageCode);
    return { code, ...shown };
  }
}

function readTree(folder: string): Tree {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  return Object.fromEntries(
    entries
      .map((entry): readonly [string, string | null] => {
        const path = join(entry.parentPath, entry.name);
        return [path.slice(folder.length + 1), entry.isFile() ? readFileSync(path, 'utf8') : null];
      })
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}

/** Whether a file still waits for its place: a process that was killed has left it. */
export function isLeftover(path: string): boolean {
  return /(^|\/)\.archc-\d+-[^/]*$/.test(path);
}
