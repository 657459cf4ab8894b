import type { ResolvedSpec } from '../../build/generated/resolved-spec.ts';
import { InternalError } from '../internal-error.ts';
import type { Runtime, Toolkit } from '../modules/module.ts';
import type { Derived } from '../spec/derived.ts';
import { parse } from '../phases/parse.ts';
import { resolve } from '../phases/resolve.ts';
import type { SpecPath } from '../spec/path.ts';
import type { Schema } from '../spec/schema.ts';
import { resourcesBinding } from './bindings.ts';

/** The settings behind each value that modules compute: `backend.service.portText` to `backend.service.port`. */
export function origins(toolkit: Toolkit): ReadonlyMap<string, ReadonlySet<string>> {
  const { base, runtimes, options } = toolkit;
  const found = new Map<string, Set<string>>();
  for (const runtime of runtimes) {
    const specs = [databases.own, databases.existing].map((database) =>
      sampleOn(runtime.name, toolkit, { database }),
    );
    const parts = specs.flatMap((spec) => [base, runtime, ...options].map((module) => ({ spec, module })));
    for (const { spec, module } of parts) {
      for (const [name, value] of Object.entries(module.derive?.(spec, runtime) ?? {}))
        found.set(name, new Set([...(found.get(name) ?? []), ...sourcesOf(value)]));
    }
  }
  return found;
}

/** The settings that a value and its parts come from; a setting is left out when one below it is listed. */
function sourcesOf(derived: Derived): readonly string[] {
  const all = [...new Set(pathsOf(derived).map((path) => path.join('.').replace(/\.\d+(\..*)?$/, '')))];
  return all.filter((path) => !all.some((other) => other.startsWith(`${path}.`)));
}

function pathsOf({ value, from }: Derived): readonly SpecPath[] {
  const parts = typeof value === 'object' && value !== null ? Object.values(value) : [];
  return [from, ...parts.flatMap((part) => (typeof part === 'object' ? pathsOf(part) : []))];
}

/** The logical ids of the resources that get a setting's value, or a value that a module computes from it. */
export function feedsOf(setting: string, toolkit: Toolkit, known = origins(toolkit)): readonly string[] {
  const derived = [...known].filter(([, sources]) =>
    [...sources].some((source) => source === setting || source.startsWith(`${setting}.`)),
  );
  const names = [setting, ...derived.map(([name]) => name)];
  return [...new Set(names.flatMap((name) => resourcesBinding(name, toolkit)))];
}

/** The toolkit as if it had only this runtime, because a setting can do different things on each. */
export function withRuntime(toolkit: Toolkit, runtime: Runtime): Toolkit {
  const others = toolkit.runtimes.filter((each) => each !== runtime);
  const fragments = Object.entries(toolkit.fragments).filter(
    ([name]) => !others.some((other) => name.startsWith(`${other.name}/`)),
  );
  return { ...toolkit, runtimes: [runtime], fragments: Object.fromEntries(fragments) };
}

const environment = { port: 'DB_PORT', readerHost: 'DB_READER_HOST' };
const databases = {
  own: { name: 'sample', user: 'sample', environment },
  existing: {
    existing: {
      host: 'db.example.com',
      readerHost: 'reader.example.com',
      name: 'sample',
      secretArn: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:sample-AbCdEf',
    },
    environment,
  },
};

/** The samples that were made with each schema. */
const samples = new WeakMap<Schema, Map<string, ResolvedSpec>>();

/** A spec with every option, since an option computes values only when it is chosen. `backend` is what it has besides. */
export function sampleOn(runtime: string, toolkit: Toolkit, backend: object = {}): ResolvedSpec {
  const known = samples.get(toolkit.schema) ?? new Map<string, ResolvedSpec>();
  samples.set(toolkit.schema, known);
  const key = JSON.stringify([runtime, backend]);
  const sample = known.get(key) ?? makeSample(runtime, toolkit, backend);
  known.set(key, sample);
  return sample;
}

function makeSample(runtime: string, toolkit: Toolkit, backend: object): ResolvedSpec {
  const settings = toolkit.schema.properties?.['options']?.properties ?? {};
  const spec = {
    archc: 1,
    name: 'sample',
    region: 'us-east-1',
    shared: { availabilityZones: ['us-east-1a', 'us-east-1b'] },
    backend: { service: { runtime, port: 8080 }, database: databases.own, ...backend },
    options: Object.fromEntries(
      toolkit.options.map(({ name }) => [name, settings[name]?.examples?.[0] ?? {}]),
    ),
  };
  const bytes = new TextEncoder().encode(JSON.stringify(spec));
  const parsed = parse({ name: 'sample', bytes });
  const resolved = parsed.ok ? resolve(parsed.value, [], toolkit) : parsed;
  if (!resolved.ok)
    throw new InternalError(`the sample on ${runtime} has errors: ${JSON.stringify(resolved.diagnostics)}`);
  return resolved.value.spec;
}
