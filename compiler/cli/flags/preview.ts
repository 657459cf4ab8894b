import { text } from './flag.ts';
import { anyText, matching, wrongValue } from './word.ts';
import type { Word } from './word.ts';

const written = matching('NAME', /^[A-Za-z0-9](?:-?[A-Za-z0-9])*$/, {
  is: 'is not the name of a preview',
  write: 'letters and digits with single hyphens between them, such as PR-123',
});

/** The name of a preview as it stands in names of stacks and domains: in lower case. */
export const previewName: Word<string> = {
  ...written,
  parse: (given, flag) => written.parse(given, flag).toLowerCase(),
};

/** The names of previews that begin alike, as a policy allows them: the part before the star. */
export const previewNames: Word<string> = {
  name: 'NAMES',
  parse: (given, flag) => {
    if (/^(?:[A-Za-z0-9](?:-?[A-Za-z0-9])*-?)?\*$/.test(given)) return given.slice(0, -1).toLowerCase();
    throw wrongValue(given, flag, {
      is: 'is not how the names of previews begin',
      write: "it with a star in quotes, such as 'PR-*', or '*' for all",
    });
  },
};

/** The flag --preview, for commands that work on one preview of a spec. */
export const previewFlag = text(previewName, 'a preview of the spec, by this name, such as PR-123');

/** The flag --from, for commands that work on previews. */
export const fromFlag = text(anyText('NAME'), 'the environment that the preview is of');
