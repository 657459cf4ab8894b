import { expect } from 'chai';
import { InternalError } from '../../compiler/internal-error.ts';
import { readFragment } from '../../compiler/template/read.ts';
import { merge } from '../../compiler/template/merge.ts';
import type { MapNode } from '../../compiler/template/node.ts';
import { print } from '../../compiler/template/print.ts';
import { verify } from '../../compiler/template/verify.ts';

const base =
  'Resources:\n  Acl:\n    Type: T\n    Properties:\n      Action: { Allow: {} }\n      Rules: [a]\n';

function mergeAll(...fragments: readonly string[]): MapNode {
  const empty: MapNode = { kind: 'map', entries: [] };
  return fragments.reduce(
    (all, text, index) => merge(all, readFragment(text, 'fragment'), `m${index}`),
    empty,
  );
}

/** A fragment that says something about the web ACL's properties. */
function acl(property: string): string {
  return `Resources:\n  Acl:\n    Properties:\n      ${property}\n`;
}

describe('a fragment that is merged in', () => {
  it('adds keys, replaces what it overrides and appends to lists', () => {
    const text = print(
      mergeAll(base, acl('Action: !Override { Block: {} }'), acl('Rules: !Append [b]'), acl('Scope: S')),
    );
    const properties = ['Action: {Block: {}}', 'Rules: [a, b]', 'Scope: S'];
    expect(text).to.equal(
      `Resources:\n  Acl:\n    Type: T\n    Properties:\n      ${properties.join('\n      ')}\n`,
    );
  });

  it('may bring a text of a mapping that another has brought already', () => {
    const mapping = (more: string) => `Mappings: { M: { K: { A: x }${more} } }`;
    expect(print(mergeAll(mapping(''), mapping(', L: { A: z }')))).to.equal(
      'Mappings:\n M:\n  K:\n   A: x\n  L:\n   A: z\n',
    );
  });

  it('adds to what is said of a resource, with a comment above an empty mapping', () => {
    const said = (line: string, rest: string) => `Resources:\n\n  # ${line}\n  Acl:${rest}\n`;
    const first = said('Second.', '\n    Type: T');
    expect(print(mergeAll(first, said('First.', ' {}')))).to.include('  # First.\n  # Second.\n  Acl:\n');
    expect(print(mergeAll(first, said('Lost.', '\n    DependsOn: B')))).to.not.include('Lost');
  });

  const refused = [
    [
      'a second value for a place',
      [acl('Rules: [b]')],
      'modules m0 and m1 both write Resources.Acl.Properties.Rules',
    ],
    [
      'a second text in a mapping',
      ['Mappings: { M: { K: { A: x } } }', 'Mappings: { M: { K: { A: y } } }'],
      'modules m1 and m2 both write Mappings.M.K.A',
    ],
    [
      'a second type',
      ['Resources:\n  Acl:\n    Type: U\n'],
      'modules m0 and m1 both write Resources.Acl.Type',
    ],
    [
      'a place that two modules override',
      [acl('Action: !Override { Block: {} }'), acl('Action: !Override { Count: {} }')],
      'modules m1 and m2 both write Resources.Acl.Properties.Action',
    ],
    [
      'an override of nothing',
      [acl('Scope: !Override S')],
      'module m1 says !Override at Resources.Acl.Properties.Scope',
    ],
    [
      'an append to nothing',
      [acl('Names: !Append [S]')],
      'module m1 says !Append at Resources.Acl.Properties.Names',
    ],
    [
      'an append to what is no list',
      [acl('Action: !Append [S]')],
      'module m1 says !Append at Resources.Acl.Properties.Action',
    ],
  ] as const;
  for (const [what, fragments, message] of refused) {
    it(`is refused with ${what}`, () => {
      expect(() => mergeAll(base, ...fragments)).to.throw(InternalError, message);
    });
  }
});

describe('a composed template', () => {
  const shared =
    'Resources: { A: { Type: T } }\nOutputs: { Arn: { Value: x, Export: { Name: !Sub "${AWS::StackName}-Arn" } } }\n';
  const refused = [
    [
      'a Ref to nothing',
      'Resources: { A: { Type: T, Properties: { P: !Ref B } } }',
      'Resources.A.Properties.P refers to "B"',
    ],
    [
      'a GetAtt of nothing',
      'Resources: { A: { Type: T, Properties: { P: !GetAtt B.Arn } } }',
      'refers to "B"',
    ],
    [
      'a Sub of nothing',
      'Resources: { A: { Type: T, Properties: { P: !Sub "x${B.Arn}" } } }',
      'refers to "B"',
    ],
    ['a DependsOn of nothing', 'Resources: { A: { Type: T, DependsOn: [B] } }', 'refers to "B"'],
    [
      'an If of no condition',
      'Conditions: { D: {} }\nResources: { A: { Type: T, Properties: { P: !If [C, x, y] } } }',
      'refers to "C"',
    ],
    [
      'a look-up in no mapping',
      'Mappings: { M: {} }\nResources: { A: { Type: T, Properties: { P: !FindInMap [N, x, y] } } }',
      'refers to "N"',
    ],
    [
      'an import that nothing exports',
      'Resources: { A: { Type: T, Properties: { P: { "Fn::ImportValue": !Sub "${SharedStackName}-Vpc" } } } }\nParameters: { SharedStackName: {} }',
      'the shared stack exports no "Vpc"',
    ],
    [
      'a tag of archc left over',
      'Resources: { A: { Type: T, Properties: { P: !Override x } } }',
      '!Override is left over',
    ],
    [
      'two rules of one priority',
      'Resources: { A: { Type: AWS::WAFv2::WebACL, Properties: { Rules: [{ Name: a, Priority: 0, Action: {} }, { Name: b, Priority: 0, Action: {} }] } } }',
      'backend: A has two rules of one Priority',
    ],
    [
      'two rules of one name',
      'Resources: { A: { Type: AWS::WAFv2::WebACL, Properties: { Rules: [{ Name: a, Priority: 0, Action: {} }, { Name: a, Priority: 1, Action: {} }] } } }',
      'backend: A has two rules of one Name',
    ],
    [
      'more outputs than CloudFormation takes',
      `Outputs: { ${Array.from({ length: 201 }, (_, index) => `O${index}: { Value: x }`).join(', ')} }`,
      'backend: 201 Outputs, and CloudFormation takes 200',
    ],
    [
      'a rule without an action',
      'Resources: { A: { Type: AWS::WAFv2::WebACL, Properties: { Rules: [{ Name: a, Priority: 0 }] } } }',
      'A has a rule without an action',
    ],
    [
      'a rule that ends the evaluation for those it lets in',
      'Resources: { A: { Type: AWS::WAFv2::WebACL, Properties: { Rules: [{ Name: a, Priority: 0, Action: { Allow: {} } }] } } }',
      'A has a rule that lets requests past the rules after it',
    ],
  ] as const;
  for (const [what, backend, message] of refused) {
    it(`is refused with ${what}`, () => {
      const templates = [
        { stack: 'shared', root: readFragment(shared, 'shared') as MapNode },
        { stack: 'backend', root: readFragment(backend, 'backend') as MapNode },
      ] as const;
      expect(() => {
        verify(templates);
      }).to.throw(InternalError, message);
    });
  }

  const accepted = [
    ['a pseudo parameter', '!Ref AWS::Region'],
    ['a parameter', '!Ref SharedStackName'],
    ['a resource and its attribute', '!GetAtt A.Arn'],
    ['what stands in a Sub', '!Sub "${AWS::StackName} ${A} ${A.Arn} ${!Literal} $A"'],
    ["a Sub's own variable", '!Sub ["${Own} ${A}", { Own: x }]'],
    ['an export of the shared stack', '{ "Fn::ImportValue": !Sub "${SharedStackName}-Arn" }'],
  ] as const;
  for (const [what, value] of accepted) {
    it(`may refer to ${what}`, () => {
      const backend = `Parameters: { SharedStackName: { Type: String } }\nResources: { A: { Type: T, Properties: { P: ${value} } } }`;
      verify([
        { stack: 'shared', root: readFragment(shared, 'shared') as MapNode },
        { stack: 'backend', root: readFragment(backend, 'backend') as MapNode },
      ]);
    });
  }
});
