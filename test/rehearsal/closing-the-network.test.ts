import {
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect } from 'chai';
import { callAws } from '../support/local-aws/call-aws.ts';
import { listEcsServices } from '../support/local-aws/find-container.ts';
import { pushImage } from '../support/local-aws/inspect-aws.ts';
import { clientConfig } from '../support/local-aws/stacks.ts';
import { watchAlias } from '../support/local-aws/watch-alias.ts';
import { runArchc, writeSpec } from '../support/terminal/archc.ts';
import { fargate } from './on-fargate.ts';
import { domain, zone } from './runtime-in-life.ts';
import { useRehearsal } from './use-rehearsal.ts';

const together = (spec: string) => spec.replace('runtime: appRunner', 'runtime: fargate');
const closed = (spec: string) =>
  together(spec)
    .replace('runtime: fargate', 'runtime: fargate\n    subnets: private')
    .replace(/^shared:\n/m, 'shared:\n  network: { nat: one }\n');
const moved = (spec: string) => closed(spec).replace('nat: one', 'nat: one, databaseRoute: internet');

describe("a deployed API leaves the database's subnets", () => {
  const rehearsal = useRehearsal();
  let image = '';

  before(async () => {
    expect((await deploy(together, '--stack', 'shared')).code).to.equal(0);
    const { RepositoryUri = '' } = await rehearsal.stacks.outputs('todo-shared');
    image = await pushImage(rehearsal.miniStack, RepositoryUri, 'todo-1');
    expect((await deploy(together)).code).to.equal(0);
    await rehearsal.query('CREATE TABLE task (title TEXT)');
    await rehearsal.query("INSERT INTO task VALUES ('kept')");
  });

  async function deploy(edit: (spec: string) => string, ...flags: string[]) {
    const spec = await writeSpec(rehearsal.folder, edit);
    const given = flags.length > 0 ? flags : ['--image', image];
    return runArchc(rehearsal.miniStack, 'deploy', spec, '--yes', ...given);
  }

  const subnets = async (key: string) =>
    ((await rehearsal.stacks.outputs('todo-shared'))[key] ?? '').split(',');

  /** Where load balancer and tasks stand. */
  async function places() {
    const balancing = new ElasticLoadBalancingV2Client(clientConfig(rehearsal.miniStack));
    const { LoadBalancers = [] } = await balancing.send(new DescribeLoadBalancersCommand());
    const [service] = await listEcsServices(rehearsal.miniStack);
    const tasks = service?.networkConfiguration?.awsvpcConfiguration;
    return {
      balancer: LoadBalancers.flatMap(({ AvailabilityZones = [] }) =>
        AvailabilityZones.map(({ SubnetId }) => SubnetId),
      ),
      tasks: tasks?.subnets,
      publicIp: tasks?.assignPublicIp,
    };
  }

  /** Targets of the default routes in the table of the database's subnets. */
  async function listRoutes(logicalId: string): Promise<readonly string[]> {
    const table = await rehearsal.stacks.physicalId('todo-shared', logicalId);
    const query = `Action=DescribeRouteTables&Version=2016-11-15&RouteTableId.1=${table}`;
    const answer = await callAws(rehearsal.miniStack, 'ec2', `/?${query}`);
    return [...answer.matchAll(/<destinationCidrBlock>0\.0\.0\.0\/0<\/destinationCidrBlock>\s*<(\w+)>/g)].map(
      ([, target = '']) => target,
    );
  }

  it('is refused in one step, which would cut off the tasks', async () => {
    const before = await rehearsal.stacks.events('todo-shared');
    const { code, stderr } = await deploy(closed);
    expect(code).to.equal(1);
    expect(stderr).to.include('removes-route-early').and.include('databaseRoute: internet');
    expect(await rehearsal.stacks.events('todo-shared')).to.have.length(before.length);
  });

  it('moves load balancer and tasks while the route is there', async () => {
    const database = await subnets('SubnetIds');
    expect(await places()).to.deep.equal({ balancer: database, tasks: database, publicIp: 'ENABLED' });
    const watch = await watchAlias(rehearsal.miniStack, zone, domain);
    const { code, stdout, stderr } = await deploy(moved);
    expect(code, `${stdout}\n${stderr}`).to.equal(0);
    expect(await watch.stop()).to.have.length(1);
    expect(await places()).to.deep.equal({
      balancer: await subnets('PublicSubnetIds'),
      tasks: await subnets('PrivateSubnetIds'),
      publicIp: 'DISABLED',
    });
    expect(await subnets('SubnetIds')).to.deep.equal(database);
    expect(await listRoutes('RouteTable')).to.deep.equal(['gatewayId']);
    expect(await listRoutes('PrivateRouteTable2')).to.deep.equal(['natGatewayId']);
    await fargate.expectComplete(rehearsal);
  });

  it('takes the route with the next deployment, and the data stays', async () => {
    const { code, stdout, stderr } = await deploy(closed);
    expect(code, `${stdout}\n${stderr}`).to.equal(0);
    expect(await listRoutes('RouteTable')).to.deep.equal([]);
    expect(
      (await rehearsal.query('SELECT title FROM task')).map((row) => row['title'] as unknown),
    ).to.deep.equal(['kept']);
  });

  it('is refused the way back in one step', async () => {
    const { code, stderr } = await deploy(together);
    expect(code).to.equal(1);
    expect(stderr).to.include('would remove PublicSubnetIds, PrivateSubnetIds').and.include('todo-backend');
  });

  it('leaves a network in which another one is deployed, unless its subnets are in other zones', async () => {
    const { VpcId = '' } = await rehearsal.stacks.outputs('todo-shared');
    const pairs = await Promise.all(['PublicSubnetIds', 'PrivateSubnetIds'].map(subnets));
    const other = (lists: readonly (readonly string[])[]) => (spec: string) =>
      closed(spec)
        .replace('name: todo', 'name: other')
        // The local EC2 says nothing about IPv6 ranges.
        .replace('ipAddressType: dualStack', 'ipAddressType: ipv4')
        // One MySQL server stands for one cluster.
        .replace(/^ {2}database:\n {4}engine[^]*?\n\n/m, '  database: none\n\n')
        .replace(/^ {2}database:\n {4}name.*\n.*\n/m, '')
        .replace(
          '{ nat: one }',
          `{ vpcId: ${VpcId}, publicSubnetIds: [${String(lists[0])}], privateSubnetIds: [${String(lists[1])}] }`,
        );
    const swapped = await deploy(other(pairs.map((pair) => pair.toReversed())), '--stack', 'shared');
    expect(swapped.code, swapped.stdout).to.equal(1);
    expect(swapped.stderr).to.include('unfit-network').and.include('the availability zone at its place is');
    const { code, stdout, stderr } = await deploy(other(pairs), '--stack', 'shared');
    expect(code, `${stdout}\n${stderr}`).to.equal(0);
    const outputs = await rehearsal.stacks.outputs('other-shared');
    expect(outputs).to.include({ VpcId, SubnetIds: String(pairs[1]), PublicSubnetIds: String(pairs[0]) });
  });
});
