import { text } from './flag.ts';
import { anyText, matching } from './word.ts';
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

/** The flag --preview, for commands that work on one preview of a spec. */
export const previewFlag = text(previewName, 'a preview of the spec, by this name, such as PR-123');

/** The flag --from, for commands that work on previews. */
export const fromFlag = text(anyText('NAME'), 'the environment that the preview is of', {
  notWith: 'environment',
});
