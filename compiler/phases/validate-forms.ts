import type { Finding } from '../diagnostics/diagnostic.ts';
import { hintOf } from '../diagnostics/offer.ts';
import type { Range, SpecNode, SpecTree } from '../spec/model.ts';
import type { SpecPath } from '../spec/path.ts';
import { schemaAt } from '../spec/schema.ts';
import type { Schema } from '../spec/schema.ts';
import { readAmbiguous, readAmbiguousKey } from './ambiguous-scalar.ts';
import type { Ambiguous } from './ambiguous-scalar.ts';
import { examplesFor, numberOffer, textOffer } from './validate-offers.ts';
import { nameOf } from './validate-words.ts';

/**
 * Keys and values without quotes that two readers of YAML could understand differently. Where the schema has refused
 * the same value, its finding is left out.
 */
export function withForms(tree: SpecTree, schema: Schema, found: readonly Finding[]): readonly Finding[] {
  const forms: Finding[] = [];
  collect(tree.root, [], { tree, schema }, forms);
  const named = new Set(forms.filter(({ at }) => at !== 'key').map(({ path }) => JSON.stringify(path)));
  return [...found.filter(({ path, at }) => at === 'key' || !named.has(JSON.stringify(path))), ...forms];
}

interface Spec {
  readonly tree: SpecTree;
  readonly schema: Schema;
}

function collect(node: SpecNode, path: SpecPath, spec: Spec, forms: Finding[]): void {
  for (const [step, child] of node.children) {
    const below = [...path, step];
    if (typeof step === 'string') forms.push(...keyFindings(child.key, below, spec));
    forms.push(...valueFindings(child.node.range, below, spec));
    collect(child.node, below, spec, forms);
  }
}

/** Only where the user chooses the keys: of any other, the schema says that it is unknown. */
function keyFindings(range: Range, path: SpecPath, { tree, schema }: Spec): Finding[] {
  const written = tree.text.slice(range.start, range.end);
  const ambiguous = readAmbiguousKey(written);
  if (!ambiguous || !schemaAt(schema, path.slice(0, -1), tree.data).propertyNames) return [];
  const message = `Without quotes, YAML readers may take the key "${written}" for ${ambiguous.kind}`;
  return [{ code: 'ambiguous-value', path, at: 'key', message, hint: `Put it in quotes: "${written}"` }];
}

function valueFindings(range: Range, path: SpecPath, { tree, schema }: Spec): Finding[] {
  const written = tree.text.slice(range.start, range.end);
  const ambiguous = readAmbiguous(written);
  if (!ambiguous) return [];
  const rule = schemaAt(schema, path, tree.data);
  const words = wordsFor(written, ambiguous, {
    path,
    rule,
    examples: examplesFor({ path, root: schema, tree }),
  });
  return words ? [{ code: 'ambiguous-value', path, ...words }] : [];
}

/** Nothing where the value has another type than the setting: the schema says that. */
function wordsFor(
  written: string,
  { kind, meanings }: Ambiguous,
  place: { readonly path: SpecPath; readonly rule: Schema; readonly examples: readonly unknown[] },
): Pick<Finding, 'message' | 'hint' | 'offer'> | undefined {
  const { path, rule } = place;
  const { type } = rule;
  // A word of the setting's own, such as "off", can mean nothing else here.
  if (rule.enum?.includes(written)) return undefined;
  if (type === 'string') {
    return {
      message: `Without quotes, YAML readers may take "${written}" for ${kind}`,
      ...hintOf(textOffer(place, written)),
    };
  }
  if (type === 'boolean' && kind === 'true or false') {
    return {
      message: `Not every YAML reader takes "${written}" for true or false`,
      hint: `Write ${meanings.join()}`,
    };
  }
  if ((type !== 'integer' && type !== 'number') || kind !== 'a number') return undefined;
  return {
    message: `The value of ${nameOf(path)}, ${written}, is not a plain decimal number`,
    ...hintOf(numberOffer(path, meanings)),
  };
}
