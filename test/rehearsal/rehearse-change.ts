import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { findContainer, readEnvironment } from '../support/local-aws/find-container.ts';
import { listExports, pushImage } from '../support/local-aws/inspect-aws.ts';
import type { Rehearsal } from '../support/local-aws/rehearsal.ts';
import { watchAlias } from '../support/local-aws/watch-alias.ts';
import { runArchc } from '../support/terminal/archc.ts';
import { domain, zone } from './runtime-in-life.ts';
import { specOf } from './shapes.ts';
import type { Change, ShapeName } from './shapes.ts';

type InFolder = Rehearsal & { readonly folder: string };

/**
 * Deploys a shape into an empty account, changes it into the other one and back, and removes it. After each deployment
 * the service runs, nothing is left that could not be deleted, a domain that both shapes have has always led to
 * something, and nothing remains to be deployed.
 */
export async function rehearseChange(rehearsal: InFolder, change: Change): Promise<void> {
  const { from, to, through = [], backThrough = through.toReversed(), loses = [] } = change;
  const image = await createFirst(rehearsal, from);
  const steps: ShapeName[] = [from, ...through, to, ...backThrough, from];
  for (const [index, shape] of steps.slice(1).entries()) {
    const allowed = loses.flatMap((id) => ['--allow-replace', id]);
    await deployNext(rehearsal, steps[index] ?? from, shape, ['--image', image, ...allowed]);
  }
  await succeeds(rehearsal, 'destroy', from, '--yes', 'todo', '--unprotect');
  expect(await listExports(rehearsal.miniStack)).to.deep.equal([]);
  expect(await findContainer(rehearsal.miniStack)).to.equal(undefined);
}

async function createFirst(rehearsal: InFolder, shape: ShapeName): Promise<string> {
  await succeeds(rehearsal, 'deploy', shape, '--yes', '--stack', 'shared');
  const { RepositoryUri = '' } = await rehearsal.stacks.outputs('todo-shared');
  const image = await pushImage(rehearsal.miniStack, RepositoryUri, 'todo-1');
  await succeeds(rehearsal, 'deploy', shape, '--yes', '--image', image);
  await expectDeployed(rehearsal, shape, image);
  return image;
}

async function deployNext(
  rehearsal: InFolder,
  before: ShapeName,
  shape: ShapeName,
  flags: readonly string[],
) {
  const watch = await watchAlias(rehearsal.miniStack, zone, domain);
  await succeeds(rehearsal, 'deploy', shape, '--yes', ...flags).catch(async (error: unknown) => {
    await watch.stop();
    throw error;
  });
  const targets = await watch.stop();
  if ((await hasDomain(before)) && (await hasDomain(shape))) expect(targets).not.to.include('nothing');
  const [, image = ''] = flags;
  await expectDeployed(rehearsal, shape, image);
}

async function expectDeployed(rehearsal: InFolder, shape: ShapeName, image: string): Promise<void> {
  const { miniStack, stacks } = rehearsal;
  for (const stack of ['todo-shared', 'todo-backend']) {
    expect((await stacks.find(stack))?.StackStatus, `${stack} of ${shape}`).to.match(
      /^(CREATE|UPDATE)_COMPLETE$/,
    );
    const failures = (await stacks.events(stack)).filter(({ ResourceStatus }) =>
      ResourceStatus?.endsWith('_FAILED'),
    );
    expect(failures.map(({ ResourceStatusReason }) => ResourceStatusReason)).to.deep.equal([]);
  }
  const container = await findContainer(miniStack);
  expect(container?.image).to.equal(image);
  const environment = container && (await readEnvironment(miniStack, container));
  const databases = (await hasDatabase(shape)) ? ['DB_HOST', 'DB_NAME', 'DB_PASS', 'DB_USER'] : [];
  expect(Object.keys(environment ?? {}).filter((name) => name.startsWith('DB_'))).to.have.members(databases);
  await succeeds(rehearsal, 'plan', shape);
}

async function readSpec(shape: ShapeName) {
  return parse(await specOf(shape)) as { readonly backend: Readonly<Record<string, unknown>> };
}

async function hasDomain(shape: ShapeName): Promise<boolean> {
  return 'domain' in (await readSpec(shape)).backend;
}

async function hasDatabase(shape: ShapeName): Promise<boolean> {
  return 'database' in (await readSpec(shape)).backend;
}

async function succeeds(rehearsal: InFolder, command: string, shape: ShapeName, ...flags: string[]) {
  const spec = path.join(rehearsal.folder, 'todo.yaml');
  await writeFile(spec, await specOf(shape));
  const { code, stdout, stderr } = await runArchc(rehearsal.miniStack, command, spec, ...flags);
  expect(code, `archc ${command} of ${shape}\n${stdout}\n${stderr}`).to.equal(0);
}
