import { expect } from 'chai';
import fc from 'fast-check';
import type { Entry, MapNode, TemplateNode } from '../../compiler/template/node.ts';
import { print } from '../../compiler/template/print.ts';
import { readTemplate } from '../../compiler/template/read.ts';
import { needs } from '../support/needs.ts';
import { runs, showFigure } from '../support/random-specs/runs.ts';
import { treacherous } from '../support/random-specs/texts.ts';
import { valueOf } from '../support/yaml/value-of.ts';
import { missingReader, readYamlWith, yamlReaders } from '../support/yaml/read-yaml.ts';

const text = fc.oneof(
  fc.constantFrom(
    ...treacherous,
    'a\nb',
    'a\n',
    '\na',
    'a\n\nb\n',
    ' a\nb',
    'a \nb',
    'a\r\nb',
    '\t',
    '- a\n- b',
    '# a\nb',
  ),
  fc.string({ maxLength: 12, unit: 'grapheme-ascii' }),
  fc.string({ maxLength: 8, unit: 'binary' }),
  // Words, signs and digits in the order in which a reader may take them for something else.
  fc
    .array(
      fc.constantFrom(
        'e',
        'E',
        '0',
        '1',
        '9',
        '.',
        '-',
        '+',
        ':',
        ' ',
        '_',
        'x',
        'o',
        '#',
        'n',
        'y',
        '!',
        '&',
        '*',
        "'",
        '"',
        ',',
        '\n',
      ),
      { maxLength: 7 },
    )
    .map((parts) => parts.join('')),
);
const scalar = fc.oneof(
  text,
  text,
  fc.boolean(),
  fc.integer(),
  fc.integer({ min: -999, max: 999 }).map((tenths) => tenths / 10),
);
const tag = fc.constantFrom('Ref', 'Sub', 'GetAtt', 'Join', 'If', 'Select', 'Split', 'ImportValue');

/** As composed: text alone has a function's tag, or a list, or a mapping with something in it. */
const node = fc.letrec((tie) => {
  const inner = tie('node') as fc.Arbitrary<TemplateNode>;
  return {
    node: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.record({ kind: fc.constant('scalar' as const), value: scalar }),
      fc.record({ kind: fc.constant('scalar' as const), value: text, tag }),
      fc.record({ kind: fc.constant('list' as const), items: fc.array(inner, { maxLength: 4 }) }),
      fc.record({
        kind: fc.constant('list' as const),
        items: fc.array(inner, { minLength: 1, maxLength: 3 }),
        tag,
      }),
      fc.array(text, { minLength: 30, maxLength: 50 }).map(listOf),
      mappingsOf(inner, 0),
    ),
  };
}).node as fc.Arbitrary<TemplateNode>;
const root = mappingsOf(node, 1);

function listOf(texts: readonly string[]): TemplateNode {
  return { kind: 'list', items: texts.map((value) => ({ kind: 'scalar', value })) };
}

function mappingsOf(value: fc.Arbitrary<TemplateNode>, minLength: number): fc.Arbitrary<MapNode> {
  const entry = fc.tuple(text, value, fc.boolean());
  return fc.uniqueArray(entry, { minLength, maxLength: 4, selector: ([key]) => key }).map(mapOf);
}

function mapOf(entries: readonly (readonly [string, TemplateNode, boolean])[]): MapNode {
  return {
    kind: 'map',
    entries: entries.map(([key, value, isNoted]): Entry => ({
      key,
      value,
      ...(isNoted && { comment: ['Why: "so"', '', '- a'], spaced: true }),
    })),
  };
}

describe('any template that is printed', () => {
  const { numRuns, seed } = runs(150);

  for (const reader of yamlReaders) {
    it(`is read back by ${reader} as it was`, async function () {
      needs(this, missingReader([reader]));
      await fc.assert(
        fc.asyncProperty(root, async (tree) => {
          const printed = print(tree);
          expect(printed)
            .to.match(/^[\n -~]*$/)
            .and.not.match(/ \n/);
          expect(await readYamlWith(reader, printed), printed).to.deep.equal(valueOf(tree));
        }),
        { numRuns, seed },
      );
    });
  }

  it('is read back by archc diff as it was', () => {
    fc.assert(
      fc.property(root, (tree) => {
        const printed = print(tree);
        const read = readTemplate(printed);
        expect(valueOf(read)).to.deep.equal(valueOf(tree));
      }),
      { numRuns, seed },
    );
    showFigure(`random templates that were printed and read by ${yamlReaders.length} readers: ${numRuns}`);
  });
});
