import { entryOf, resourcesOf, textOf } from '../../template/node.ts';
import type { TemplateNode } from '../../template/node.ts';
import { toPlain } from '../../template/plain.ts';
import { referencesIn } from '../../template/references.ts';
import type { Template } from '../../template/template.ts';

/** Which resources of a template refer to which others: by logical id, each in the order of the template. */
export interface Uses {
  readonly uses: ReadonlyMap<string, readonly string[]>;
  readonly usedBy: ReadonlyMap<string, readonly string[]>;
}

export function usesOf({ root }: Template): Uses {
  const resources = resourcesOf(root);
  const ids = new Set(resources.map(({ key }) => key));
  const uses = new Map(
    resources.map(({ key, value }) => [key, namesIn(value).filter((name) => ids.has(name) && name !== key)]),
  );
  const users = (id: string) => [...uses].filter(([, names]) => names.includes(id)).map(([key]) => key);
  return { uses, usedBy: new Map([...ids].map((id) => [id, users(id)])) };
}

function namesIn(resource: TemplateNode): readonly string[] {
  const waits = entryOf(resource, 'DependsOn');
  const before = waits?.kind === 'list' ? waits.items : [waits];
  const names = referencesIn(toPlain(resource)).map(({ name }) => name);
  return [...new Set([...names, ...before.flatMap((each) => textOf(each) ?? [])])];
}
