import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { archcCommand } from '../built.ts';
import { runProcess } from '../terminal/run-process.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * The two templates of specs/todo.yaml on a runtime and after an edit, if there is one, as the built command compiles
 * them.
 */
export async function compileEdited(
  edit?: (spec: string) => string,
  runtime = 'appRunner',
): Promise<{ shared: string; backend: string }> {
  const original = chooseRuntime(await readFile(path.join(root, 'specs/todo.yaml'), 'utf8'), runtime);
  const edited = edit ? edit(original) : original;
  if (edit && edited === original) throw new Error('The edit changes nothing in specs/todo.yaml');
  const folder = await mkdtemp(path.join(tmpdir(), 'archc-edited-'));
  try {
    const spec = path.join(folder, 'todo.yaml');
    await writeFile(spec, edited);
    const command = [archcCommand, 'compile', spec, '-o', folder];
    const { code, stderr } = await runProcess(process.execPath, command);
    if (code !== 0) throw new Error(`The edited spec does not compile:\n${stderr}`);
    const read = (name: string) => readFile(path.join(folder, 'todo', name), 'utf8');
    return { shared: await read('shared.yaml'), backend: await read('backend.yaml') };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Changes a spec to another runtime: the one setting is enough. */
export function chooseRuntime(spec: string, runtime: string): string {
  return spec.replace('runtime: appRunner', `runtime: ${runtime}`);
}
