import { readWithJsYaml } from './read-yaml-js-yaml.ts';
import { readWithPyYaml } from './read-yaml-pyyaml.ts';
import { readWithYaml } from './read-yaml-yaml.ts';

/** Readers of YAML 1.1 and 1.2, from two makers each. */
export const yamlReaders = ['yaml 1.1', 'yaml 1.2', 'js-yaml', 'PyYAML'] as const;
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
  }
}
