import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { compile } from '../../compiler/compile.ts';
import type { Module, Toolkit } from '../../compiler/module.ts';
import { dereference } from '../../compiler/schema.ts';
import type { Schema } from '../../compiler/schema.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { toolkitWith } from './toolkit-with.ts';

/** Each is a folder under options/ and one of these lines. */
const requestLimit: Module = { name: 'requestLimit', fragments: () => ['backend/limit'] };
const rival: Module = { name: 'rival', fragments: () => ['backend/count'] };

function compileWith(options: object, kit: Toolkit): string {
  const spec = {
    archc: 1,
    name: 'todo',
    region: 'us-east-1',
    sharedStack: 'platform',
    backend: {
      service: { runtime: kit.runtimes[0].name, port: 8080 },
      database: { name: 'todo', user: 'todo' },
    },
    options,
  };
  const outcome = compile({ name: 'spec.yaml', bytes: Buffer.from(JSON.stringify(spec)) }, kit);
  if (!outcome.ok) throw new Error(outcome.diagnostics.map(({ message }) => message).join('; '));
  return outcome.value.artifacts.find(({ name }) => name === 'backend.yaml')?.text ?? '';
}

describe('an option', () => {
  const kit = toolkitWith(requestLimit);

  it('is added by a folder and one line', () => {
    const text = compileWith({ requestLimit: { perFiveMinutes: 500 } }, kit);
    expect(text).to.include('Name: RequestLimit').and.include('Limit: 500');
  });

  it('is checked by its own schema', () => {
    expect(() => compileWith({ requestLimit: { perFiveMinutes: 5 } }, kit)).to.throw(
      '"5" is outside the range',
    );
    expect(() => compileWith({ requestLimit: { perMinute: 500 } }, kit)).to.throw(
      'Unknown property "perMinute"',
    );
  });

  it('leaves no trace when it is not chosen', () => {
    expect(compileWith({}, kit)).to.equal(compileWith({}, toolkit));
  });

  it('composes with every other option, in either order of the spec', () => {
    const settings = kit.schema.properties?.['options']?.properties ?? {};
    const example = (name: string) => [name, settings[name]?.examples?.[0]] as const;
    for (const { name: one } of kit.options) {
      for (const { name: other } of kit.options) {
        const pair = compileWith(Object.fromEntries([example(one), example(other)]), kit);
        expect(pair).to.equal(compileWith(Object.fromEntries([example(other), example(one)]), kit));
      }
    }
  });

  it('that writes where another one does is caught, with both names', () => {
    const options = { ipRestriction: { allowedSourceIps: ['192.0.2.1'] }, rival: {} };
    expect(() => compileWith(options, toolkitWith(rival))).to.throw(
      'modules ipRestriction and rival both write Resources.WebAcl.Properties.DefaultAction',
    );
  });
});

describe('every module', () => {
  for (const [kind, modules] of [
    ['runtimes', toolkit.runtimes],
    ['options', toolkit.options],
  ] as const) {
    for (const { name } of modules) {
      it(`has its folder with a schema and a page: ${name}`, () => {
        expect(existsSync(`templates/${kind}/${name}/schema.json`)).to.be.true;
        expect(readFileSync(`templates/${kind}/${name}/README.md`, 'utf8')).to.include('```yaml\narchc: 1');
      });
    }
  }
});

describe("the spec's schema", () => {
  const settings = walk(toolkit.schema, '');

  it('has a description and an example for every setting', () => {
    const bare = settings.filter(({ schema }) => !schema.description || schema.examples?.[0] === undefined);
    expect(bare.map(({ path }) => path)).to.be.empty;
  });

  it('is closed at every level', () => {
    const open = settings.filter(
      ({ schema }) => schema.type === 'object' && schema.additionalProperties === undefined,
    );
    expect(open.map(({ path }) => path)).to.be.empty;
  });

  it('describes every form in words', () => {
    const silent = settings.filter(
      ({ schema }) => schema.pattern !== undefined && !schema.patternErrorMessage,
    );
    expect(silent.map(({ path }) => path)).to.be.empty;
  });
});

function walk(schema: Schema, path: string): { path: string; schema: Schema }[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, child]) => {
    const plain = dereference(toolkit.schema, child);
    return [{ path: `${path}${key}`, schema: plain }, ...walk(plain, `${path}${key}.`)];
  });
}
