import { needs } from '../needs.ts';
import { writeSpec } from '../terminal/archc.ts';
import { startDeployed } from './deployed.ts';
import type { Deployed } from './deployed.ts';
import { missingForRehearsal } from './rehearsal.ts';

/** An account that is empty at the start of every test in the suite, with the example's spec in its folder. */
export function useDeployed(): Deployed & { readonly spec: string } {
  const deployed = { spec: '' } as Deployed & { spec: string };
  before(async function () {
    needs(this, await missingForRehearsal());
    Object.assign(deployed, await startDeployed());
    deployed.spec = await writeSpec(deployed.folder);
  });
  beforeEach(() => deployed.miniStack.reset());
  after(async () => {
    // When a tool is missing, nothing was started.
    if (deployed.spec !== '') await deployed.stop();
  });
  return deployed;
}
