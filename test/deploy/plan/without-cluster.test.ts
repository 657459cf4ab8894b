import { expect } from 'chai';
import type { Aws } from '../../../compiler/aws/aws.ts';
import { AwsFailure } from '../../../compiler/aws/failure.ts';
import type { DeployedStack } from '../../../compiler/aws/model.ts';
import { refuseDataLoss } from '../../../compiler/deploy/plan/guard.ts';
import { findImportedExports } from '../../../compiler/deploy/plan/imported-exports.ts';
import { stackOutputs } from '../../../compiler/deploy/status/stack-outputs.ts';
import { toolkit } from '../../../compiler/toolkit.ts';
import { compileText } from '../../diff/diff-of.ts';
import { stack } from '../../support/fake-aws/scripted-aws.ts';
import { plansOf } from './plans-of.ts';

const head = 'archc: 1\nname: todo\nregion: ap-northeast-1\n';
const service = 'backend:\n  service: { runtime: fargate, port: 8080, plainHttp: true }\n';
const zones = '  availabilityZones: [ap-northeast-1a, ap-northeast-1c]\n';
const own = '  database: { name: todo, user: todo_app }\n';
const usual = `${head}shared:\n${zones}  database: { deletionProtection: false }\n${service}`;
const none = `${head}shared:\n${zones}  database: none\n${service}`;
const clusterOutputs = [
  ...['ClusterArn', 'ClusterEndpoint', 'ClusterReaderEndpoint'],
  ...['MasterSecretArn', 'DatabaseSecurityGroupId'],
];

/** What is found when stacks import the outputs of the deployed shared stack. */
async function findingsOf(wanted: string, imports: Readonly<Record<string, readonly string[]>>) {
  const { plans, resolved } = plansOf(usual + own, wanted);
  const notes: string[] = [];
  const aws: Partial<Aws> = {
    listImports: (name) => {
      const known = imports[name.replace('todo-shared-', '')];
      if (known?.length === 0) return Promise.reject(new AwsFailure('denied', 'AccessDenied', 'no right'));
      return Promise.resolve(known ?? []);
    },
    describeStack: () => Promise.resolve(undefined),
  };
  const context = { resolved, templates: [], toolkit };
  const note = (line: string) => void notes.push(line);
  return { findings: await findImportedExports(plans, { aws: aws as Aws, context, note }), notes };
}

describe('a shared stack without a cluster', () => {
  it('can be where AWS has no RDS Data API', () => {
    const elsewhere = none.replaceAll('ap-northeast-1', 'ca-west-1');
    expect(compileText(elsewhere).templates.map(({ stack: kind }) => kind)).to.deep.equal([
      'shared',
      'backend',
    ]);
  });

  it('has its zones in its region, as any other', () => {
    const text = none.replace('[ap-northeast-1a, ap-northeast-1c]', '[us-east-1a, us-east-1b]');
    expect(() => compileText(text)).to.throw(/zone-mismatch/);
  });

  it('takes cluster and password from a deployed one, which the plan refuses', () => {
    const { plans } = plansOf(usual + own, none);
    const refused = refuseDataLoss(plans, []).map(({ change }) => change.logicalId);
    expect(refused).to.have.members(['DatabaseCluster', 'DatabaseMasterSecret', 'DatabaseUserSecret']);
    const shared = plans.find(({ wanted }) => wanted.kind === 'shared');
    expect(shared?.outputs.map(({ path }) => path[0])).to.have.members(clusterOutputs);
    const kept = ['Vpc', 'Subnet1', 'Subnet2', 'RouteTable', 'DefaultRoute', 'Repository'];
    expect(shared?.changes.map(({ logicalId }) => logicalId)).to.not.include.members(kept);
  });

  it('lets its own backend go first, which still imports the cluster', async () => {
    const { findings } = await findingsOf(none, {
      ClusterArn: ['todo-backend'],
      MasterSecretArn: ['todo-backend'],
    });
    expect(findings).to.have.length(1);
    const [finding] = findings;
    expect(finding?.path).to.deep.equal(['shared', 'database']);
    expect(finding?.message).to.equal(
      'This would remove ClusterArn, MasterSecretArn, which stack "todo-backend" still imports',
    );
    expect(finding?.hint).to.match(/deploy it with "archc deploy \S+ --stack backend" first/);
  });

  it('waits for the backends of other specs', async () => {
    const { findings } = await findingsOf(none, { ClusterEndpoint: ['billing-backend'] });
    expect(findings.map(({ message }) => message)).to.deep.equal([
      'This would remove ClusterEndpoint, which stack "billing-backend" still imports',
    ]);
    expect(findings[0]?.hint).to.match(/^First remove what imports them/);
  });

  it('says what it may not see', async () => {
    const { findings, notes } = await findingsOf(none, { ClusterArn: [] });
    expect(findings).to.deep.equal([]);
    expect(notes).to.deep.equal(['archc is not allowed to see which other stacks import ClusterArn']);
  });

  it('is no concern of a spec that keeps its outputs', async () => {
    const { findings } = await findingsOf(`${usual.replace('false', 'true')}${own}`, {
      ClusterArn: ['billing-backend'],
    });
    expect(findings).to.deep.equal([]);
  });

  it('has nothing for a backend that wants a database in it, which is said before anything is deployed', () => {
    const compiled = compileText(`${head}sharedStack: net-shared\n${service}${own}`);
    const outputs = ['VpcId', 'SubnetIds', 'RepositoryUri'].map((key) => ({ key, value: key }));
    const deployed: DeployedStack = { ...stack, name: 'net-shared', status: 'CREATE_COMPLETE', outputs };
    const read = stackOutputs('shared', deployed, compiled, 'ap-northeast-1');
    expect(read.ok ? '' : read.message).to.match(
      /^stack "net-shared" \(CREATE_COMPLETE\) has no output ClusterArn, .*: it has no database cluster, so remove backend.database, or /,
    );
    const without = compileText(`${head}sharedStack: net-shared\n${service}`);
    expect(stackOutputs('shared', deployed, without, 'ap-northeast-1').ok).to.be.true;
  });
});
