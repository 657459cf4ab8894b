import { expect } from 'chai';
import { InternalError } from '../../compiler/internal-error.ts';
import type { Module, Toolkit } from '../../compiler/modules/module.ts';
import { addModule } from '../../compiler/phases/compose.ts';
import { rankRules } from '../../compiler/phases/rank-rules.ts';
import { toPlain } from '../../compiler/template/plain.ts';
import { readFragment } from '../../compiler/template/read.ts';
import type { Template } from '../../compiler/template/template.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { compileGolden } from '../support/compile/compile-golden.ts';

const { resolved } = compileGolden('minimal');

/** The backend template that a module makes of one fragment alone. */
function made(fragment: string, ...parts: ReturnType<Module['fragments']>): unknown {
  const module: Module = { name: 'own', fragments: () => parts };
  const fragments = { 'own/backend/part': readFragment(fragment, 'part') };
  const empty: Template = { stack: 'backend', root: { kind: 'map', entries: [] } };
  const [template] = addModule([empty], module, resolved, { ...toolkit, fragments });
  return template && toPlain(template.root);
}

describe('a fragment that is composed once more', () => {
  const topic =
    'Resources:\n  # The only one.\n  Topic: { Type: "AWS::SNS::Topic", Properties: { TopicName: !Spec name } }\n';
  const copy = {
    fragment: 'backend/part',
    logicalId: 'Other',
    values: { name: { value: 'other', from: ['name'] } },
  };

  it('is another resource with its own values', () => {
    expect(made(topic, 'backend/part', copy)).to.deep.equal({
      Resources: {
        Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: resolved.spec.name } },
        Other: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'other' } },
      },
    });
  });

  for (const [what, fragment] of [
    ['no resource', 'Outputs: { Name: { Value: x } }'],
    ['two resources', 'Resources: { A: { Type: "AWS::SNS::Topic" }, B: { Type: "AWS::SNS::Topic" } }'],
  ] as const) {
    it(`is caught when it has ${what}`, () => {
      expect(() => made(fragment, copy)).to.throw(InternalError, 'Other is no copy of one resource');
    });
  }
});

describe('priorities', () => {
  const rootOf = (text: string) => {
    const root = readFragment(text, 'template');
    if (root.kind !== 'map') throw new Error('no mapping');
    return root;
  };
  const ranked = (text: string, kit: Toolkit = toolkit) =>
    rankRules({ stack: 'backend', root: rootOf(text) }, kit).root;

  for (const [title, text] of [
    [
      'are given to no rules but those of web ACLs',
      'Resources: { Bucket: { Type: "AWS::S3::Bucket", Properties: { Rules: [{ Name: A }] } } }',
    ],
    ['need rules', 'Resources: { WebAcl: { Type: "AWS::WAFv2::WebACL", Properties: { Rules: [] } } }'],
  ] as const) {
    it(title, () => {
      expect(ranked(text)).to.deep.equal(rootOf(text));
    });
  }

  it('stand below the names of the rules', () => {
    const fragment = readFragment(
      'Resources: { WebAcl: { Properties: { Rules: [{ Name: A }, { Name: B }] } } }',
      'own',
    );
    const kit = { ...toolkit, fragments: { 'base/backend/own': fragment } };
    const after = ranked(
      'Resources: { WebAcl: { Type: "AWS::WAFv2::WebACL", Properties: { Rules: [{ Name: B, Action: x }, { Name: A }] } } }',
      kit,
    );
    const wanted = rootOf(
      'Resources: { WebAcl: { Type: "AWS::WAFv2::WebACL", Properties: { Rules: [{ Name: A, Priority: 0 }, { Name: B, Priority: 1, Action: x }] } } }',
    );
    expect(after).to.deep.equal(wanted);
  });
});

describe('the build script', () => {
  const scriptOf = (name: string) =>
    compileGolden(name).artifacts.find((artifact) => artifact.name === 'build.sh')?.text ?? '';

  it('says how to deploy the shared stack of its spec', () => {
    expect(scriptOf('minimal'))
      .to.include('aws cloudformation deploy')
      .and.not.include('the spec that describes it');
  });

  it('leaves the shared stack of another spec to that', () => {
    expect(scriptOf('shared-stack')).to.include('Deploy it with the spec that describes it');
    expect(scriptOf('shared-stack')).to.not.include('Deploy it:');
  });
});
