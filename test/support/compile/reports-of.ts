import { compile } from '../../../compiler/compile.ts';
import type { Place } from '../../../compiler/diagnostics/diagnostic.ts';
import type { Toolkit } from '../../../compiler/modules/module.ts';
import { isMapping } from '../../../compiler/spec/path.ts';
import { toolkit } from '../../../compiler/toolkit.ts';

const usual: Mapping = {
  archc: 1,
  name: 'todo',
  region: 'eu-west-1',
  shared: {
    availabilityZones: ['eu-west-1a', 'eu-west-1b'],
    database: { deletionProtection: false },
  },
  backend: {
    service: { runtime: 'fargate', port: 8080, plainHttp: true },
    database: { name: 'todo', user: 'todo_app' },
  },
};

type Mapping = Readonly<Record<string, unknown>>;

/** A spec on Fargate that gets no message, after changes: a mapping changes only its own keys, `undefined` removes one. */
export function specWith(...changes: readonly object[]): object {
  return (changes as readonly Mapping[]).reduce(merged, usual);
}

/** Such a spec on App Runner. */
export function specOnAppRunner(...changes: readonly object[]): object {
  const service = { runtime: 'appRunner', plainHttp: undefined };
  return specWith({ shared: { database: { access: 'public' } }, backend: { service } }, ...changes);
}

function merged(one: Mapping, other: Mapping): Mapping {
  const changed = Object.entries(other).map(([key, value]) => {
    const earlier = one[key];
    return [key, isMapping(earlier) && isMapping(value) ? merged(earlier, value) : value] as const;
  });
  return { ...one, ...Object.fromEntries(changed) };
}

/** What is reported about a spec, with the text that each message points at: `code at text: message / hint`. */
export function reportsOf(spec: object, kit: Toolkit = toolkit): readonly string[] {
  return withSecondPlaces(spec, kit).map(([report = '']) => report);
}

/** Each report, with its second place if it has one. */
export function withSecondPlaces(spec: object, kit: Toolkit = toolkit): readonly (readonly string[])[] {
  const text = JSON.stringify(spec);
  const { diagnostics } = compile({ name: 'spec', bytes: Buffer.from(text) }, kit);
  const pointedAt = ({ column, endColumn }: Place) => {
    const pointed = text.slice(column - 1, endColumn - 1);
    return pointed.length > 80 ? `${pointed.slice(0, 20)}...` : pointed;
  };
  return diagnostics.map(({ code, place, message, hint = '', related }) => [
    `${code} at ${pointedAt(place)}: ${message} / ${hint}`,
    ...(related ? [`  see ${pointedAt(related.place)}: ${related.message}`] : []),
  ]);
}
