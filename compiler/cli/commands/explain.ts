import { catalogue } from '../../diagnostics/catalogue.ts';
import type { Code } from '../../diagnostics/catalogue.ts';
import { isGiven } from '../../diagnostics/place.ts';
import { logicalIds, sections } from '../../explain/bindings.ts';
import { explainCode } from '../../explain/code.ts';
import { withRuntime } from '../../explain/feeds.ts';
import { explainLogicalId } from '../../explain/logical-id.ts';
import { explainSetting, settingPaths } from '../../explain/setting.ts';
import { runtimeOf } from '../../modules/choose.ts';
import type { Toolkit } from '../../modules/module.ts';
import type { Resolved } from '../../phases/results.ts';
import { command } from '../command.ts';
import { compileSource } from '../compile-spec.ts';
import { environmentFlag } from '../flags/environment.ts';
import { readSource } from '../files/read-source.ts';
import { didYouMean, quoted, UsageError } from '../usage-error.ts';
import { placesIn, wordPlace } from '../views/spec-place.ts';

export const explainCommand = command({
  name: 'explain',
  summary: 'explain a message, a setting, a resource or an output',
  operands: 'CODE|SPEC-PATH|LOGICAL-ID [SPEC]',
  topics,
  flags: { environment: environmentFlag },
  details: [
    'CODE is the code of a message, SPEC-PATH a setting with dots between its parts, LOGICAL-ID the id of a resource,',
    'parameter, condition or output of the templates.',
    "With SPEC, the setting's value and the lines of the spec that make the resource are shown too.",
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
    const compiled =
      spec === undefined ? undefined : compileSource(readSource(spec), context, flags.environment);
    if (spec !== undefined && !compiled) return 1;
    context.terminal.out(explain(settingIn(topic), context.toolkit, compiled?.resolved));
    return 0;
  },
});

/** A setting means the same in an environment: `environments.prod.region` is `region`. */
function settingIn(topic: string): string {
  const [, setting = 'environments'] = /^environments\.[^.]+(?:\.(.+))?$/.exec(topic) ?? ['', topic];
  return setting;
}

function explain(topic: string, toolkit: Toolkit, resolved: Resolved | undefined): string {
  if (Object.hasOwn(catalogue, topic)) return explainCode(topic as Code);
  const lineOf = (path: readonly (string | number)[]) => (resolved ? ` (${placeIn(resolved, path)})` : '');
  const own = resolved ? withRuntime(toolkit, runtimeOf(resolved.spec, toolkit)) : toolkit;
  const explained =
    explainSetting(topic, toolkit, resolved, lineOf) ??
    explainLogicalId(topic, own, lineOf) ??
    explainLogicalId(topic, toolkit, lineOf);
  if (explained !== undefined) return explained;
  const hint =
    endingWith(topic, toolkit) ?? didYouMean(topic, topics(toolkit)) ?? 'see "archc explain --help"';
  throw new UsageError(`nothing is called ${quoted(topic)}: ${hint}`);
}

function topics(toolkit: Toolkit): readonly string[] {
  const ids = sections.flatMap((section) => logicalIds(section, toolkit));
  return [...Object.keys(catalogue), ...settingPaths(toolkit.schema), ...ids];
}

/** The settings whose last part is the word: `nat`. */
function endingWith(word: string, { schema }: Toolkit): string | undefined {
  const paths = settingPaths(schema).filter((path) => path.split('.').at(-1) === word);
  return paths.length === 0 ? undefined : `did you mean ${paths.map((path) => `"${path}"`).join(' or ')}?`;
}

function placeIn({ tree }: Resolved, path: readonly (string | number)[]): string {
  if (!isGiven(tree, path)) return 'default';
  return wordPlace(placesIn(tree)(path));
}
