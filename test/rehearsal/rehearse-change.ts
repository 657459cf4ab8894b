import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ACMClient, RequestCertificateCommand } from '@aws-sdk/client-acm';
import { DescribeSecurityGroupsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { expect } from 'chai';
import { parse } from 'yaml';
import { findContainer, readEnvironment } from '../support/local-aws/find-container.ts';
import { createSecret, listExports, pushImage } from '../support/local-aws/inspect-aws.ts';
import type { MiniStack } from '../support/local-aws/mini-stack.ts';
import type { Rehearsal } from '../support/local-aws/rehearsal.ts';
import { clientConfig } from '../support/local-aws/stacks.ts';
import { watchAlias } from '../support/local-aws/watch-alias.ts';
import { runArchc } from '../support/terminal/archc.ts';
import { domain, zone } from './runtime-in-life.ts';
import { certificateArn, existingNetwork, existingSecret, specOf } from './shapes.ts';
import type { Change, ShapeName, Step } from './shapes.ts';

interface InFolder extends Rehearsal {
  readonly folder: string;
}

interface Account extends InFolder {
  /** Ids of what no stack of the spec makes, by what stands for each in the shapes. */
  readonly ids: ReadonlyMap<string, string>;
}

/**
 * Deploys a shape into an empty account, changes it into others and back, and removes it. After each deployment the
 * service runs, nothing is left that could not be deleted, a domain that both shapes have has always led to something, and
 * nothing remains to be deployed.
 */
export async function rehearseChange(rehearsal: InFolder, { from, to, back }: Change): Promise<void> {
  const certificate = await requestCertificate(rehearsal.miniStack);
  const network = await makeNetwork({ ...rehearsal, ids: new Map() }, [from, ...to]);
  const account: Account = { ...rehearsal, ids: new Map([[certificateArn, certificate], ...network]) };
  await createSecret(rehearsal.miniStack, existingSecret.value, existingSecret.name);
  const image = await createFirst(account, from);
  let before = from;
  for (const step of [...to, ...back, from]) {
    const [shape, ...flags] = typeof step === 'string' ? [step] : step;
    await deployNext(account, before, shape, ['--image', image, ...flags]);
    before = shape;
  }
  await succeeds(account, 'destroy', from, '--yes', 'todo', '--unprotect');
  await account.stacks.remove('company-shared');
  expect(await listExports(rehearsal.miniStack)).to.deep.equal([]);
  expect(await findContainer(rehearsal.miniStack)).to.equal(undefined);
}

/** A certificate that no stack has made; resolves to its ARN. */
async function requestCertificate(miniStack: MiniStack): Promise<string> {
  const request = new RequestCertificateCommand({ DomainName: domain, ValidationMethod: 'DNS' });
  return (await new ACMClient(clientConfig(miniStack)).send(request)).CertificateArn ?? '';
}

/** A VPC that the spec does not make, if a shape stands in one. */
async function makeNetwork(account: Account, steps: readonly Step[]): Promise<readonly [string, string][]> {
  const specs = await Promise.all(steps.map((step) => specOf(shapeOf(step))));
  const { vpcId, publicSubnetIds, privateSubnetIds } = existingNetwork;
  if (!specs.some((spec) => spec.includes(vpcId))) return [];
  await succeeds(account, 'deploy', 'a network alone', '--yes', '--stack', 'shared');
  const {
    VpcId = '',
    PublicSubnetIds = '',
    PrivateSubnetIds = '',
  } = await account.stacks.outputs('company-shared');
  const made = [VpcId, ...PublicSubnetIds.split(','), ...PrivateSubnetIds.split(',')];
  return [vpcId, ...publicSubnetIds, ...privateSubnetIds].map((id, index) => [id, made[index] ?? '']);
}

function shapeOf(step: Step): ShapeName {
  return typeof step === 'string' ? step : step[0];
}

async function createFirst(account: Account, shape: ShapeName): Promise<string> {
  await succeeds(account, 'deploy', shape, '--yes', '--stack', 'shared');
  const { RepositoryUri = '' } = await account.stacks.outputs('todo-shared');
  const image = await pushImage(account.miniStack, RepositoryUri, 'todo-1');
  await deploy(account, shape, ['--image', image]);
  return image;
}

async function deployNext(account: Account, before: ShapeName, shape: ShapeName, flags: readonly string[]) {
  const watch = await watchAlias(account.miniStack, zone, domain);
  try {
    await deploy(account, shape, flags);
  } finally {
    const targets = await watch.stop();
    if (hasZone(await readSpec(before)) && hasZone(await readSpec(shape)))
      expect(targets).not.to.include('nothing');
  }
}

async function deploy(account: Account, shape: ShapeName, flags: readonly string[]): Promise<void> {
  await succeeds(account, 'deploy', shape, '--yes', ...flags);
  await expectDeployed(account, shape);
  if (!flags.includes('--stack')) await succeeds(account, 'plan', shape);
}

async function expectDeployed({ miniStack, stacks }: Account, shape: ShapeName): Promise<void> {
  for (const stack of ['todo-shared', 'todo-backend']) {
    expect((await stacks.find(stack))?.StackStatus, `${stack} of ${shape}`).to.match(
      /^(CREATE|UPDATE)_COMPLETE$/,
    );
    const failures = (await stacks.events(stack)).filter(({ ResourceStatus }) =>
      ResourceStatus?.endsWith('_FAILED'),
    );
    expect(failures.map(({ ResourceStatusReason }) => ResourceStatusReason)).to.deep.equal([]);
  }
  const { VpcId = '' } = await stacks.outputs('todo-shared');
  if ((await specOf(shape)).includes('hardening:'))
    expect(await readDefaultRules(miniStack, VpcId), 'rules of the default group').to.deep.equal([]);
  const container = await findContainer(miniStack);
  const environment = container && (await readEnvironment(miniStack, container));
  const { database } = (await readSpec(shape)).backend;
  const expected = database ? ['DB_HOST', 'DB_NAME', 'DB_PASS', 'DB_USER'] : [];
  expect(
    Object.keys(environment ?? { DB_HOST: 'no container' }).filter((name) => name.startsWith('DB_')),
  ).to.have.members(expected);
}

/** The rules of the VPC's default security group. */
async function readDefaultRules(miniStack: MiniStack, vpcId: string): Promise<readonly object[]> {
  const filters = { 'vpc-id': vpcId, 'group-name': 'default' };
  const Filters = Object.entries(filters).map(([Name, value]) => ({ Name, Values: [value] }));
  const client = new EC2Client(clientConfig(miniStack));
  const { SecurityGroups = [] } = await client.send(new DescribeSecurityGroupsCommand({ Filters }));
  expect(SecurityGroups).to.have.length(1);
  return SecurityGroups.flatMap(({ IpPermissions = [], IpPermissionsEgress = [] }) => [
    ...IpPermissions,
    ...IpPermissionsEgress,
  ]);
}

interface Spec {
  readonly backend: { readonly domain?: { readonly hostedZoneId?: string }; readonly database?: object };
}

async function readSpec(shape: ShapeName): Promise<Spec> {
  return parse(await specOf(shape)) as Spec;
}

function hasZone({ backend: { domain } }: Spec): boolean {
  return domain?.hostedZoneId !== undefined;
}

async function succeeds(account: Account, command: string, shape: ShapeName, ...flags: readonly string[]) {
  const spec = path.join(account.folder, 'todo.yaml');
  let text = await specOf(shape);
  for (const [standIn, id] of account.ids) text = text.replaceAll(standIn, id);
  await writeFile(spec, text);
  const { code, stdout, stderr } = await runArchc(account.miniStack, command, spec, ...flags);
  expect(code, `archc ${command} of ${shape}\n${stdout}\n${stderr}`).to.equal(0);
}
