import { catalogue } from '../../diagnostics/catalogue.ts';
import type { Code } from '../../diagnostics/catalogue.ts';
import { logicalIds, sections } from '../../explain/bindings.ts';
import { explainCode } from '../../explain/code.ts';
import { withCopies } from '../../explain/copies.ts';
import { withRuntime } from '../../explain/feeds.ts';
import { explainLogicalId } from '../../explain/logical-id.ts';
import { explainSetting, settingPaths } from '../../explain/setting.ts';
import type { InSpecs } from '../../explain/setting.ts';
import { runtimeOf } from '../../modules/choose.ts';
import { stackName } from '../../modules/stack-names.ts';
import type { Toolkit } from '../../modules/module.ts';
import type { Compiled, Resolved } from '../../phases/results.ts';
import type { SpecPath } from '../../spec/path.ts';
import { sectionOf } from '../../template/node.ts';
import { command } from '../command.ts';
import { compileEach } from '../compile-spec.ts';
import { onlyEnvironmentFlag } from '../flags/environment.ts';
import { readSource } from '../files/read-source.ts';
import { didYouMean, quoted, UsageError } from '../usage-error.ts';
import { inColumns } from '../views/columns.ts';
import { wordDecision } from '../views/spec-place.ts';
import { environmentName } from '../../modules/stack-owner.ts';

export const explainCommand = command({
  name: 'explain',
  summary: 'explain a message, a setting, a resource or an output',
  operands: 'CODE|SPEC-PATH|LOGICAL-ID [SPEC]',
  topics,
  flags: { environment: onlyEnvironmentFlag },
  details: [
    'CODE is the code of a message, SPEC-PATH a setting with dots between its parts, LOGICAL-ID the id of a resource,',
    'parameter, condition or output of the templates.',
    "With SPEC, the setting's value and the lines of the spec that make the resource are shown too; if the spec",
    'has environments, those of each, or of the one of --environment.',
  ].join('\n'),
  examples: [
    'archc explain zone-mismatch',
    'archc explain shared.database.capacity',
    'archc explain DatabaseCluster specs/todo.yaml',
  ],

  run({ operands, flags, ...context }) {
    const [topic, spec, ...rest] = operands;
    if (topic === undefined || rest.length > 0)
      throw new UsageError('name one code, spec path or logical id: archc explain zone-mismatch');
    const source = spec === undefined ? undefined : readSource(spec);
    const [, named, setting = named === undefined ? topic : 'environments'] = inEnvironment.exec(topic) ?? [];
    const compiled = source ? compileEach(source, context, flags.environment ?? named) : [];
    if (!compiled) return 1;
    context.terminal.out(explain(setting, context.toolkit, compiled));
    return 0;
  },
});

/** A path in an environment: what stands there is the setting of the same path outside of it. */
const inEnvironment = /^environments\.([a-z][a-z0-9-]*)(?:\.(.+))?$/;

function explain(topic: string, toolkit: Toolkit, compiled: readonly Compiled[]): string {
  if (Object.hasOwn(catalogue, topic)) return explainCode(topic as Code);
  const specs = compiled.map(({ resolved }) => resolved);
  const about: InSpecs = { specs, lineOf: (path) => wordLines(path, specs), hereOf: tableOf(specs) };
  const runtimes = new Set(specs.map(({ spec }) => runtimeOf(spec, toolkit)));
  const [runtime, ...others] = runtimes;
  const composed = withCopies(
    toolkit,
    specs.map(({ spec }) => spec),
  );
  const own = runtime && others.length === 0 ? withRuntime(composed, runtime) : composed;
  const explained =
    explainSetting(topic, composed, about) ??
    explainLogicalId(topic, own, about.lineOf, environmentsWith(topic, compiled)) ??
    explainLogicalId(topic, composed, about.lineOf);
  if (explained !== undefined) return explained;
  const hint =
    endingWith(topic, toolkit) ?? didYouMean(topic, topics(toolkit)) ?? 'see "archc explain --help"';
  throw new UsageError(`nothing is called ${quoted(topic)}: ${hint}`);
}

function topics(toolkit: Toolkit): readonly string[] {
  const composed = withCopies(toolkit);
  const ids = sections.flatMap((section) => logicalIds(section, composed));
  return [...Object.keys(catalogue), ...settingPaths(toolkit.schema), ...ids];
}

/** The settings whose last part is the word: `nat`. */
function endingWith(word: string, { schema }: Toolkit): string | undefined {
  const paths = settingPaths(schema).filter((path) => path.split('.').at(-1) === word);
  return paths.length === 0 ? undefined : `did you mean ${paths.map((path) => `"${path}"`).join(' or ')}?`;
}

/** Where a setting is decided, in brackets; with the names of the environments where they differ. */
function wordLines(path: SpecPath, specs: readonly Resolved[]): string {
  const byPlace = new Map<string, string[]>();
  for (const each of specs) {
    const place = wordDecision(each.tree, path) ?? 'default';
    byPlace.set(place, [...(byPlace.get(place) ?? []), environmentName(each)]);
  }
  if (path[0] === 'environments') return '';
  if (byPlace.size < 2) return [...byPlace.keys()].map((place) => ` (${place})`).join('');
  return ` (${[...byPlace].map(([place, names]) => `${names.join(', ')}: ${place}`).join('; ')})`;
}

/** A row for each environment: its value, and the line that decides it. */
function tableOf(specs: readonly Resolved[]): InSpecs['hereOf'] {
  const row = (each: Resolved, path: SpecPath, value: string) =>
    path[0] === 'environments'
      ? [`${stackName('shared', each.spec)}, ${stackName('backend', each.spec)}`, each.spec.region]
      : [value, wordDecision(each.tree, path) ?? 'default'];
  return (path, values) =>
    inColumns(
      specs.map((each, index) => [environmentName(each), ...row(each, path, values[index] ?? '')]),
    ).map((line) => `    ${line}`);
}

/** The environments whose templates have something of that logical id, if not all have it. */
function environmentsWith(id: string, compiled: readonly Compiled[]): readonly string[] {
  const having = compiled.filter(({ templates }) =>
    templates.some(({ root }) =>
      sections.some((section) => sectionOf(root, section).some(({ key }) => key === id)),
    ),
  );
  return having.length === compiled.length ? [] : having.map(({ resolved }) => environmentName(resolved));
}
