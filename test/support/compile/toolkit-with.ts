import { fileURLToPath } from 'node:url';
import { assembleSchema } from '../../../compiler/build/schema/assemble-schema.ts';
import type { Named } from '../../../compiler/build/schema/assemble-schema.ts';
import { compileValidator } from '../../../compiler/build/schema/make-validator.ts';
import { readFragments, readSchema } from '../../../compiler/build/read-module.ts';
import type { Module, Toolkit } from '../../../compiler/modules/module.ts';
import { toolkit } from '../../../compiler/toolkit.ts';

/**
 * The real compiler with additional options for tests. Each is a folder in test/modules/options, and a module that is
 * passed.
 */
export function toolkitWith(...added: readonly Module[]): Toolkit {
  const folder = (name: string) => fileURLToPath(new URL(`../../modules/options/${name}`, import.meta.url));
  const named = (kind: string, name: string): Named => ({
    name,
    schema: readSchema(`templates/${kind}/${name}/schema.json`),
  });
  const schema = assembleSchema(
    readSchema('schema/spec.schema.json'),
    toolkit.runtimes.map(({ name }) => named('runtimes', name)),
    [
      ...toolkit.options.map(({ name }) => named('options', name)),
      ...added.map(({ name }) => ({ name, schema: readSchema(`${folder(name)}/schema.json`) })),
    ],
  );
  const fragments = added.map(({ name }) => readFragments(folder(name), name));
  return {
    ...toolkit,
    schema,
    validator: compileValidator(schema),
    options: [...toolkit.options, ...added],
    fragments: Object.assign({}, toolkit.fragments, ...fragments) as Toolkit['fragments'],
  };
}
