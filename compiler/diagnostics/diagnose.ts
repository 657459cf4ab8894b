import type { Range, SpecTree } from '../spec/model.ts';
import { valueAt } from '../spec/path.ts';
import type { SpecPath } from '../spec/path.ts';
import { catalogue } from './catalogue.ts';
import { completeCommands } from './commands.ts';
import type { Diagnostic, Finding } from './diagnostic.ts';
import { inReadingOrder, linesOf, locate, placeOf } from './place.ts';
import { inBrief } from './quote.ts';
import { specWords } from './shell-quote.ts';

/** Gives each finding its file, line and column. */
export function diagnose(tree: SpecTree, findings: readonly Finding[]): readonly Diagnostic[] {
  if (findings.length === 0) return [];
  const lines = linesOf(tree.text);
  const region = valueAt(tree.data, ['region']);
  const spec = specWords(tree);
  const diagnostics = findings.map(
    ({ code, path, message, hint, at, range, conceals, related }): Diagnostic => ({
      code,
      severity: catalogue[code].severity,
      file: tree.name,
      place: placeOf(lines, range ?? locateIn(tree, path, at)),
      message: inBrief(message),
      ...(hint === undefined ? {} : { hint: completeCommands(inBrief(hint), { spec, region }) }),
      ...(conceals && { concealed: placeOf(lines, locate(tree, path)) }),
      ...(related && {
        related: { place: placeOf(lines, locate(tree, related.path, 'key')), message: related.message },
      }),
    }),
  );
  return inReadingOrder(diagnostics);
}

/** What a spec lacks altogether is missing in its environment, perhaps in no other one. */
function locateIn(tree: SpecTree, path: SpecPath, at: Finding['at']): Range {
  const { environment, root, overlay } = tree;
  const [first] = path;
  const isLacking = first !== undefined && !root.children.has(first) && !overlay?.children.has(first);
  return environment && isLacking ? environment.key : locate(tree, path, at);
}
