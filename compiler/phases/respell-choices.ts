import { withoutLookAlikes } from '../diagnostics/characters.ts';
import { nearest } from '../diagnostics/suggest.ts';
import { withValue } from '../spec/edit-tree.ts';
import type { SpecTree } from '../spec/model.ts';
import { childAt, valueAt } from '../spec/path.ts';
import type { SpecPath } from '../spec/path.ts';
import { branchesOf, unbranchedAt } from '../spec/schema.ts';
import type { Schema } from '../spec/schema.ts';
import type { SchemaError } from '../spec/validator.ts';
import type { Respelt } from './respell.ts';
import { findingsOf } from './validate-schema.ts';

/**
 * A misspelt value that decides which settings there are, such as a runtime, counts as the one that is near to it: the
 * settings beside it are judged by that, and not it by them. `errors` are what the schema has against the spec.
 */
export function respellChoices(tree: SpecTree, schema: Schema, errors: readonly SchemaError[]): Respelt {
  const wrong = errors.filter(({ keyword }) => keyword === 'enum');
  return wrong
    .flatMap((error) => findingsOf(error, tree, schema))
    .reduce<Respelt>(
      (respelt, { offer: _, ...finding }) => {
        const { path } = finding;
        const meant = meantChoice(path, valueAt(tree.data, path), { tree, schema });
        if (meant === undefined) return respelt;
        return {
          tree: withValue(respelt.tree, path, meant, childAt(tree.root, path)),
          findings: [...respelt.findings, { ...finding, hint: `Did you mean "${meant}"?` }],
        };
      },
      { tree, findings: [] },
    );
}

function meantChoice(
  path: SpecPath,
  value: unknown,
  { tree, schema }: { readonly tree: SpecTree; readonly schema: Schema },
): string | undefined {
  const branches = branchesOf(schema, unbranchedAt(schema, path.slice(0, -1), tree.data));
  if (!branches || typeof value !== 'string' || branches.property !== path.at(-1)) return undefined;
  const [meant, ...others] = nearest(withoutLookAlikes(value), [...branches.schemas.keys()]);
  return others.length === 0 ? meant : undefined;
}
