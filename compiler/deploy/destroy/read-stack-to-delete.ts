import type { Aws } from '../../aws/aws.ts';
import { readTemplate } from '../../template/read.ts';
import type { StackKind } from '../../template/template.ts';
import { readDatabase } from '../status/database.ts';
import type { StackToDelete } from './plan.ts';

/** Reads what planning a deletion needs to know about a stack. It may not exist. */
export async function readStackToDelete(aws: Aws, kind: StackKind, name: string): Promise<StackToDelete> {
  const stack = await aws.describeStack(name);
  if (!stack) {
    return { kind, name, stack, resources: [], template: undefined, imports: {}, database: undefined };
  }
  const all = await aws.listResources(name);
  const resources = all.filter(({ status }) => status !== 'DELETE_COMPLETE');
  // A stack whose first change set was never executed has no template.
  const text = stack.status === 'REVIEW_IN_PROGRESS' ? '' : await aws.readTemplate(name);
  const imports: Record<string, string[]> = {};
  for (const { key, exportName } of stack.outputs) {
    if (exportName === undefined) continue;
    for (const importer of await aws.listImports(exportName)) (imports[importer] ??= []).push(key);
  }
  return {
    kind,
    name,
    stack,
    resources,
    template: readTemplate(text),
    imports,
    database: await readDatabase(aws.call, resources),
  };
}
