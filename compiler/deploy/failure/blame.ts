import { originOf, originsIn } from '../../change/origin.ts';
import type { TemplateResource } from '../../change/origin.ts';
import type { SpecPath } from '../../spec/path.ts';
import { entryOf, visit } from '../../template/node.ts';
import type { DeployContext } from '../plan/deploy-context.ts';

/**
 * The part of the spec that most likely caused AWS's message about a resource: the longest bound value that the
 * message quotes, or else the innermost property that it names, or else the part that the whole resource comes from.
 */
export function blame(reason: string, resource: TemplateResource, context: DeployContext): SpecPath {
  const fallback = originOf(resource, context);
  if (!resource.node) return fallback;
  let quoted: { readonly value: string; readonly from: SpecPath } | undefined;
  let named: { readonly depth: number; readonly from: SpecPath } | undefined;
  visit(resource.node, (node, path) => {
    const { from } = node;
    if (!from || node.kind !== 'scalar') return;
    const value = String(node.value);
    if (value.length > Math.max(1, quoted?.value.length ?? 0) && hasWord(reason, value)) {
      quoted = { value, from };
    }
    const depth = path.findLastIndex(
      (step) => typeof step === 'string' && step.length > 4 && hasWord(reason, step),
    );
    if (depth > 0 && depth > (named?.depth ?? 0)) named = { depth, from };
  });
  return (quoted ?? named)?.from ?? fallback;
}

/** The part of the spec behind a property, by its path inside the resource. */
export function blameProperty(
  path: readonly string[],
  resource: TemplateResource,
  context: DeployContext,
): SpecPath {
  let { node } = resource;
  let nearest: SpecPath | undefined;
  for (const step of path) {
    node = node?.kind === 'list' ? node.items[Number(step)] : entryOf(node, step);
    nearest = node?.from ?? nearest;
  }
  const [inside] = node ? originsIn(node) : [];
  return nearest ?? inside ?? originOf(resource, context);
}

/** Whether the text contains it as a separate word: `160` does not contain `16`. */
function hasWord(text: string, word: string): boolean {
  const literal = word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return new RegExp(`(?<!\\w)${literal}(?!\\w)`, 'i').test(text);
}
