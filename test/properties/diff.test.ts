import { expect } from 'chai';
import fc from 'fast-check';
import { readResourceTypes } from '../../build/generated/resource-types.ts';
import { parseTemplate } from '../../compiler/cli/files/read-version.ts';
import { UsageError } from '../../compiler/cli/usage-error.ts';
import { renderDiffMarkdown } from '../../compiler/cli/views/diff/diff-markdown.ts';
import { diffData, renderDiffText } from '../../compiler/cli/views/diff/diff.ts';
import { diffStacks } from '../../compiler/diff/diff-stacks.ts';
import type { StackDiff } from '../../compiler/diff/model.ts';
import type { MapNode } from '../../compiler/template/node.ts';
import { print } from '../../compiler/template/print.ts';
import { compiledSpecs } from '../support/random-specs/compiled-specs.ts';
import { damaged, damages, yamlSigns } from '../support/random-specs/damage.ts';
import { runs, showFigure } from '../support/random-specs/runs.ts';

const roots = compiledSpecs(60).flatMap(({ compiled }) => compiled.templates.map(({ root }) => root));
// By its number, so that a counterexample is short.
const number = fc.nat({ max: roots.length - 1 });

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
  }
  expect(JSON.parse(JSON.stringify(diffData(report)))).to.be.an('object');
  return stacks[0];
}

/** A template that another program wrote, or nobody: `undefined` when it is refused. */
function parse(text: string): MapNode | undefined {
  try {
    return parseTemplate(text, 'other.yaml');
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    expect(error.message).to.match(/^other\.yaml (can't be read: line \d+, column \d+: \S|is not a CloudF)/);
    expect(error.message.length).to.be.below(1000);
    return undefined;
  }
}

const pieces = [
  yamlSigns,
  ['!Ref ', '!Sub ', '!GetAtt a', '!If [', '!Join ', '!'],
  ['\r', '\0', '\u2028', '😀', 'null', '~', '1e3', '.nan', 'Type: ', 'Properties: ', 'Fn::Sub: '],
  ['__proto__: ', 'constructor: ', '!<x> ', '${!', '0x1F', '\ufeff'],
];
const changes = damages(pieces, { most: 3, removed: 40 });

describe('the difference of two templates', () => {
  it('is none when a template was written and read again', () => {
    for (const each of roots) {
      const read = parse(print(each));
      expect(diffOf(each, read)).to.include({ change: 'identical' });
      expect(diffOf(read, each)).to.include({ change: 'identical' });
    }
    showFigure(`templates that were read again without a difference: ${roots.length}`);
  });

  it('is found between any two specs, or a spec and nothing', () => {
    fc.assert(
      fc.property(number, number, (one, other) => {
        const [before, after] = [roots[one], roots[other]];
        if (!before || !after) return;
        const isSame = print(before) === print(after);
        expect(diffOf(before, after)?.change === 'identical').to.equal(isSame);
        expect(diffOf(undefined, after)).to.include({ change: 'added' });
        expect(diffOf(before, undefined)).to.include({ change: 'removed' });
      }),
      runs(40),
    );
  });

  it('is found, or a message, whatever became of a template in another program', () => {
    let read = 0;
    const { numRuns, seed } = runs(60);
    fc.assert(
      fc.property(number, changes, (one, edits) => {
        const before = roots[one];
        if (!before) return;
        const after = parse(damaged(print(before), edits));
        if (!after) return;
        read += 1;
        diffOf(before, after);
        diffOf(after, before);
        expect(diffOf(after, after)).to.include({ change: 'identical' });
      }),
      { numRuns, seed },
    );
    showFigure(`templates changed at random: ${numRuns}, of which ${read} were read and compared`);
  });
});

describe('a template that another program wrote', () => {
  const times = 8_000;
  const many = (each: (index: number) => string) =>
    Array.from({ length: times }, (_each, index) => each(index));
  // The library that reads YAML takes minutes for some of these when it is asked for all that it knows.
  for (const [what, text] of [
    ['nested too deeply', `Resources: ${'['.repeat(times / 4)}`],
    ['of many keys', `Resources:\n${many((index) => `  k${index}: {}\n`).join('')}`],
    ['of many anchors', `Resources:\n${many((index) => `  k${index}: &a${index} {}\n`).join('')}`],
    ['of many mistakes', `Resources: [${','.repeat(times)}]`],
    ['of two documents', 'Resources: {}\n---\na: 1\n'],
    ['with a key twice', 'Resources: { A: { Type: x }, A: { Type: y } }\n'],
  ] as const) {
    it(`is read or refused: ${what}`, () => {
      const read = parse(text);
      if (read) expect(diffOf(read, read)).to.include({ change: 'identical' });
    });
  }

  it('is refused in our own words', () => {
    const words = (text: string) => {
      try {
        parseTemplate(text, 'a.yaml');
        return '';
      } catch (error) {
        return String(error);
      }
    };
    expect(words(`Resources:\n  - ${'['.repeat(times / 4)}`)).to.include(
      'lists and mappings are nested more than 100 levels deep',
    );
    expect(words('Resources: {}\n---\na: 1\n')).to.include('line 2, column 1: a second document begins here');
    expect(words('Resources:\n  A: {}\n  A: {}\n')).to.include('line 3, column 3: the key "A" occurs twice');
  });
});
