import { expect } from 'chai';
import prices from '../../compiler/facts/prices.json' with { type: 'json' };
import { clean } from '../../compiler/cli/terminal/clean.ts';
import { openDeployText } from '../../compiler/cli/views/deploy.ts';
import { planData, renderPlan } from '../../compiler/cli/views/plan.ts';
import { planCreate } from '../../compiler/deploy/plan/plan.ts';
import { wantStacks } from '../../compiler/deploy/plan/wanted.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { refuseDataLoss } from '../../compiler/deploy/plan/guard.ts';
import { plansOf } from '../deploy/plan/plans-of.ts';
import { compileText, replacing, spec } from '../diff/diff-of.ts';

const target = { account: '123456789012', region: 'ap-northeast-1' };

describe('a plan', () => {
  const edit = replacing(['203.0.113.0/24', '198.51.100.0/24']);
  const { plans, resolved } = plansOf(spec, edit(spec), (template) =>
    template
      .replace('StorageEncrypted: true', 'StorageEncrypted: false')
      .replace('  Repository:\n', '  Images:\n'),
  );
  const show = (colour: boolean) => renderPlan({ plans, target, resolved }, colour);

  it('is shown with what is lost, what stays, and why', () => {
    expect(show(false)).to.equal(`In ap-northeast-1 of account 123456789012:

todo-shared: 4 to replace
  ! replace  DatabaseCluster       AWS::RDS::DBCluster  (todo.yaml:5)
      StorageEncrypted: true -> false
      Data is at stake: the new cluster is empty
      Stays behind: a snapshot of it
  ! replace  Repository -> Images  AWS::ECR::Repository  (todo.yaml:5)
      Same type and nearly the same properties: looks like a rename; CloudFormation makes a new one and deletes the old
      Data is at stake: the new repository is empty; all images go, and with them the way back to an older one
  ! replace  DatabaseWriter        AWS::RDS::DBInstance  (todo.yaml:5)
      because DBClusterIdentifier refers to DatabaseCluster, which is another one
  ! replace  DatabaseReader        AWS::RDS::DBInstance  (todo.yaml:5)
      because DBClusterIdentifier refers to DatabaseCluster, which is another one
  What stays behind, and costs until someone deletes it: 1 snapshot

todo-backend: 1 to update, 3 that may follow
  ~ update  AllowedIpv4Set  AWS::WAFv2::IPSet
      Addresses: ["203.0.113.0/24"] -> ["198.51.100.0/24"]  (todo.yaml:28)
  . may follow  WebAcl, WebAclLogging, WebAclAssociation: if AllowedIpv4Set.Arn comes out different
`);
  });

  it('says what it does to the costs of a month, unless they stay the same', () => {
    expect(show(false)).to.not.include('Cost:');
    const larger = plansOf(spec, replacing(['max: 16', 'max: 32'])(spec));
    const report = { ...larger, target };
    const says =
      'Cost: about 465 to 8,822 USD a month, was about 465 to 5,318 (prices of ap-northeast-1 as of ';
    expect(renderPlan(report, false)).to.include(`\n\n${says}`);
    // Two instances, 2 x 16 ACU x 730 hours x 0.15 USD more.
    expect(planData(report)).to.deep.include({
      cost: {
        region: 'ap-northeast-1',
        currency: 'USD',
        asOf: prices.asOf,
        before: { floor: 465.021, ceiling: 5317.55 },
        after: { floor: 465.021, ceiling: 8821.55 },
        withoutPrice: [],
      },
    });
  });

  it('says what new stacks cost', () => {
    const compiled = compileText(spec);
    const context = { ...compiled, toolkit };
    const created = wantStacks(compiled, toolkit).map((each) => planCreate(each, context));
    const lines = renderPlan({ plans: created, target, resolved: compiled.resolved }, false).split('\n');
    expect(lines.at(-2)).to.match(/^Cost: about 465 to 5,318 USD a month, plus use \(prices of /);
  });

  it('says which environment it is for', () => {
    const nowhere = { start: 0, end: 0 };
    const tree = {
      ...resolved.tree,
      environment: { name: 'dev', of: 'todo', key: nowhere, written: nowhere },
    };
    const report = { plans, target, resolved: { ...resolved, tree } };
    expect(renderPlan(report, false)).to.match(
      /^Environment dev, in ap-northeast-1 of account 123456789012:\n/,
    );
    expect(planData(report)).to.include({ spec: 'todo.yaml', environment: 'dev' });
  });

  it('is red where something is lost, and yellow where it is updated', () => {
    const coloured = clean(show(true));
    expect(coloured).to.include('\u001b[31m! replace\u001b[39m  DatabaseCluster');
    expect(coloured).to.include('\u001b[31mData is at stake: the new cluster is empty\u001b[39m');
    expect(coloured).to.include('\u001b[33m~ update\u001b[39m  AllowedIpv4Set');
  });

  it('is refused with what would be lost, and how to allow it', () => {
    const said: string[] = [];
    const terminal = { out: () => undefined, err: (text: string) => void said.push(text), colour: false };
    const watch = () => {
      throw new Error('Nothing is watched');
    };
    const reporter = openDeployText({ terminal, target, resolved }, { watch, print: terminal.err });
    reporter.refuse(refuseDataLoss(plans, ['Repository']));
    expect(said).to.deep.equal([
      'archc: todo-shared: DatabaseCluster (replaced): the new cluster is empty; stays behind: a snapshot of it\n',
      'archc: nothing was changed. To allow it: --allow-replace DatabaseCluster\n',
    ]);
  });

  it('is given to programs', () => {
    const { stacks, ...about } = JSON.parse(JSON.stringify(planData({ plans, target, resolved }))) as {
      stacks: readonly { changes: readonly object[] }[];
    };
    expect(about).to.deep.equal({ ...target, spec: 'todo.yaml', cost: null });
    const places = {
      shared: { file: 'todo.yaml', path: 'shared', line: 5, column: 1, endLine: 5, endColumn: 7 },
      backend: { file: 'todo.yaml', path: 'backend', line: 14, column: 1, endLine: 14, endColumn: 8 },
    };
    const [shared, backend] = stacks;
    expect(shared).to.deep.include({ stack: 'todo-shared', kind: 'shared', action: 'update', notes: [] });
    expect(shared?.changes[1]).to.deep.equal({
      logicalId: 'Repository',
      renamedTo: 'Images',
      type: 'AWS::ECR::Repository',
      area: 'images',
      action: 'replace',
      dataLoss: 'the new repository is empty; all images go, and with them the way back to an older one',
      properties: [],
      causes: [],
      spec: places.shared,
    });
    expect(backend?.changes.at(-1)).to.deep.equal({
      logicalId: 'WebAclAssociation',
      type: 'AWS::WAFv2::WebACLAssociation',
      area: 'firewall',
      action: 'follow',
      properties: [],
      causes: [{ property: 'WebACLArn', target: 'WebAcl.Arn', effect: 'follow' }],
      spec: places.backend,
    });
  });
});
