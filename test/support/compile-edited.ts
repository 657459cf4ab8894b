import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runProcess } from './run-process.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The two templates of specs/todo.yaml after an edit, as the built command compiles them. */
export async function compileEdited(
  edit: (spec: string) => string,
): Promise<{ shared: string; backend: string }> {
  const original = await readFile(path.join(root, 'specs/todo.yaml'), 'utf8');
  const edited = edit(original);
  if (edited === original) throw new Error('The edit changes nothing in specs/todo.yaml');
  const folder = await mkdtemp(path.join(tmpdir(), 'archc-edited-'));
  try {
    const spec = path.join(folder, 'todo.yaml');
    await writeFile(spec, edited);
    const command = [path.join(root, 'build/archc.cjs'), 'compile', spec, '-o', folder];
    const { code, stderr } = await runProcess(process.execPath, command);
    if (code !== 0) throw new Error(`The edited spec does not compile:\n${stderr}`);
    const read = (name: string) => readFile(path.join(folder, 'todo', name), 'utf8');
    return { shared: await read('shared.yaml'), backend: await read('backend.yaml') };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
