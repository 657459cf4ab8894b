import { expect } from 'chai';
import { diffData, renderDiffText } from '../../compiler/cli/views/diff/diff.ts';
import { renderDiffMarkdown } from '../../compiler/cli/views/diff/diff-markdown.ts';
import { wordCosts } from '../../compiler/cli/views/cost-words.ts';
import type { Action } from '../../compiler/change/action.ts';
import { costsOf } from '../../compiler/change/costs.ts';
import { readTemplate } from '../../compiler/template/read.ts';
import { diffTexts, replacing, spec, templatesOf } from '../diff/diff-of.ts';

const read = (resource: object) => readTemplate(JSON.stringify(resource));

/** Resources of these types, all of which are created or deleted. */
function changed(action: Action, types: readonly string[], resource: object = {}) {
  return types.map((type) => {
    const nodes =
      action === 'create'
        ? { before: undefined, after: read(resource) }
        : { before: read(resource), after: undefined };
    return {
      logicalId: type,
      type,
      action,
      properties: [],
      causes: [],
      ...costsOf({ type, action, ...nodes }),
    };
  });
}

describe('what a stack costs', () => {
  it('is said by how AWS charges for it, with numbers', () => {
    const types = ['AWS::ECR::Repository', 'AWS::KMS::Key', 'AWS::EC2::NatGateway', 'AWS::EC2::EIP'];
    expect(wordCosts(changed('create', [...types, ...types]))).to.deep.equal([
      'New costs, by time, used or not: 2 KMS keys, 2 NAT gateways, 2 public IPv4 addresses',
      'New costs, by use: 2 image repositories',
    ]);
  });

  it('is said of what goes, and of what stays behind', () => {
    const gone = changed('delete', ['AWS::SNS::Topic', 'AWS::IAM::Role']);
    const kept = changed('delete', ['AWS::KMS::Key', 'AWS::IAM::Role'], { DeletionPolicy: 'Retain' });
    expect(wordCosts([...gone, ...kept])).to.deep.equal([
      'Costs that end: 1 SNS topic',
      'What stays behind, and costs until someone deletes it: 1 KMS key',
    ]);
  });

  it('is nothing where one takes the place of another', () => {
    const [type] = ['AWS::SecretsManager::Secret'];
    expect(wordCosts([...changed('delete', [type]), ...changed('create', [type])])).to.deep.equal([]);
  });

  it('is said of one that has a part which costs', () => {
    const insights = { Properties: { ClusterSettings: [{ Name: 'containerInsights', Value: 'enabled' }] } };
    expect(wordCosts(changed('create', ['AWS::ECS::Cluster', 'AWS::ECS::Cluster'], insights))).to.deep.equal([
      'New costs, by time, used or not: 2 ECS clusters with Container Insights',
    ]);
  });
});

describe('a difference with costs', () => {
  const louder = replacing(['options:', 'options:\n  alarms: { notify: [a@example.com] }']);
  const report = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>) => ({
    before: 'OLD',
    after: 'NEW',
    stacks: diffTexts(before, after),
    scriptChanges: false,
    notes: [],
    source: 'AWS',
  });
  const added = report(templatesOf(), templatesOf(louder(spec)));
  const line = 'New costs, by time, used or not: 4 alarms';

  it('is shown as text, and in markdown outside of what is folded', () => {
    expect(renderDiffText(added, false)).to.include(`\n  ${line}\n`);
    expect(renderDiffMarkdown(added)).to.include(
      `</details>\n\n- ${line}\n- New costs, by use: 1 SNS topic\n`,
    );
  });

  it('is written for programs', () => {
    const { stacks } = diffData(added) as {
      stacks: readonly { resources: readonly { type: string; costs: unknown }[] }[];
    };
    const alarm = stacks
      .flatMap(({ resources }) => resources)
      .find(({ type }) => type === 'AWS::CloudWatch::Alarm');
    expect(alarm?.costs).to.deep.equal([
      { change: 'begins', number: 1, item: 'alarm', charged: 'time', by: 'month' },
    ]);
  });

  it('has one line for each kind of a new stack, and says that a former one goes on', () => {
    const { shared = '' } = Object.fromEntries(templatesOf());
    const one = report(new Map(), new Map([['shared', shared]]));
    expect(renderDiffText(one, false)).to.match(
      /^shared: a new stack, \d+ resources\n {2}New costs, by time, used or not: 1 secret, 2 database instances\n {2}New costs, by use: .*\n\n/,
    );
    expect(renderDiffMarkdown(one)).to.match(/<\/details>\n\n- New costs, by time/);
    expect(
      renderDiffText(
        report(one.stacks.length > 0 ? new Map([['shared', shared]]) : new Map(), new Map()),
        false,
      ),
    ).to.include('A deployed stack stays, and costs, until someone deletes it.');
  });
});
