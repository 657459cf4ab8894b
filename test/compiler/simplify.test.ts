import { expect } from 'chai';
import { toPlain } from '../../compiler/template/plain.ts';
import { readTemplate } from '../../compiler/template/read.ts';
import { simplify } from '../../compiler/template/simplify.ts';

const known = { 'AWS::Region': 'eu-west-1', Image: 'host/todo:1', Odd: 'a${b}' };

describe('a value of a template, simplified', () => {
  for (const [title, yaml, wanted] of [
    ['is plain text as it is', 'a${b}', 'a${b}'],
    ['keeps a name that is not known', '!Ref Vpc', { Ref: 'Vpc' }],
    ['has the value of a name that is known', '!Ref Image', 'host/todo:1'],
    ['is one function however text is put together', '!Join ["", [a-, !Ref Vpc]]', { 'Fn::Sub': 'a-${Vpc}' }],
    ['is the name alone when there is nothing beside it', '!Sub "${Vpc}"', { Ref: 'Vpc' }],
    ['is an attribute in one form', '!Sub "${Vpc.Id}"', { 'Fn::GetAtt': ['Vpc', 'Id'] }],
    [
      'is an attribute in its long form',
      '{"Fn::GetAtt": "Subnet.Id.Part"}',
      { 'Fn::GetAtt': ['Subnet', 'Id.Part'] },
    ],
    ['has names of its own put in', '!Sub ["${AWS::Region}${Zone}", {Zone: c}]', 'eu-west-1c'],
    [
      'has functions put in for its own names',
      '!Sub ["${A}-${B}", {A: !Ref Vpc, B: !GetAtt X.Y}]',
      { 'Fn::Sub': '${Vpc}-${X.Y}' },
    ],
    ['is text when all is known', '!Sub "${Image}-${AWS::Region}"', 'host/todo:1-eu-west-1'],
    ['keeps what is no name', '!Sub "${!Literal}-${Image}"', '${Literal}-host/todo:1'],
    ['takes a value for text, whatever stands in it', '!Sub "${Odd}-${Vpc}"', { 'Fn::Sub': 'a${!b}-${Vpc}' }],
    ['is joined with its separator', '!Join [",", [!Ref A, !Ref B]]', { 'Fn::Sub': '${A},${B}' }],
    ['keeps another function', '!Select [0, !GetAZs eu]', { 'Fn::Select': [0, { 'Fn::GetAZs': 'eu' }] }],
    [
      'keeps a function that cannot be put into text',
      '!Sub ["${A}", {A: !Select [0, [x]]}]',
      { 'Fn::Sub': ['${A}', { A: { 'Fn::Select': [0, ['x']] } }] },
    ],
    [
      'keeps an attribute whose name only CloudFormation knows',
      '!GetAtt [A, !Ref Attribute]',
      { 'Fn::GetAtt': ['A', { Ref: 'Attribute' }] },
    ],
    ['leaves a name that is none of its own', '!Ref constructor', { Ref: 'constructor' }],
    ['is simplified inside', '{Name: !Sub "${Image}"}', { Name: 'host/todo:1' }],
  ] as const) {
    it(title, () => {
      expect(simplify(toPlain(readTemplate(yaml)), known)).to.deep.equal(wanted);
    });
  }
});
