import { readWithJsYaml } from './read-yaml-js-yaml.ts';
import { readWithPyYaml } from './read-yaml-pyyaml.ts';
import { readWithYaml } from './read-yaml-yaml.ts';

/** YAML 1.1 and 1.2 each by two makers' readers. */
export const yamlReaders = ['yaml 1.1', 'yaml 1.2', 'js-yaml', 'PyYAML'] as const;
export type YamlReader = (typeof yamlReaders)[number];

/**
 * The value of a document as the reader understands it, with tags kept: `!Ref Vpc` is `{ '!Ref': 'Vpc' }`. What JSON lacks
 * stands out: a date, binary data, a key that is no string. Rejects what the reader refuses, and what it warns of.
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
