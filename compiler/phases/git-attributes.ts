import type { Artifact } from './results.ts';

/**
 * Keeps the line ends of the files beside it: git for Windows would give build.sh others (`core.autocrlf`), which bash
 * can't read. Only a command that writes into a folder has it.
 */
export const gitAttributes: Artifact = {
  name: '.gitattributes',
  text: '# Whatever core.autocrlf says, git leaves the files of this folder as archc writes them.\n* text=auto eol=lf\n',
  executable: false,
};
