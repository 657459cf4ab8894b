import { compile } from '../../../compiler/compile.ts';
import { isMapping } from '../../../compiler/spec/path.ts';
import { toolkit } from '../../../compiler/toolkit.ts';

const usual: Readonly<Record<string, unknown>> = {
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

/** A spec on Fargate that gets no message, after changes: a mapping changes only its own keys, `undefined` removes one. */
export function specWith(changes: object): object {
  return merged(usual, changes as Readonly<Record<string, unknown>>);
}

/** Such a spec on App Runner. */
export function specOnAppRunner(changes: object): object {
  const service = { runtime: 'appRunner', plainHttp: undefined };
  const other = { shared: { database: { access: 'public' } }, backend: { service } };
  return merged(
    specWith(other) as Readonly<Record<string, unknown>>,
    changes as Readonly<Record<string, unknown>>,
  );
}

function merged(
  one: Readonly<Record<string, unknown>>,
  other: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const changed = Object.entries(other).map(([key, value]) => {
    const earlier = one[key];
    return [key, isMapping(earlier) && isMapping(value) ? merged(earlier, value) : value] as const;
  });
  return { ...one, ...Object.fromEntries(changed) };
}

/** What is reported about a spec, with the text that each message points at: `code at text: message / hint`. */
export function reportsOf(spec: object): readonly string[] {
  const text = JSON.stringify(spec);
  const { diagnostics } = compile({ name: 'spec', bytes: Buffer.from(text) }, toolkit);
  return diagnostics.map(({ code, place: { column, endColumn }, message, hint = '' }) => {
    const pointed = text.slice(column - 1, endColumn - 1);
    return `${code} at ${pointed.length > 80 ? `${pointed.slice(0, 20)}...` : pointed}: ${message} / ${hint}`;
  });
}
