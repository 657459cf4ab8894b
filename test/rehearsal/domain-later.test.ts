import { expect } from 'chai';
import { chooseRuntime } from '../support/compile/compile-edited.ts';
import { findContainer } from '../support/local-aws/find-container.ts';
import { pushImage, readAliases } from '../support/local-aws/inspect-aws.ts';
import { runArchc, writeSpec } from '../support/terminal/archc.ts';
import { domain, zone } from './runtime-in-life.ts';
import { runtimesInLife } from './runtimes.ts';
import { useRehearsal } from './use-rehearsal.ts';

const withoutDomain = (spec: string) => spec.replace(/ +domain:\n.*\n.*\n/, '');

describe('an API without a domain', () => {
  const rehearsal = useRehearsal();
  afterEach(() => rehearsal.miniStack.reset());

  for (const runtime of runtimesInLife) {
    it(`gets one later and gives it back on ${runtime.name}, with the same service all along`, async () => {
      const { miniStack, stacks } = rehearsal;
      const deploy = async (edit: (spec: string) => string, ...flags: string[]): Promise<void> => {
        const spec = await writeSpec(rehearsal.folder, (text) => edit(chooseRuntime(text, runtime.name)));
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
