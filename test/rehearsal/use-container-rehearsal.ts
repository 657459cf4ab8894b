import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeBuildah, missingContainerTools } from '../support/containers/buildah.ts';
import type { Buildah } from '../support/containers/buildah.ts';
import { startRegistry } from '../support/containers/registry.ts';
import type { Registry } from '../support/containers/registry.ts';
import { missingForRehearsal, startRehearsal } from '../support/local-aws/rehearsal.ts';
import type { Rehearsal } from '../support/local-aws/rehearsal.ts';
import { needs } from '../support/needs.ts';

interface ContainerRehearsal {
  readonly registry: Registry;
  readonly rehearsal: Rehearsal;
  readonly buildah: Buildah;
  readonly folder: string;
}

/**
 * A rehearsal with a real container engine and a real registry, and a folder for the files of the tests. The account is
 * empty before each. Shows its log when a test fails.
 */
export function useContainerRehearsal(): ContainerRehearsal {
  const site = { folder: '' } as ContainerRehearsal;
  before(async function () {
    needs(this, (await missingForRehearsal()) ?? (await missingContainerTools()));
    const folder = await mkdtemp(path.join(tmpdir(), 'archc-containers-'));
    const registry = await startRegistry();
    const rehearsal = await startRehearsal({ registry });
    const buildah = await makeBuildah(path.join(folder, 'buildah'));
    Object.assign(site, { registry, rehearsal, buildah, folder });
  });
  afterEach(async function () {
    const { miniStack } = site.rehearsal;
    if (this.currentTest?.state === 'failed') process.stderr.write(miniStack.log());
    await miniStack.reset();
  });
  after(async () => {
    if (site.folder === '') return;
    await site.buildah.remove();
    await site.rehearsal.stop();
    await site.registry.stop();
    await rm(site.folder, { recursive: true, force: true });
  });
  return site;
}
