import { expect } from 'chai';
import { actions, gravestFirst } from '../../compiler/change/action.ts';
import type { ResourceDiff, StackDiff } from '../../compiler/diff/model.ts';
import { count, levels, reaches } from '../../compiler/diff/severity.ts';
import type { Level } from '../../compiler/diff/severity.ts';
import { diffSpecs, diffTemplate, diffTexts, replacing } from './diff-of.ts';

const fargate = replacing(['runtime: appRunner', 'runtime: fargate']);
const ipv4Only = replacing([', "2001:db8::/32"', '']);

/** A stack with an export, and one that imports it. */
function exporting(value: number): ReadonlyMap<string, string> {
  const output = `{ Value: ${value}, Export: { Name: Size } }`;
  return new Map([
    ['shared', `Resources: {}\nOutputs: { Size: ${output} }\n`],
    ['backend', 'Resources: { A: { Type: Custom::A, Properties: { Size: !ImportValue Size } } }\n'],
  ]);
}

/** As docs/upgrading.md says it. */
const cases: readonly (readonly [level: Level, what: string, diffs: readonly StackDiff[]])[] = [
  ['change', 'a description', [diffTemplate('shared', (text) => text.replace(/^Description.*/m, ''))]],
  ['change', 'an update', diffSpecs(replacing(['max: 16', 'max: 8']))],
  ['change', 'a new revision', diffSpecs((text) => fargate(text).replace('info', 'debug'), fargate)],
  ['change', 'a resource that is added', diffSpecs((text) => text, ipv4Only)],
  ['interrupt', 'a resource that is removed', diffSpecs(ipv4Only)],
  ['interrupt', 'an interruption', diffSpecs(replacing(['3.10.6', '3.11.1']))],
  [
    'replace',
    'a resource that may be replaced',
    [
      diffTemplate(
        'backend',
        replacing(['Type: AWS::WAFv2::IPSet', 'Type: AWS::WAFv2::IPSet\n    Condition: A']),
      ),
    ],
  ],
  ['replace', 'a resource that is replaced', diffSpecs(replacing(['todo_app', 'other_app']))],
  ['replace', 'another logical id', [diffTemplate('backend', replacing(['AllowedIpv4Set', 'Ipv4Set']))]],
  [
    'replace',
    "a resource that can't be deployed",
    [diffTemplate('shared', replacing(['Type: AWS::ECR::Repository', 'Type: AWS::ECR::PublicRepository']))],
  ],
  ['replace', "an export that can't be changed", diffTexts(exporting(1), exporting(2))],
  ['data-loss', 'data', diffSpecs(replacing(['name: todo\n    user', 'name: other\n    user']))],
];

describe('a level of --fail-on', () => {
  for (const [level, what, diffs] of cases) {
    it(`"${level}" is the gravest that ${what} reaches`, () => {
      const reached = levels.filter((each) => reaches(each, diffs));
      expect(reached).to.deep.equal(levels.slice(levels.indexOf(level)));
    });
  }

  it('is "change" for outputs that nobody imports', () => {
    const output = (value: number) =>
      new Map([
        [
          'a',
          `Resources: {}\nOutputs: { A: { Value: ${value}, Export: { Name: A } }, B: { Value: ${value} } }\n`,
        ],
      ]);
    const diffs = diffTexts(output(1), output(2));
    expect(count(diffs).refusedExports).to.equal(0);
    expect(levels.filter((each) => reaches(each, diffs))).to.deep.equal(['change']);
    expect(count(diffTexts(exporting(1), exporting(2))).refusedExports).to.equal(1);
  });

  it('is not reached by no difference', () => {
    const same = diffSpecs((text) => text);
    expect(levels.filter((each) => reaches(each, same))).to.deep.equal([]);
  });
});

describe('the resources of a difference', () => {
  it('are told the worst first, and before all those whose data is at stake', () => {
    const base = { logicalId: 'A', type: 'AWS::Test::Thing', properties: [], causes: [] };
    const worstFirst: readonly ResourceDiff[] = [
      { ...base, action: 'update', dataLoss: 'data' },
      ...actions.map((action) => ({ ...base, action })),
    ];
    expect(worstFirst.toReversed().sort(gravestFirst)).to.deep.equal(worstFirst);
  });

  it('are counted as revised when a new revision is the ordinary way to change them', () => {
    const diffs = diffSpecs((text) => fargate(text).replace('info', 'debug'), fargate);
    expect(count(diffs).actions).to.include({ revise: 1, update: 1, replace: 0 });
  });
});
