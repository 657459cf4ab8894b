import { readAmbiguous, readAmbiguousKey } from '../../../compiler/phases/ambiguous-scalar.ts';
import { parse } from '../../../compiler/phases/parse.ts';
import type { SpecNode, SpecTree } from '../../../compiler/spec/model.ts';
import { readYamlWith, yamlReaders } from './read-yaml.ts';

/** What archc reads, when no part of it is refused for its form alone, whatever the schema says. */
export function readByForm(text: string): SpecTree | undefined {
  const outcome = parse({ name: 'spec.yaml', bytes: Buffer.from(text) });
  if (!outcome.ok) return undefined;
  const isClear = (node: SpecNode, data: unknown): boolean =>
    typeof data === 'string' && !/^[\u0020-\u007e]*$/.test(data)
      ? false
      : [...node.children].every(([step, { key, node: child }]) => {
          const written = outcome.value.text.slice(child.range.start, child.range.end);
          const name = outcome.value.text.slice(key.start, key.end);
          if (typeof step === 'string' && (readAmbiguousKey(name) ?? !/^[\u0020-\u007e]*$/.test(step)))
            return false;
          const isEmpty = typeof step === 'string' && child.range === key;
          if (child.children.size === 0 && !isEmpty && readAmbiguous(written)) return false;
          return isClear(child, (data as Record<string | number, unknown>)[step]);
        });
  const { data } = outcome.value;
  if (typeof data !== 'object' || data === null) return undefined;
  return isClear(outcome.value.root, outcome.value.data) ? outcome.value : undefined;
}

/** The readers that don't read the same data; one that reports an error doesn't. */
export async function dissenters(text: string, data: unknown): Promise<readonly string[]> {
  const wanted = JSON.stringify(sorted(data));
  const found = await Promise.all(
    yamlReaders.map(async (reader) => {
      const read = await readYamlWith(reader, text).then(
        (value) => JSON.stringify(sorted(value)),
        (error: unknown) => `an error: ${(error as Error).message}`,
      );
      return read === wanted ? [] : [`${reader} reads ${read}, not ${wanted}`];
    }),
  );
  return found.flat();
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, sorted(each)] as const);
  return entries.sort(([a], [b]) => (a < b ? -1 : 1));
}
