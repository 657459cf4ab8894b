import { expect } from 'chai';
import { compile } from '../../compiler/compile.ts';
import type { Diagnostic, Finding } from '../../compiler/diagnostics/diagnostic.ts';
import { check } from '../../compiler/modules/check.ts';
import type { Check } from '../../compiler/modules/module.ts';
import { toolkit } from '../../compiler/toolkit.ts';

const service = { runtime: 'fargate', port: 8080, plainHttp: true };
const backend = { service, database: { name: 'todo', user: 'todo' } };
const shared = { availabilityZones: ['us-east-1a', 'us-east-1b'] };
const whole = { archc: 1, name: 'todo', region: 'us-east-1', shared, backend };

/** Compiles a spec with no other check of the base. */
function run(only: Check, spec: object): readonly Diagnostic[] {
  const kit = { ...toolkit, base: { ...toolkit.base, checks: [only] } };
  const { diagnostics } = compile({ name: 'spec.yaml', bytes: Buffer.from(JSON.stringify(spec)) }, kit);
  return diagnostics;
}

type Find = () => readonly Finding[];
const reads = {
  capacity: (find: Find) => check({ capacity: 'shared.database.capacity' }, find),
  access: (find: Find) => check({ access: 'shared.database.access' }, find),
  platform: (find: Find) => check({ platform: 'backend.build.platform' }, find),
  build: (find: Find) => check({ build: 'backend.build' }, find),
  domain: (find: Find) => check({ domain: 'backend.domain' }, find),
  mayLackDomain: (find: Find) => check({ domain: 'backend.domain?' }, find),
};

describe('a check', () => {
  const onDatabase = (database: unknown) => ({ ...whole, shared: { ...shared, database } });
  const onBackend = (more: object) => ({ ...whole, backend: { ...backend, ...more } });
  const onService = (more: object) => onBackend({ service: { ...service, ...more } });
  const domain = { name: 'api.example.com', hostedZoneId: 'Z0123456789ABCDEFGHIJ' };
  const arm = { service: { ...service, architecture: 64 }, build: { platform: 'linux/arm64' } };

  for (const [title, made, spec] of [
    ['on a part that the spec has', reads.domain, onBackend({ domain })],
    ['on a part that a default fills', reads.capacity, whole],
    ['without a part that it says the spec may lack', reads.mayLackDomain, whole],
    ['beside a mistake elsewhere', reads.capacity, onService({ port: 'http' })],
    ['on a default that the runtime decides', reads.access, whole],
    ['on a default that the service decides', reads.platform, whole],
    ['on such a setting that is written, whatever the service is like', reads.platform, onBackend(arm)],
  ] as const) {
    it(`runs ${title}`, () => {
      expect(isRunBy(made, spec)).to.equal(true);
    });
  }

  for (const [title, made, spec] of [
    ['a part that the spec lacks', reads.domain, whole],
    ['a malformed part', reads.capacity, onDatabase({ capacity: 'much' })],
    ['a part with something malformed inside', reads.capacity, onDatabase({ capacity: { min: 'x' } })],
    ['a part of something malformed', reads.capacity, onDatabase('large')],
    ['a malformed part that the spec may lack', reads.mayLackDomain, onBackend({ domain: 'example.com' })],
    ['a default that only an unknown runtime could decide', reads.access, onService({ runtime: 'lambda' })],
    ['a default that only a malformed service could decide', reads.platform, onService({ architecture: 64 })],
    ['a part with such a default inside', reads.build, onService({ architecture: 64 })],
  ] as const) {
    it(`does not run on ${title}`, () => {
      expect(isRunBy(made, spec)).to.equal(false);
    });
  }

  function isRunBy(made: (find: Find) => Check, spec: object): boolean {
    const message = 'The check has run';
    const only = made(() => [{ code: 'bad-range', path: [], message }]);
    return run(only, spec).some((each) => each.message === message);
  }

  it('gets the parts by its own names, and the runtime if it reads that', () => {
    let got: object | undefined;
    const wanted = {
      days: 'shared.database.backupRetentionDays',
      on: 'backend.service.runtime',
      domain: 'backend.domain?',
    } as const;
    const only = check(wanted, (parts, { runtime }) => {
      got = { ...parts, runtime: runtime.name };
      return [];
    });
    run(only, whole);
    expect(got).to.deep.equal({ days: 7, on: 'fargate', domain: undefined, runtime: 'fargate' });
  });

  it('compiles only when it reads what it uses', () => {
    const use = (..._parts: readonly unknown[]) => [] as const;
    // @ts-expect-error a part that no spec has
    check({ capacity: 'shared.databse.capacity' }, use);
    // @ts-expect-error a part that it does not read
    check({ capacity: 'shared.database.capacity' }, ({ engineVersion }) => use(engineVersion));
    // @ts-expect-error the runtime, though it does not read which one that is
    check({ capacity: 'shared.database.capacity' }, (_, { runtime }) => use(runtime));
    // @ts-expect-error a part that the spec may lack, as if it were there
    check({ domain: 'backend.domain?' }, ({ domain: { name } }) => use(name));
    // @ts-expect-error parts that nobody reads for it
    const byHand: Check = { reads: [], find: ({ name }: { readonly name: string }) => use(name) };
    expect(byHand.reads).to.deep.equal([]);
  });
});
