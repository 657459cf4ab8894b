import { fileURLToPath } from 'node:url';
import { openEditor } from './open-editor.ts';
import type { Editor } from './open-editor.ts';

const project = fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/, '');

/** The first line of a spec in a folder beside `schema/`. */
export const modeline = '# yaml-language-server: $schema=../schema/archc.schema.json\n';

/** An editor on this project for all tests of a suite. */
export function useEditor(): Editor {
  let editor: Editor | undefined;
  before(async () => {
    editor = await openEditor(project);
  });
  after(async () => {
    await editor?.close();
  });
  const opened = () => {
    if (!editor) throw new Error('the editor is open in tests only');
    return editor;
  };
  return {
    complete: (...args) => opened().complete(...args),
    hover: (...args) => opened().hover(...args),
    diagnose: (...args) => opened().diagnose(...args),
    close: () => opened().close(),
  };
}
