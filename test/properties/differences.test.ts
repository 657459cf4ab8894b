import { expect } from 'chai';
import fc from 'fast-check';
import { readResourceTypes } from '../../build/generated/resource-types.ts';
import { parseTemplate } from '../../compiler/cli/files/read-version.ts';
import { renderDiffMarkdown } from '../../compiler/cli/views/diff-markdown.ts';
import { diffData, renderDiffText } from '../../compiler/cli/views/diff.ts';
import { diffStacks } from '../../compiler/diff/diff-stacks.ts';
import type { StackDiff } from '../../compiler/diff/model.ts';
import type { MapNode } from '../../compiler/template/node.ts';
import { print } from '../../compiler/template/print.ts';
import { compiledSpecs } from '../support/random-specs/compiled-specs.ts';
import { runs, showFigure } from '../support/random-specs/runs.ts';

/** The difference, in every form in which it is shown. */
function diffOf(before: MapNode | undefined, after: MapNode | undefined): StackDiff | undefined {
  const versions = { stack: 'stack', before, after, parameters: { before: {}, after: {} } };
  const stacks = diffStacks([versions], readResourceTypes());
  const report = { before: 'old', after: 'new', scriptChanges: false, notes: [], stacks, source: 'a source' };
  for (const text of [
    renderDiffText(report, true),
    renderDiffText(report, false),
    renderDiffMarkdown(report),
  ]) {
    expect(text)
      .to.not.equal('')
      .and.not.match(/\bundefined\b|\[object/);
    // What a terminal would obey, but our colours.
    const plain = text.replace(/\u001b\[\d+m/g, '');
    expect(plain).to.not.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  }
  expect(JSON.parse(JSON.stringify(diffData(report)))).to.be.an('object');
  return stacks[0];
}

describe('the difference of what drawn specs compile to', () => {
  let roots: readonly MapNode[] = [];

  before(() => {
    roots = compiledSpecs(60).flatMap(({ compiled }) => compiled.templates.map(({ root }) => root));
  });

  it('is none when a template was written and read again', () => {
    for (const each of roots) {
      const read = parseTemplate(print(each), 'written.yaml');
      expect(diffOf(each, read)).to.include({ change: 'identical' });
      expect(diffOf(read, each)).to.include({ change: 'identical' });
    }
    showFigure(`templates that were read again without a difference: ${roots.length}`);
  });

  it('is found between any two, or one and nothing', () => {
    fc.assert(
      // Chosen by their numbers, so that a counterexample is short.
      fc.property(fc.nat(), fc.nat(), (one, other) => {
        const [before, after] = [roots[one % roots.length], roots[other % roots.length]];
        if (!before || !after) return;
        const isSame = print(before) === print(after);
        expect(diffOf(before, after)?.change === 'identical').to.equal(isSame);
        expect(diffOf(undefined, after)).to.include({ change: 'added' });
        expect(diffOf(before, undefined)).to.include({ change: 'removed' });
      }),
      runs(40),
    );
  });
});
