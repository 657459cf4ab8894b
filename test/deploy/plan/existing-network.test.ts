import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { AwsFailure } from '../../../compiler/aws/failure.ts';
import { findUnfitNetwork } from '../../../compiler/deploy/plan/existing-network.ts';
import { findNetworkObstacles } from '../../../compiler/deploy/plan/network-order.ts';
import { planCreate } from '../../../compiler/deploy/plan/plan.ts';
import { wantStacks } from '../../../compiler/deploy/plan/wanted.ts';
import type { AwsCall } from '../../../compiler/modules/operations.ts';
import { toolkit } from '../../../compiler/toolkit.ts';
import { compileText } from '../../diff/diff-of.ts';
import { answerNetwork } from '../../support/fake-aws/network.ts';
import type { FakeNetwork, FakeSubnet } from '../../support/fake-aws/network.ts';
import { scriptedAws } from '../../support/fake-aws/scripted-aws.ts';
import { plansOf } from './plans-of.ts';

const made = readFileSync('test/golden/fargate/spec.yaml', 'utf8');
const spec = readFileSync('test/golden/fargate-existing-vpc/spec.yaml', 'utf8');
const dualStack = spec.replace('port: 8080', 'port: 8080\n    ipAddressType: dualStack');

const vpc = 'vpc-0123456789abcdef0';
const open = { '0.0.0.0/0': 'igw-1' };
const [publicA, publicC, privateA, privateC] = [
  { id: 'subnet-0123456789abcdef0', vpc, zone: 'ap-northeast-1a', routes: open },
  { id: 'subnet-0123456789abcdef1', vpc, zone: 'ap-northeast-1c', routes: open },
  { id: 'subnet-0123456789abcdef2', vpc, zone: 'ap-northeast-1a', routes: { '0.0.0.0/0': 'nat-1' } },
  { id: 'subnet-0123456789abcdef3', vpc, zone: 'ap-northeast-1c', routes: { '0.0.0.0/0': 'nat-1' } },
] as const satisfies readonly FakeSubnet[];
const fits: FakeNetwork = { vpcs: [vpc], subnets: [publicA, publicC, privateA, privateC] };

async function look(network: FakeNetwork | AwsCall, text = spec) {
  const compiled = compileText(text);
  const context = { resolved: compiled.resolved, templates: compiled.templates, toolkit };
  const plans = wantStacks(compiled, toolkit).map((each) => planCreate(each, context));
  const notes: string[] = [];
  const call = typeof network === 'function' ? network : answerNetwork(network);
  const findings = await findUnfitNetwork(plans, {
    aws: scriptedAws([], { call }),
    context,
    note: (line) => notes.push(line),
  });
  return {
    said: findings.map(({ path, message, hint = '' }) => `${path.slice(2).join('.')}: ${message} / ${hint}`),
    notes,
  };
}

const withSubnet = (subnet: FakeSubnet): FakeNetwork => ({
  ...fits,
  subnets: [subnet, ...fits.subnets.filter(({ id }) => id !== subnet.id)],
});

describe('the network that a spec names', () => {
  it('is fine when all is as the templates assume', async () => {
    expect(await look(fits)).to.deep.equal({ said: [], notes: [] });
  });

  it('is not asked about for a network that archc makes', async () => {
    const never = () => Promise.reject(new Error('EC2 is asked'));
    expect(await look(never, made)).to.deep.equal({ said: [], notes: [] });
  });

  for (const [title, network, said] of [
    [
      'has a VPC',
      { vpcs: [], subnets: [] },
      [
        'vpcId: There is no VPC "vpc-0123456789abcdef0" in ap-northeast-1 of this account / Write the id of another VPC: "aws ec2 describe-vpcs --region ap-northeast-1" lists them',
      ],
    ],
    [
      'resolves names',
      { ...fits, off: ['enableDnsSupport', 'enableDnsHostnames'] },
      [
        'vpcId: In "vpc-0123456789abcdef0", enableDnsSupport is off / Turn it on: aws ec2 modify-vpc-attribute --region ap-northeast-1 --vpc-id vpc-0123456789abcdef0 --enable-dns-support',
      ],
    ],
    [
      'has the subnets',
      { ...fits, subnets: [publicA, publicC, privateA] },
      [
        'privateSubnetIds.1: There is no subnet "subnet-0123456789abcdef3" in this account / Write the id of a subnet of vpc-0123456789abcdef0',
      ],
    ],
    [
      'has them in that VPC',
      withSubnet({ ...privateA, vpc: 'vpc-01234567' }),
      [
        'privateSubnetIds.0: "subnet-0123456789abcdef2" is a subnet of vpc-01234567, not of vpc-0123456789abcdef0 / Write the id of a subnet of vpc-0123456789abcdef0, or another vpcId',
      ],
    ],
    [
      'has them in the zones',
      withSubnet({ ...publicC, zone: 'ap-northeast-1a' }),
      [
        'publicSubnetIds.1: "subnet-0123456789abcdef1" is in zone ap-northeast-1a, and the availability zone at its place is ap-northeast-1c / Write the subnets in the order of availabilityZones, or the zones in the order of the subnets',
      ],
    ],
    [
      'lets clients in',
      withSubnet({ ...publicA, routes: { '0.0.0.0/0': 'nat-1' } }),
      [
        'publicSubnetIds.0: "subnet-0123456789abcdef0" has no route to an internet gateway, so nothing on the internet reaches a load balancer there / Write the id of a public subnet, or add a route for 0.0.0.0/0 to its route table',
      ],
    ],
  ] as const) {
    it(`is refused unless it ${title}`, async () => {
      expect((await look(network)).said).to.deep.equal(said);
    });
  }

  it('counts no route that leads nowhere, and the main route table where a subnet has none', async () => {
    const gone = withSubnet({ ...publicA, routes: { '0.0.0.0/0': 'igw-gone' } });
    expect((await look(gone)).said).to.have.length(1);
    const { id, zone } = publicA;
    expect((await look(withSubnet({ id, vpc, zone }))).said).to.have.length(1);
  });

  it('has IPv6 where clients use it', async () => {
    expect((await look(fits, dualStack)).said).to.deep.equal(
      [publicA, publicC].map(
        ({ id }, index) =>
          `publicSubnetIds.${index}: "${id}" has no IPv6 range, which a load balancer with "ipAddressType: dualStack" needs / Add an IPv6 range to the subnet, or write "ipAddressType: ipv4" under backend.service`,
      ),
    );
    const ranged = [publicA, publicC].map((each) => ({ ...each, hasIpv6: true }));
    const subnets = [...ranged, privateA, privateC];
    expect(await look({ ...fits, subnets }, dualStack)).to.deep.equal({
      said: [],
      notes: [publicA, publicC].map(
        ({ id }) => `Subnet "${id}" has no route for ::/0, so nobody reaches it by IPv6`,
      ),
    });
    const routed = ranged.map((each) => ({ ...each, routes: { ...open, '::/0': 'igw-1' } }));
    const all = { ...fits, subnets: [...routed, privateA, privateC] };
    expect(await look(all, dualStack)).to.deep.equal({ said: [], notes: [] });
  });

  it('may give names to no machine, with a remark about VPC endpoints', async () => {
    expect(await look({ ...fits, off: ['enableDnsHostnames'] })).to.deep.equal({
      said: [],
      notes: [
        'In "vpc-0123456789abcdef0", enableDnsHostnames is off, so VPC endpoints there do not get the names of AWS\'s services: without NAT, tasks in the private subnets could not start',
      ],
    });
  });

  it('gets remarks about private subnets', async () => {
    const subnets = [publicA, publicC, { ...privateA, routes: open }, { ...privateC, routes: {} }];
    expect(await look({ ...fits, subnets })).to.deep.equal({
      said: [],
      notes: [
        'Private subnet "subnet-0123456789abcdef2" has a route to an internet gateway: it is a public one',
        'Private subnet "subnet-0123456789abcdef3" has no route for 0.0.0.0/0: what stands there reaches only what is in the VPC or has a VPC endpoint',
      ],
    });
  });

  it('is not judged by those who may not look', async () => {
    const denied = () => Promise.reject(new AwsFailure('denied', 'UnauthorizedOperation', 'no right'));
    expect(await look(denied)).to.deep.equal({
      said: [],
      notes: ['archc could not look at the VPC vpc-0123456789abcdef0: no right'],
    });
  });

  for (const [title, before, after] of [
    ['to an existing network', made, spec],
    ['from there to one that is made', spec, made],
  ] as const) {
    it(`is not what a deployed cluster moves ${title}`, async () => {
      const { plans, resolved } = plansOf(before, after);
      const context = { resolved, templates: [], toolkit };
      const aws = scriptedAws([], { listImports: () => Promise.resolve([]) });
      const findings = await findNetworkObstacles(plans, { aws, context, note: () => undefined });
      expect(findings.map(({ message }) => message)).to.deep.equal([
        'The database of stack "todo-shared" stands in other subnets, and AWS moves no cluster to another network',
      ]);
    });
  }
});
