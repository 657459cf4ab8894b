import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { compile } from '../../compiler/compile.ts';
import { InternalError } from '../../compiler/internal-error.ts';
import type { Module, Toolkit } from '../../compiler/modules/module.ts';
import { readFragment } from '../../compiler/template/read.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { compileCombinations, withNewParts } from '../support/compile/compile-combinations.ts';
import { exampleOf } from '../support/compile/option-combinations.ts';
import { toolkitWith } from '../support/compile/toolkit-with.ts';
import { requestLimit } from './options/requestLimit/option.ts';

/** An option without code of its own is a folder and this line. */
const rival: Module = { name: 'rival', fragments: () => ['backend/count'] };

function compileText(text: string, kit: Toolkit): string {
  const outcome = compile({ name: 'spec.yaml', bytes: Buffer.from(text) }, kit);
  if (!outcome.ok) throw new Error(outcome.diagnostics.map(({ message }) => message).join('; '));
  return outcome.value.artifacts.find(({ name }) => name === 'backend.yaml')?.text ?? '';
}

function compileWith(options: object, kit: Toolkit, runtime = 'appRunner'): string {
  const backend = { service: { runtime, port: 8080 }, database: { name: 'todo', user: 'todo' } };
  const spec = { archc: 1, name: 'todo', region: 'us-east-1', sharedStack: 'platform', backend, options };
  return compileText(JSON.stringify(spec), kit);
}

/** Both templates, of a spec with a shared stack of its own. */
function composeWith(options: object, kit: Toolkit, runtime: string): string {
  const backend = { service: { runtime, port: 8080 }, database: { name: 'todo', user: 'todo' } };
  const shared = { availabilityZones: ['us-east-1a', 'us-east-1b'] };
  const spec = { archc: 1, name: 'todo', region: 'us-east-1', shared, backend, options };
  const outcome = compile({ name: 'spec.yaml', bytes: Buffer.from(JSON.stringify(spec)) }, kit);
  if (!outcome.ok) throw new Error(outcome.diagnostics.map(({ message }) => message).join('; '));
  const [one, other] = outcome.value.artifacts;
  return `${one?.text ?? ''}${other?.text ?? ''}`;
}

/** A compiler with two options only, whatever the registry has besides. */
function onlyWith(kit: Toolkit, option: Module): Toolkit {
  const options = kit.options.filter(({ name }) => name === 'ipRestriction' || name === option.name);
  return { ...kit, options };
}

/** The rules of the web ACL in a template, each with its priority, in the order in which they stand. */
function rulesIn(template: string): readonly string[] {
  const rules = template.matchAll(/\bName: (\w+),?\s+Priority: (\d+)/g);
  return [...rules].map(([, name = '', priority = '']) => `${name} ${priority}`);
}

describe('an option', () => {
  const kit = toolkitWith(requestLimit);

  it('is added by a folder and one line', () => {
    const text = compileWith({ requestLimit: { perMinute: 100 } }, kit);
    expect(text).to.include('Name: RequestLimit').and.include('Limit: 500');
  });

  it('may be a folder without code', () => {
    expect(compileWith({ rival: {} }, toolkitWith(rival))).to.include('CustomRequestHandling: {}');
  });

  it('has a page with an example that compiles', () => {
    const page = readFileSync('test/modules/options/requestLimit/README.md', 'utf8');
    const [, example = ''] = /```yaml\n(.*?)```/s.exec(page) ?? [];
    expect(compileText(example, kit)).to.include('Limit: 1000');
  });

  it('is checked by its own schema and its own checks', () => {
    const refused = [
      [{ perMinute: 5 }, '"perMinute" is 5, below the limit of 20'],
      [{ perHour: 500 }, 'The property "perMinute" is missing; Unknown property "perHour"'],
      [{ perMinute: 101 }, 'appRunner takes no limit of 101'],
      [[], '"requestLimit" must be a mapping, not a list'],
    ] as const;
    for (const [settings, message] of refused) {
      expect(() => compileWith({ requestLimit: settings }, kit)).to.throw(message);
    }
  });

  it('is unknown to a compiler without it', () => {
    expect(() => compileWith({ requestLimit: { perMinute: 100 } }, toolkit)).to.throw(
      'Unknown property "requestLimit"',
    );
  });

  it('leaves no trace when it is not chosen', () => {
    expect(compileWith({}, kit)).to.equal(compileWith({}, toolkit));
  });

  for (const runtime of kit.runtimes) {
    for (const [index, { name: one }] of kit.options.entries()) {
      it(`composes with ${runtime.name} alone: ${one}`, () => {
        expect(composeWith({ [one]: exampleOf(one, kit) }, kit, runtime.name)).to.not.equal(
          composeWith({}, kit, runtime.name),
        );
      });

      for (const { name: other } of kit.options.slice(index + 1)) {
        it(`composes with ${runtime.name} and another, in any order of the spec: ${one}, ${other}`, () => {
          const pair: [string, unknown][] = [one, other].map((name) => [name, exampleOf(name, kit)]);
          const text = composeWith(Object.fromEntries(pair), kit, runtime.name);
          expect(text).to.equal(composeWith(Object.fromEntries(pair.reverse()), kit, runtime.name));
          for (const [name, settings] of pair) {
            expect(text).to.not.equal(composeWith({ [name]: settings }, kit, runtime.name));
          }
        });
      }
    }
  }

  describe('that adds rules to the web ACL', () => {
    const limit = { requestLimit: { perMinute: 100 } };
    const pair = onlyWith(kit, requestLimit);
    const reversed = { ...pair, options: pair.options.toReversed() };
    const ruleFragment = (rule: string) =>
      readFragment(
        `Resources: { WebAcl: { Properties: { Rules: !Append [{ ${rule}, Action: { Block: {} } }] } } }`,
        'fragment',
      );
    const withRule = (rule: string): Toolkit => {
      const limits = { 'requestLimit/backend/limit': ruleFragment(rule) };
      return { ...pair, fragments: { ...pair.fragments, ...limits } };
    };

    for (const [title, order, want] of [
      ['before another', pair, ['BlockUnlistedAddresses 0', 'RequestLimit 1']],
      ['after another', reversed, ['RequestLimit 0', 'BlockUnlistedAddresses 1']],
    ] as const) {
      it(`gets their priorities from the order of the registry: ${title}`, () => {
        const settings = { ...limit, ipRestriction: { allowedSourceIps: ['192.0.2.1'] } };
        expect(rulesIn(compileWith(settings, order))).to.deep.equal(want);
      });
    }

    it('keeps them whether another option is chosen or not', () => {
      expect(rulesIn(compileWith(limit, pair))).to.deep.equal(['RequestLimit 1']);
    });

    const rulesOf = (...chosen: readonly string[]) => {
      const two: Module = { ...requestLimit, fragments: () => chosen };
      const fragments = {
        ...toolkit.fragments,
        'requestLimit/backend/a': ruleFragment('Name: A'),
        'requestLimit/backend/b': ruleFragment('Name: B'),
      };
      return rulesIn(compileWith(limit, { ...onlyWith(toolkitWith(two), two), fragments }));
    };

    it('shows them in the order in which AWS evaluates them', () => {
      expect(rulesOf('backend/b', 'backend/a')).to.deep.equal(['A 1', 'B 2']);
    });

    it('keeps the priority of a rule while another of its own is left out', () => {
      expect(rulesOf('backend/b')).to.deep.equal(['B 2']);
    });

    it('is caught when it writes a priority itself', () => {
      expect(() => compileWith(limit, withRule('Name: Limit, Priority: 7'))).to.throw(
        InternalError,
        'module requestLimit writes the Priority of the rule "Limit": leave it out',
      );
    });

    it("is caught when a rule's name is no plain text", () => {
      expect(() => compileWith(limit, withRule('Name: !Spec name'))).to.throw(
        InternalError,
        'no fragment has the rule "todo" of WebAcl',
      );
    });
  });

  it('that writes where another one does is caught, with both names', () => {
    const options = { ipRestriction: { allowedSourceIps: ['192.0.2.1'] }, rival: {} };
    const withRival = toolkitWith(rival);
    const block = readFragment(
      'Resources: { WebAcl: { Properties: { DefaultAction: !Override { Block: {} } } } }',
      'fragment',
    );
    const fragments = { ...withRival.fragments, 'ipRestriction/backend/block': block };
    expect(() => compileWith(options, { ...withRival, fragments })).to.throw(
      InternalError,
      'modules ipRestriction and rival both write Resources.WebAcl.Properties.DefaultAction',
    );
  });

  it('is judged with every other one as soon as it is in the registry, and no part of it twice', () => {
    const compiled = compileCombinations(kit);
    const titles = compiled.map(({ title }) => title);
    for (const { name } of kit.runtimes) {
      expect(titles).to.include(`${name} with ipRestriction and requestLimit`);
      expect(titles).to.include(`${name} with ipRestriction and requestLimit, beside another shared stack`);
    }
    const judged = withNewParts(compiled).flatMap(({ templates }) => templates.map(({ text }) => text));
    expect(judged).to.have.length.below(titles.length);
    expect(new Set(judged)).to.have.length(judged.length);
    const rulesOf = (texts: readonly string[]) => new Set(texts.map((text) => rulesIn(text).join()));
    const all = compiled.flatMap(({ templates }) => templates.map(({ text }) => text));
    expect(rulesOf(judged)).to.deep.equal(rulesOf(all));
  });

  it('that names a fragment or a value which does not exist is caught, with its name', () => {
    const without = { ...requestLimit, fragments: () => ['backend/limits'] };
    expect(() => compileWith({ requestLimit: { perMinute: 100 } }, toolkitWith(without))).to.throw(
      InternalError,
      'module requestLimit has no fragment backend/limits',
    );
    const underived = { ...requestLimit, derive: () => ({}) };
    expect(() => compileWith({ requestLimit: { perMinute: 100 } }, toolkitWith(underived))).to.throw(
      InternalError,
      'the resolved spec has no "options.requestLimit.perFiveMinutes"',
    );
  });
});
