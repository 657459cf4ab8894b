import type { Edit, Finding } from '../diagnostics/diagnostic.ts';
import type { SpecPath } from '../spec/path.ts';
import { eitherOf } from './edits.ts';

/** Reports a setting that the spec has, and that nothing comes of. `others` are edits with which it would act. */
export function withoutEffect(
  path: SpecPath,
  because: string,
  { others = [], cause }: { readonly others?: readonly Edit[]; readonly cause?: SpecPath } = {},
): Finding {
  const name = String(path.at(-1));
  return {
    code: 'without-effect',
    path,
    at: 'key',
    message: `"${name}" has no effect: ${because}`,
    ...eitherOf('', [{ path, value: undefined, words: `remove "${name}"` }, ...others]),
    ...(cause && { related: { path: cause, message: `"${String(cause.at(-1))}" is here` } }),
  };
}
