import { expect } from 'chai';
import fc from 'fast-check';
import { compile } from '../../compiler/compile.ts';
import { renderText } from '../../compiler/diagnostics/text.ts';
import type { Compiled } from '../../compiler/phases/results.ts';
import { settingPaths } from '../../compiler/explain/setting.ts';
import { valueAt } from '../../compiler/spec/path.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { runs, showFigure } from '../support/random-specs/runs.ts';
import { specText, styles } from '../support/random-specs/spec-text.ts';
import { validSpecs } from '../support/random-specs/valid-specs.ts';

function compileText(text: string): Compiled {
  const outcome = compile({ name: 'spec.yaml', bytes: Buffer.from(text) }, toolkit);
  if (!outcome.ok) throw new Error(`${renderText(outcome.diagnostics, text, false)}\n${text}`);
  return outcome.value;
}

function filesOf({ artifacts }: Compiled): Readonly<Record<string, string>> {
  return Object.fromEntries(artifacts.map(({ name, text }) => [name, text]));
}

describe('every valid spec', () => {
  it('compiles, to the same bytes again and in any style', () => {
    const { numRuns, seed } = runs(300);
    fc.assert(
      fc.property(validSpecs(), styles(), (spec, style) => {
        const files = filesOf(compileText(specText(spec)));
        expect(Object.keys(files)).to.include.members(['backend.yaml', 'build.sh']);
        expect(filesOf(compileText(specText(spec)))).to.deep.equal(files);
        expect(filesOf(compileText(specText(spec, style)))).to.deep.equal(files);
      }),
      { numRuns, seed },
    );
    showFigure(`valid specs drawn from the schema: ${numRuns}, refused: 0, with other bytes: 0`);
  });

  it('is drawn with every setting of every runtime, and without each that may be missing', () => {
    const specs = fc.sample(validSpecs(), { numRuns: 600, seed: 14 });
    const isGiven = (spec: unknown, path: string) => valueAt(spec, path.split('.')) !== undefined;
    // environments.test.ts lays drawn specs over each other.
    const overlays = ['environments', 'preview'];
    const paths = settingPaths(toolkit.schema).filter(
      (path) => !path.includes('*') && !overlays.includes(path.split('.')[0] ?? ''),
    );
    const never = paths.filter((path) => !specs.some((spec) => isGiven(spec, path)));
    const always = paths.filter((path) => specs.every((spec) => isGiven(spec, path)));
    expect(never).to.deep.equal([]);
    expect(always).to.have.members([
      ...['archc', 'name', 'region', 'backend', 'backend.service', 'backend.service.runtime'],
      'backend.service.port',
    ]);
    const runtimes = new Set(specs.map((spec) => valueAt(spec, ['backend', 'service', 'runtime'])));
    expect([...runtimes]).to.have.members(toolkit.runtimes.map(({ name }) => name));
  });
});
