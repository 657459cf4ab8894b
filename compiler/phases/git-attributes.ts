import type { Artifact } from './results.ts';

export const attributesName = '.gitattributes';

/**
 * Keeps the line ends of the files beside it: git for Windows would give build.sh others (`core.autocrlf`), which bash
 * can't read. Only a command that writes into a folder has it. It also says from which spec the files come, as a path
 * from their folder, so that another spec of the same name does not replace them.
 */
export function gitAttributes(spec?: string): Artifact {
  const text =
    '# Whatever core.autocrlf says, git leaves the files of this folder as archc writes them.\n* text=auto eol=lf\n';
  const origin = spec === undefined ? '' : `${originMark}${spec}\n`;
  return { name: attributesName, text: `${text}${origin}`, executable: false };
}

const originMark = '# Compiled from ';

/** The spec that such a file names. */
export function originIn(attributes: string): string | undefined {
  return attributes
    .split(/\r?\n/)
    .find((line) => line.startsWith(originMark))
    ?.slice(originMark.length);
}
