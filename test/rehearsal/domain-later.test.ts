import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { runArchc, writeSpec } from '../support/archc.ts';
import { chooseRuntime } from '../support/compile-edited.ts';
import { findContainer } from '../support/find-container.ts';
import { pushImage, readAliases } from '../support/inspect-aws.ts';
import { needs } from '../support/needs.ts';
import { missingForRehearsal, startRehearsal } from '../support/rehearsal.ts';
import type { Rehearsal } from '../support/rehearsal.ts';
import { domain, zone } from './runtime-in-life.ts';
import { runtimesInLife } from './runtimes.ts';

const withoutDomain = (spec: string) => spec.replace(/ +domain:\n.*\n.*\n/, '');

describe('an API without a domain', function () {
  this.timeout('5m');
  let rehearsal: Rehearsal;
  let folder = '';

  before(async function () {
    needs(this, await missingForRehearsal());
    rehearsal = await startRehearsal({ holdWaiters: false });
    folder = await mkdtemp(path.join(tmpdir(), 'archc-domain-'));
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') process.stderr.write(rehearsal.miniStack.log());
    await rehearsal.miniStack.reset();
  });
  after(async () => {
    if (folder === '') return;
    await rehearsal.stop();
    await rm(folder, { recursive: true, force: true });
  });

  for (const runtime of runtimesInLife) {
    it(`gets one later and gives it back on ${runtime.name}, with the same service all along`, async () => {
      const { miniStack, stacks } = rehearsal;
      const deploy = async (edit: (spec: string) => string, ...flags: string[]): Promise<void> => {
        const spec = await writeSpec(folder, (text) => edit(chooseRuntime(text, runtime.name)));
        const { code, stderr } = await runArchc(miniStack, 'deploy', spec, '--yes', ...flags);
        expect(code, stderr).to.equal(0);
      };
      const findArn = async () => (await findContainer(miniStack))?.serviceArn;

      await deploy(withoutDomain, '--stack', 'shared');
      const { RepositoryUri = '' } = await stacks.outputs('todo-shared');
      const given = ['--image', await pushImage(miniStack, RepositoryUri, 'todo-1')];
      await deploy(withoutDomain, ...given);
      const arn = await findArn();
      expect(await stacks.outputs('todo-backend'))
        .to.have.property('ServiceUrl')
        .that.matches(/\.amazonaws\.com$|\.awsapprunner\.com$/);

      await deploy((spec) => spec, ...given);
      await runtime.expectComplete(rehearsal);
      expect(await findArn()).to.equal(arn);

      await deploy(withoutDomain, ...given);
      expect(await readAliases(miniStack, zone, domain)).to.deep.equal([]);
      expect(await findArn()).to.equal(arn);
    });
  }
});
