import { expect } from 'chai';
import fc from 'fast-check';
import { compile } from '../../compiler/compile.ts';
import { limitOf } from '../../compiler/facts/limits.ts';
import type { Compiled } from '../../compiler/phases/results.ts';
import { isMapping, valueAt } from '../../compiler/spec/path.ts';
import { resourcesOf } from '../../compiler/template/node.ts';
import { requestLimit } from '../modules/options/requestLimit/option.ts';
import { toolkitWith } from '../support/compile/toolkit-with.ts';
import { fileOf } from '../support/random-specs/compiled-specs.ts';
import type { SpecData } from '../support/random-specs/draft.ts';
import { runs, showFigure } from '../support/random-specs/runs.ts';
import { specsWith } from '../support/random-specs/valid-specs.ts';

// With one more option than the registry has, so that there is a pair in any case.
const kit = toolkitWith(requestLimit);
const names = kit.options.map(({ name }) => name);
const choices = names.flatMap((one, index) => [
  [one],
  ...names.slice(index + 1).map((other) => [one, other]),
]);

function compileWith(spec: SpecData, options: Readonly<Record<string, unknown>>): Compiled {
  const text = JSON.stringify({ ...spec, options });
  const outcome = compile({ name: 'spec.yaml', bytes: Buffer.from(text) }, kit);
  if (!outcome.ok) throw new Error(`${JSON.stringify(outcome.diagnostics)}\n${text}`);
  return outcome.value;
}

function resourcesIn({ templates }: Compiled): readonly string[] {
  return templates.flatMap(({ stack, root }) => resourcesOf(root).map(({ key }) => `${stack} ${key}`));
}

/** The option of the tests has a check of its own. */
function isTaken(spec: SpecData): boolean {
  const perMinute = valueAt(spec, ['options', 'requestLimit', 'perMinute']);
  return perMinute === undefined || Number(perMinute) % 2 === 0;
}

/** An option may be refused in a spec without a shared stack of its own. */
function has(chosen: readonly string[]): (spec: SpecData) => boolean {
  return (spec) => chosen.every((name) => valueAt(spec, ['options', name]) !== undefined);
}

describe('every choice of one option or two', () => {
  for (const runtime of kit.runtimes) {
    for (const chosen of choices) {
      it(`composes with ${runtime.name}, whatever the settings: ${chosen.join(' and ')}`, () => {
        fc.assert(
          fc.property(specsWith(runtime.name, chosen, kit).filter(isTaken).filter(has(chosen)), (spec) => {
            const options = isMapping(spec['options']) ? spec['options'] : {};
            const all = compileWith(spec, options);
            const reversed = Object.fromEntries(Object.entries(options).reverse());
            expect(compileWith(spec, reversed).artifacts).to.deep.equal(all.artifacts);
            expect(fileOf(all, 'backend.yaml')).to.have.property('length').at.most(limitOf('template-bytes'));
            const alone = chosen.map((name) => resourcesIn(compileWith(spec, { [name]: options[name] })));
            // An option may take a resource away: a secret that RDS makes instead.
            const gone = resourcesIn(compileWith(spec, {})).filter((each) =>
              alone.some((resources) => !resources.includes(each)),
            );
            expect(resourcesIn(all)).to.include.members(alone.flat().filter((each) => !gone.includes(each)));
            for (const name of chosen) {
              const { [name]: _left, ...others } = options;
              expect(compileWith(spec, others).artifacts).to.not.deep.equal(all.artifacts);
            }
          }),
          runs(10),
        );
      });
    }
  }

  it('is tried', () => {
    showFigure(`choices of options, each with drawn settings: ${choices.length * kit.runtimes.length}`);
    expect(choices).to.deep.include(['ipRestriction']).and.deep.include(['ipRestriction', 'requestLimit']);
  });
});
