import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Aws } from '../../../compiler/aws/aws.ts';
import { AwsFailure } from '../../../compiler/aws/failure.ts';
import { findImportedExports } from '../../../compiler/deploy/plan/imported-exports.ts';
import { findNetworkObstacles } from '../../../compiler/deploy/plan/network-order.ts';
import { toolkit } from '../../../compiler/toolkit.ts';
import { templatesOf } from '../../diff/diff-of.ts';
import { scriptedAws, stack } from '../../support/fake-aws/scripted-aws.ts';
import { plansOf } from './plans-of.ts';

const readGolden = (name: string) => readFileSync(`test/golden/${name}/spec.yaml`, 'utf8');
const today = readFileSync('test/golden/fargate/spec.yaml', 'utf8');
const closed = readFileSync('test/golden/fargate-nat-per-zone/spec.yaml', 'utf8');
const open = closed.replace('nat: perZone', 'nat: perZone, databaseRoute: internet');
const withoutNat = closed.replace(
  'nat: perZone',
  'nat: none, endpoints: [ecr, s3, logs, secretsManager], databaseRoute: internet',
);
const shared = readFileSync('test/golden/fargate-private-shared-stack/spec.yaml', 'utf8');
const together = shared.replace('    subnets: private\n', '');

interface Account {
  /** The stacks that import each export. */
  readonly imports?: Readonly<Record<string, readonly string[]>>;
  /** The outputs of the shared stack. */
  readonly outputs?: readonly string[];
  readonly more?: Partial<Aws>;
}

async function look(before: string, after: string, { imports = {}, outputs = [], more = {} }: Account = {}) {
  const { plans, resolved } = plansOf(before, after);
  const notes: string[] = [];
  const aws = scriptedAws([], {
    listImports: (name) => Promise.resolve(imports[name] ?? []),
    describeStack: (name) =>
      Promise.resolve({ ...stack, name, outputs: outputs.map((key) => ({ key, value: '' })) }),
    readTemplate: () => Promise.resolve(templatesOf(closed).get('shared') ?? ''),
    ...more,
  });
  const context = { resolved, templates: [], toolkit };
  const asked = { aws, context, note: (line: string) => void notes.push(line) };
  const findings = [
    ...(await findNetworkObstacles(plans, asked)),
    ...(await findImportedExports(plans, asked)),
  ];
  return {
    said: findings.map(({ path, message, hint = '' }) => `${path.join('.')}: ${message} / ${hint}`),
    notes,
  };
}

const both = ['todo-backend', 'billing-backend'];

describe("taking the route to the internet from the database's subnets", () => {
  it('is refused while a backend stands in them', async () => {
    const { said } = await look(today, closed, { imports: { 'todo-shared-SubnetIds': both } });
    expect(said).to.deep.equal([
      `shared.network: This would take the route to the internet from the database's subnets while the load balancer and the tasks of stack "todo-backend" still stand in them / Write "databaseRoute: internet" under shared.network and deploy, so that load balancer and tasks move to the other subnets while the route is there; then remove it and deploy again`,
      `shared.network: This would take the route to the internet from the database's subnets while the load balancer and the tasks of stack "billing-backend" still stand in them / Write "databaseRoute: internet" under shared.network until "subnets" under backend.service in the spec of that backend is deployed`,
    ]);
  });

  it('is refused at the setting, where the spec has it', async () => {
    const written = closed.replace('nat: perZone', 'nat: perZone, databaseRoute: none');
    const { said } = await look(today, written, { imports: { 'todo-shared-SubnetIds': ['todo-backend'] } });
    expect(said).to.have.length(1);
    expect(said[0]).to.match(/^shared\.network\.databaseRoute: /);
  });

  it('is fine when nobody stands in them', async () => {
    expect(await look(open, closed)).to.deep.equal({ said: [], notes: [] });
  });

  it('is not what a first step does', async () => {
    const imports = { 'todo-shared-SubnetIds': both };
    expect(await look(today, open, { imports })).to.deep.equal({ said: [], notes: [] });
  });

  it('is refused, too, for those who may not list other stacks', async () => {
    const listImports = () => Promise.reject(new AwsFailure('denied', 'AccessDenied', 'no right'));
    const readTemplate = () => Promise.resolve(templatesOf(today).get('backend') ?? '');
    const { said, notes } = await look(today, closed, { more: { listImports, readTemplate } });
    expect(said).to.have.length(1);
    expect(notes).to.deep.equal(['archc is not allowed to see which other stacks import SubnetIds']);
    const moved = () => Promise.resolve(templatesOf(open).get('backend') ?? '');
    expect((await look(today, closed, { more: { listImports, readTemplate: moved } })).said).to.deep.equal(
      [],
    );
  });
});

describe('public and private subnets', () => {
  const imports = {
    'todo-shared-PublicSubnetIds': both,
    'todo-shared-PrivateSubnetIds': ['todo-backend', 'billing-backend'],
  };

  it('are not removed from under a backend', async () => {
    const { said } = await look(open, today, { imports });
    const removed = 'shared: This would remove PublicSubnetIds, PrivateSubnetIds, which stack';
    expect(said).to.have.length(2);
    expect(said[0]?.startsWith(`${removed} "todo-backend" still imports / `)).to.be.true;
    expect(said[0]).to.match(/deploy it with "archc deploy \S+ --stack backend" first/);
    expect(said[1]?.startsWith(`${removed} "billing-backend" still imports / `)).to.be.true;
  });

  it('are not exchanged for others of an existing VPC under a backend', async () => {
    const existing = readGolden('fargate-existing-vpc');
    const others = existing.replace('subnet-0123456789abcdef1]', 'subnet-0123456789abcdef9]');
    expect((await look(existing, others, { imports })).said).to.deep.equal(
      both.map(
        (stack) =>
          `shared.network.publicSubnetIds: This would change PublicSubnetIds, which stack "${stack}" imports: CloudFormation changes no value that another stack imports / Undo the change. To make it, delete the stacks that import them ("archc destroy SPEC --stack backend" with the spec of each), deploy this one, then deploy them again`,
      ),
    );
    expect((await look(existing, others)).said).to.deep.equal([]);
    const moved = existing.replace('subnet-0123456789abcdef3]', 'subnet-0123456789abcdef8]');
    expect((await look(existing, moved, { imports })).said).to.have.length(1);
  });

  it('are demanded for a VPC connector and for an internal service, each at its setting', async () => {
    const onShared = readGolden('app-runner-closed-shared-stack');
    const demanded = async (spec: string) => (await look(spec, spec.replace('8080', '8081'))).said[0];
    expect(await demanded(onShared)).to.match(
      /^backend\.service\.egress: .* has no public and private subnets/,
    );
    const internal = onShared.replace('egress: vpc', 'visibility: internal');
    expect(await demanded(internal)).to.match(/^backend\.service\.visibility: /);
  });

  it('are not replaced under a backend, by other ranges', async () => {
    const ranges = 'publicSubnetCidrs: [10.0.32.0/22, 10.0.36.0/22]';
    const wider = closed.replace('nat: perZone', `nat: perZone, ${ranges}`);
    const { said } = await look(closed, wider, { imports });
    expect(said.map((line) => line.split(',')[0])).to.deep.equal([
      'shared.network.publicSubnetCidrs.0: This would change PublicSubnetIds',
      'shared.network.publicSubnetCidrs.0: This would change PublicSubnetIds',
    ]);
    expect((await look(closed, wider)).said).to.deep.equal([]);
  });

  it('lose NAT with a word about other backends', async () => {
    expect(await look(open, withoutNat, { imports })).to.deep.equal({
      said: [],
      notes: [
        'Stack "billing-backend" stands in the private subnets, which lose NAT: what it calls must be in the VPC or have a VPC endpoint',
      ],
    });
  });

  it('lose endpoints with a word about other backends, unless they have NAT', async () => {
    const more = withoutNat.replace('secretsManager]', 'secretsManager, ssm]');
    expect((await look(more, withoutNat, { imports })).notes).to.deep.equal([
      'Stack "billing-backend" stands in the private subnets, which lose SsmEndpoint: what it calls must be in the VPC or have a VPC endpoint',
    ]);
    expect(await look(more, open, { imports })).to.deep.equal({ said: [], notes: [] });
  });

  it('keep NAT until the backend has left them', async () => {
    const moved = withoutNat
      .replace('endpoints: [ecr, s3, logs, secretsManager], ', '')
      .replace('subnets: private', 'subnets: public');
    const { said } = await look(open, moved, { imports });
    expect(said).to.have.length(1);
    expect(said[0]).to.match(
      /^shared\.network: This would take NAT from the private subnets while stack "todo-backend" still stands in them \/ .* "archc deploy \S+ --stack backend" first/,
    );
    const left = { imports: { 'todo-shared-PublicSubnetIds': both } };
    expect(await look(open, moved, left)).to.deep.equal({ said: [], notes: [] });
  });

  it('are demanded of another shared stack', async () => {
    expect((await look(shared, shared.replace('8080', '8081'))).said).to.deep.equal([
      'backend.service.subnets: Shared stack "platform-shared" has no public and private subnets / Add "network" under shared in the spec of that stack and deploy it first',
    ]);
    const outputs = ['SubnetIds', 'PublicSubnetIds', 'PrivateSubnetIds'];
    expect((await look(shared, shared.replace('8080', '8081'), { outputs })).said).to.deep.equal([]);
    const privateAlone = { outputs: ['SubnetIds', 'PrivateSubnetIds'] };
    expect((await look(shared, shared.replace('8080', '8081'), privateAlone)).said).to.deep.equal([
      'backend.service.subnets: Shared stack "platform-shared" has no public subnets / Add "publicSubnetIds" under shared.network in the spec of that stack and deploy it first, or write "subnets: private" and "visibility: internal" under backend.service',
    ]);
  });

  it("are demanded where the database's have no route", async () => {
    const outputs = ['SubnetIds', 'PublicSubnetIds', 'PrivateSubnetIds'];
    const changed = together.replace('8080', '8081');
    expect((await look(together, changed, { outputs })).said).to.deep.equal([
      'backend.service.subnets: The load balancer and the tasks would stand in the database\'s subnets, which have no route to the internet in shared stack "platform-shared" / Write "subnets: public" or "subnets: private" under backend.service, or "databaseRoute: internet" under shared.network of that stack, and deploy it first',
    ]);
    const privateAlone = { outputs: ['SubnetIds', 'PrivateSubnetIds'] };
    expect((await look(together, changed, privateAlone)).said).to.have.length(1);
    const readTemplate = () => Promise.resolve(templatesOf(open).get('shared') ?? '');
    expect((await look(together, changed, { outputs, more: { readTemplate } })).said).to.deep.equal([]);
    expect((await look(together, changed, { outputs: ['SubnetIds'] })).said).to.deep.equal([]);
    const denied = () => Promise.reject(new AwsFailure('denied', 'AccessDenied', 'no right'));
    expect(await look(together, changed, { outputs, more: { readTemplate: denied } })).to.deep.equal({
      said: [],
      notes: ['archc is not allowed to see the subnets of stack "platform-shared"'],
    });
  });
});
