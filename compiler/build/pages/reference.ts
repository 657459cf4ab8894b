import type { Code, Severity } from '../../diagnostics/catalogue.ts';
import { introduce } from '../../explain/example.ts';
import type { Example, Examples } from '../../explain/example.ts';
import { withCopies } from '../../explain/copies.ts';
import { feedsOf, origins, withRuntime } from '../../explain/feeds.ts';
import { defaultsOf, facts } from '../../explain/setting.ts';
import type { Toolkit } from '../../modules/module.ts';
import { dereference } from '../../spec/schema.ts';
import type { Schema } from '../../spec/schema.ts';
import type { Named } from '../schema/assemble-schema.ts';

interface Setting {
  readonly path: string;
  readonly schema: Schema;
  readonly required: boolean;
}

/** docs/reference.md: every setting of the spec, then those of each runtime and option. */
export function referencePage(written: Toolkit, runtimes: readonly Named[]): string {
  const toolkit = withCopies(written);
  const { schema } = toolkit;
  const known = origins(toolkit);
  const show = (settings: readonly Setting[], on: Toolkit = toolkit) =>
    settings
      .map((setting) => {
        const { path, schema } = setting;
        const fed = schema.properties ? [] : feedsOf(path, on, known);
        return entryOf(setting, fed, schema.defaultBy ? defaultsOf(path, toolkit.runtimes, toolkit) : []);
      })
      .join('\n');
  const own = new Set(runtimes.flatMap((runtime) => Object.keys(runtime.schema.properties ?? {})));
  const service = schema.definitions?.[`${runtimes[0]?.name ?? ''}Service`] ?? {};
  const options = schema.properties?.['options']?.properties ?? {};
  const schemas = new Map(runtimes.map((runtime) => [runtime.name, runtime.schema]));
  const common: Schema = {
    ...service,
    properties: Object.fromEntries(Object.entries(service.properties ?? {}).filter(([key]) => !own.has(key))),
  };
  const general = { ...schema, definitions: { ...schema.definitions, service: common } };
  const withoutOptions = settingsOf(general, general).filter(({ path }) => !path.startsWith('options.'));
  return [
    '# Reference of all settings',
    '',
    'Generated from the schema of the spec (`npm run update`). Paths are dotted: `shared.vpcCidr` is the key `vpcCidr`',
    'under `shared`. A setting is optional unless it says *required*; that holds when the mapping around it is written.',
    '"Feeds" names the resources into which the value goes. `archc explain PATH` shows the same on the command line.',
    '',
    '## The spec',
    '',
    show(withoutOptions),
    ...toolkit.runtimes.flatMap((runtime) => {
      const { name } = runtime;
      const its = schemas.get(name) ?? {};
      return [
        `## Runtime \`${name}\``,
        '',
        `${its.description ?? ''} These settings stand under \`backend.service\` with \`runtime: ${name}\`.`,
        '',
        show(settingsOf(schema, its, 'backend.service.'), withRuntime(toolkit, runtime)),
      ];
    }),
    ...Object.entries(options).flatMap(([name, its]) => [
      `## Option \`${name}\``,
      '',
      show(settingsOf(schema, { properties: { [name]: its } }, 'options.')),
    ]),
  ].join('\n');
}

function settingsOf(root: Schema, schema: Schema, prefix = ''): readonly Setting[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, child]) => {
    const plain = dereference(root, child);
    const path = `${prefix}${key}`;
    const required = schema.required?.includes(key) ?? false;
    return [{ path, schema: plain, required }, ...settingsOf(root, plain, `${path}.`)];
  });
}

function entryOf(
  { path, schema, required }: Setting,
  fed: readonly string[],
  defaults: readonly string[],
): string {
  const lines = [...facts(schema), ...defaults].map((line) =>
    line.trim().replace(/^(\w+): +(.*)$/, (_, label: string, text: string) => {
      return `- ${label}: ${['Default', 'Example'].includes(label) ? `\`${text}\`` : text}`;
    }),
  );
  return [
    `### \`${path}\``,
    '',
    `${required ? '*Required.* ' : ''}${schema.description ?? ''}`,
    '',
    ...lines,
    ...(fed.length > 0 ? [`- Feeds: ${fed.map((id) => `\`${id}\``).join(', ')}`] : []),
    '',
  ].join('\n');
}

interface Message {
  readonly severity: Severity;
  readonly summary: string;
  readonly explanation: string;
}

/** docs/messages.md: every message that a spec can get, errors first, each with an example. */
export function messagesPage(catalogue: Readonly<Record<string, Message>>, examples: Examples): string {
  const section = (severity: Severity, title: string) => [
    `## ${title}`,
    '',
    ...Object.entries(catalogue)
      .filter(([, message]) => message.severity === severity)
      .flatMap(([code, { summary, explanation }]) => [
        `### ${code}`,
        '',
        `**${summary}** ${explanation}`,
        '',
        ...showExample(severity, examples[code as Code]),
      ]),
  ];
  return [
    '# Messages',
    '',
    'Generated from the catalogue of messages (`npm run update`). `archc explain CODE` shows the same on the command',
    'line. Codes stay: none is renamed, and none is used again for something else. An example shows only the lines of',
    'a spec that matter.',
    '',
    ...section('error', 'Errors: nothing is written'),
    ...section('warning', 'Warnings: the files are written'),
  ].join('\n');
}

function showExample(severity: Severity, example: Example | undefined): readonly string[] {
  if (!example) return [];
  const { wrong, right } = introduce(severity);
  const block = (yaml: string) => ['', '```yaml', yaml.trimEnd(), '```', ''];
  return [wrong, ...block(example.wrong), right, ...block(example.right)];
}
