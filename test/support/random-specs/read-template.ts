import { isMapping } from '../../../compiler/spec/path.ts';
import { readYamlWith } from '../yaml/read-yaml.ts';

/** A template as a reader that is not ours understands it. `!Ref Vpc` is `{ '!Ref': 'Vpc' }`. */
export interface ReadTemplate {
  readonly Description?: string;
  readonly Parameters?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, ReadResource>>;
  readonly Outputs?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface ReadResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

export async function readTemplate(text: string): Promise<ReadTemplate> {
  return (await readYamlWith('js-yaml', text)) as ReadTemplate;
}

/** Every value inside, with the keys that lead to it. */
export function visitValues(
  value: unknown,
  visit: (value: unknown, path: readonly string[]) => void,
  path: readonly string[] = [],
): void {
  visit(value, path);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) visitValues(child, visit, [...path, key]);
}

/** What CloudFormation makes of a value without references: `!Join` is evaluated, anything else stays. */
export function joined(value: unknown): unknown {
  if (!isMapping(value) || !Array.isArray(value['!Join'])) return value;
  const [separator, parts] = value['!Join'] as unknown as readonly [string, readonly unknown[]];
  return parts.map(joined).join(separator);
}
