import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { options } from '../../templates/options/registry.ts';
import { runtimes } from '../../templates/runtimes/registry.ts';
import { editorSchema } from '../explain/editor-schema.ts';
import { printSchema } from '../explain/print-schema.ts';
import type { Schema } from '../spec/schema.ts';
import type { TemplateNode } from '../template/node.ts';
import { readFragment } from '../template/read.ts';
import { hasRules } from '../phases/rank-rules.ts';
import { assembleSchema } from './schema/assemble-schema.ts';
import { makeExamples } from './pages/examples.ts';
import { inlineHandlers } from './inline-handlers.ts';
import { makeTypes } from './schema/make-types.ts';
import { makeValidator } from './schema/make-validator.ts';
import { markConstant } from './mark-constant.ts';
import { readFragments, readPage, readSchema } from './read-module.ts';
import { projectFolder } from './project-folder.ts';
import { makeAssets, readDecisions } from './report-page.ts';
import { compileScript, scriptTypes } from './script.ts';

const templates = join(projectFolder, 'templates');
const pipelines = join(templates, 'ci');
const generated = join(projectFolder, 'build', 'generated');

/** The text of schema/archc.schema.json, as `archc schema` prints it. */
export function schemaText(): string {
  return printSchema(editorSchema(fullSchema()));
}

/** Writes the files of build/generated. */
export async function generate(): Promise<void> {
  const files = await generatedFiles();
  mkdirSync(generated, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(generated, name), text);
}

/** The files of build/generated, by name: everything the compiler needs that no user's spec changes. */
export async function generatedFiles(): Promise<Readonly<Record<string, string>>> {
  const schema = fullSchema();
  const choices = [
    ...runtimes.map(({ name }) => ({ name, folder: join(templates, 'runtimes', name) })),
    ...options.map(({ name }) => ({ name, folder: join(templates, 'options', name) })),
  ];
  const modules = [
    // The base's code is in templates/base, its fragments are beside that folder: in templates/shared and
    // templates/backend.
    { name: 'base', folder: templates, code: join(templates, 'base') },
    ...choices.map(({ name, folder }) => ({ name, folder, code: folder })),
  ];
  const readmes = Object.fromEntries(choices.map(({ name, folder }) => [name, readPage(folder)]));
  const fragments = modules.map(({ name, folder, code }) =>
    inlineHandlers(readFragments(folder, name), join(code, 'handlers')),
  );
  const all = mapValues(mergeDistinct(await Promise.all(fragments)), markConstant);
  const ruleless = Object.keys(all).filter((name) => !hasRules(all[name]));
  return {
    'spec.ts': await makeTypes(schema, 'Spec'),
    'resolved-spec.ts': await makeTypes(schema, 'ResolvedSpec'),
    'validator.cjs': makeValidator(schema),
    'validator.d.cts': validatorTypes,
    'build-script.js': await compileScript(),
    'build-script.d.ts': scriptTypes,
    'schema.ts': dataModule('schema', 'Schema', '../../compiler/spec/schema.ts', schema),
    'fragments.ts': `${recordModule('fragments', 'TemplateNode', '../../compiler/template/node.ts', all)}
/** Those without a rule for a web ACL. */
export const ruleless: ReadonlySet<string> = new Set(${JSON.stringify(ruleless)});
`,
    'resource-types.ts': lazyModule(
      'readResourceTypes',
      'ResourceTypes',
      '../../compiler/diff/effects.ts',
      resourceTypes(),
    ),
    'examples.ts': lazyModule(
      'readExamples',
      'Examples',
      '../../compiler/explain/example.ts',
      makeExamples(join(projectFolder, 'test', 'errors')),
    ),
    'readmes.ts': recordModule('readmes', 'string', undefined, readmes),
    'workflows.ts': recordModule('workflows', 'string', undefined, readWorkflows()),
    'report-page.ts': lazyModule('readReportPage', 'PageParts', '../../compiler/report/model/model.ts', {
      assets: await makeAssets(),
      decisions: readDecisions(),
    }),
    'version.ts': `export const version = ${JSON.stringify(readVersion())};\n`,
    'bootstraps.ts': lazyModule(
      'readBootstraps',
      'Bootstraps',
      '../../compiler/policy/pipeline.ts',
      readBootstraps(),
    ),
  };
}

function fullSchema(): Schema {
  const named = (kind: string) => (module: { readonly name: string }) => ({
    name: module.name,
    schema: readSchema(join(templates, kind, module.name, 'schema.json')),
  });
  const spec = readSchema(join(projectFolder, 'schema', 'spec.schema.json'));
  return assembleSchema(spec, runtimes.map(named('runtimes')), options.map(named('options')));
}

function mapValues<T>(
  record: Readonly<Record<string, T>>,
  map: (value: T) => T,
): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

/** Merges mappings. Throws when two of them have the same name. */
function mergeDistinct<T>(parts: readonly Readonly<Record<string, T>>[]): Readonly<Record<string, T>> {
  const entries = parts.flatMap((part) => Object.entries(part));
  const merged = Object.fromEntries(entries);
  if (Object.keys(merged).length < entries.length) throw new Error('two modules have something of one name');
  return merged;
}

function readVersion(): string {
  const manifest = readFileSync(join(projectFolder, 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { readonly version: string }).version;
}

/** The texts of the workflows, by the path of the file without its extension: `github/archc-check`. */
function readWorkflows(): Readonly<Record<string, string>> {
  const files = ['github', 'gitlab'].flatMap((service) =>
    readdirSync(join(pipelines, service)).map((file) => `${service}/${file}`),
  );
  return Object.fromEntries(
    files
      .filter((file) => file.endsWith('.yml'))
      .map((file) => [file.replace(/\.yml$/, ''), readFileSync(join(pipelines, file), 'utf8')]),
  );
}

/** The templates with the roles of a pipeline, by the service that runs it. */
function readBootstraps(): Readonly<Record<string, TemplateNode>> {
  return Object.fromEntries(
    ['github', 'gitlab'].map((service) => {
      const file = join(pipelines, service, 'bootstrap.yaml');
      return [service, readFragment(readFileSync(file, 'utf8'), file)];
    }),
  );
}

const validatorTypes = `import type { Validator } from '../../compiler/spec/validator.ts';

declare const validate: Validator;
export = validate;
`;

function resourceTypes(): unknown {
  return JSON.parse(readFileSync(join(projectFolder, 'compiler', 'diff', 'resource-types.json'), 'utf8'));
}

/** A module whose data is parsed when its function is called, as few commands do. */
function lazyModule(name: string, type: string, from: string, data: unknown): string {
  const text = JSON.stringify(JSON.stringify(data));
  return `import type { ${type} } from '${from}';\n\nexport const ${name} = () => JSON.parse(${text}) as ${type};\n`;
}

/** A module whose data is parsed when it is loaded: engines read JSON text faster than the same data as code. */
function dataModule(name: string, type: string, from: string, data: unknown): string {
  const text = JSON.stringify(JSON.stringify(data));
  return `import type { ${type} } from '${from}';\n\nexport const ${name} = JSON.parse(${text}) as ${type};\n`;
}

/**
 * A module with a record whose values are parsed when they are first read. Each text stands in a function of its own: V8's
 * compiled form has no text of a function that was never called.
 */
function recordModule(name: string, type: string, from: string | undefined, data: object): string {
  const texts = Object.entries(data).map(
    ([key, value]) => `  ${JSON.stringify(key)}: () => ${JSON.stringify(JSON.stringify(value))},`,
  );
  return [
    "import { parsedWhenRead } from '../../compiler/spec/parsed-when-read.ts';",
    ...(from === undefined ? [] : [`import type { ${type} } from '${from}';`]),
    '',
    `export const ${name} = parsedWhenRead<${type}>({`,
    ...texts,
    '});',
    '',
  ].join('\n');
}
