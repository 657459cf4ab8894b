import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { archcCommand } from '../built.ts';
import type { MiniStack } from '../local-aws/mini-stack.ts';
import { runProcess } from './run-process.ts';
import type { ProcessResult } from './run-process.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Runs the built command with a local AWS, without a terminal. */
export function runArchc({ env }: MiniStack, ...args: readonly string[]): Promise<ProcessResult> {
  return runProcess(process.execPath, [archcCommand, ...args], { env, cwd: root });
}

/** Writes specs/todo.yaml, edited, to a file; resolves to its path. */
export async function writeSpec(
  folder: string,
  edit: (spec: string) => string = (spec) => spec,
): Promise<string> {
  const file = path.join(folder, 'todo.yaml');
  await writeFile(file, edit(await readFile(path.join(root, 'specs/todo.yaml'), 'utf8')));
  return file;
}
