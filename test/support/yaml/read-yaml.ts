import { missingPythonTools } from '../python-tools.ts';
import { missingGoYaml, readWithGoYaml } from './read-yaml-go-yaml.ts';
import { readWithJsYaml } from './read-yaml-js-yaml.ts';
import { readWithPyYaml } from './read-yaml-pyyaml.ts';
import { readWithYaml } from './read-yaml-yaml.ts';

/** Readers of YAML 1.1 and 1.2, and one that takes something from both. */
export const yamlReaders = ['yaml 1.1', 'yaml 1.2', 'js-yaml', 'PyYAML', 'go-yaml'] as const;
export type YamlReader = (typeof yamlReaders)[number];

/**
 * A document's value as the reader understands it. Tags are kept: `!Ref Vpc` is `{ '!Ref': 'Vpc' }`. What JSON lacks
 * is marked, such as a date, binary data or a key that is not a string. Rejects when the reader reports an error or a
 * warning.
 */
export async function readYamlWith(reader: YamlReader, text: string): Promise<unknown> {
  switch (reader) {
    case 'yaml 1.1':
      return readWithYaml(text, '1.1');
    case 'yaml 1.2':
      return readWithYaml(text, '1.2');
    case 'js-yaml':
      return readWithJsYaml(text);
    case 'PyYAML':
      return readWithPyYaml(text);
    case 'go-yaml':
      return readWithGoYaml(text);
  }
}

/** Why one of the readers is missing, for needs(); `undefined` when all are there. */
export function missingReader(readers: readonly YamlReader[] = yamlReaders): string | undefined {
  return (
    (readers.includes('PyYAML') ? missingPythonTools() : undefined) ??
    (readers.includes('go-yaml') ? missingGoYaml() : undefined)
  );
}
