import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { missingForRehearsal, startRehearsal } from '../support/local-aws/rehearsal.ts';
import type { Rehearsal } from '../support/local-aws/rehearsal.ts';
import { needs } from '../support/needs.ts';

/** A rehearsal for a suite that runs archc, which waits by itself, and a folder for its specs. Shows its log when a test fails. */
export function useRehearsal(): Rehearsal & { readonly folder: string } {
  const rehearsal = { folder: '' } as Rehearsal & { folder: string };
  before(async function () {
    needs(this, await missingForRehearsal());
    Object.assign(rehearsal, await startRehearsal({ holdWaiters: false, drainUntilAsked: true }));
    rehearsal.folder = await mkdtemp(path.join(tmpdir(), 'archc-rehearsal-'));
  });
  afterEach(function () {
    if (this.currentTest?.state === 'failed') process.stderr.write(rehearsal.miniStack.log());
  });
  after(async () => {
    if (rehearsal.folder === '') return;
    await rehearsal.stop();
    await rm(rehearsal.folder, { recursive: true, force: true });
  });
  return rehearsal;
}
