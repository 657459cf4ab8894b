import { expect } from 'chai';
import { chooseRuntime } from '../support/compile/compile-edited.ts';
import { askAws } from '../support/local-aws/aws-cli.ts';
import { findContainer } from '../support/local-aws/find-container.ts';
import { createSecret, pushImage } from '../support/local-aws/inspect-aws.ts';
import { runArchc, writeSpec } from '../support/terminal/archc.ts';
import { renewals } from './renewals.ts';
import { runtimesInLife } from './runtimes.ts';
import { useRehearsal } from './use-rehearsal.ts';

/** What archc says of new containers that did not become healthy. */
const told = {
  appRunner:
    /error deployment-failed\n {2}Service: the new instances did not become healthy, and App Runner keeps[^]*Check that every secret/,
  fargate:
    /error deployment-failed\n {2}EcsService: the new tasks did not become healthy: .*the last task stopped: ResourceInitializationError[^]*Check backend\.service\.secrets/,
} as const;

describe('archc starts the containers of a service anew', () => {
  const rehearsal = useRehearsal();
  afterEach(() => rehearsal.miniStack.reset());

  for (const { name } of runtimesInLife) {
    it(`on ${name}`, async () => {
      const { miniStack, stacks, folder } = rehearsal;
      const runtime = renewals[name as keyof typeof renewals];
      const secret = await createSecret(miniStack, 'first');
      const deploy = async (level: string, ...flags: string[]) => {
        const spec = await writeSpec(folder, (text) =>
          chooseRuntime(text, name)
            .replace('LOG_LEVEL: info', `LOG_LEVEL: ${level}`)
            .replace('environment:', `secrets: { API_KEY: "${secret}" }\n    environment:`),
        );
        return runArchc(miniStack, 'deploy', spec, '--yes', ...flags);
      };

      expect((await deploy('info', '--stack', 'shared')).code).to.equal(0);
      const early = await deploy('info', '--restart');
      expect(early.code).to.equal(1);
      expect(early.stderr).to.match(
        /stack "todo-backend" does not exist, so there are no containers to start anew: deploy it with "archc deploy .*todo\.yaml"/,
      );
      expect(await stacks.find('todo-backend')).to.equal(undefined);

      const { RepositoryUri = '' } = await stacks.outputs('todo-shared');
      const image = await pushImage(miniStack, RepositoryUri, 'todo-1');
      const created = await deploy('info', '--image', image);
      expect(created.code, created.stderr).to.equal(0);
      const service = (await findContainer(miniStack))?.serviceArn ?? '';
      const read = () => runtime.read(miniStack, service);

      const first = await read();
      const events = (await stacks.events('todo-backend')).length;
      await askAws(
        miniStack,
        'secretsmanager',
        'put-secret-value',
        '--secret-id',
        secret,
        '--secret-string',
        'second',
      );
      const restarted = await deploy('info', '--restart');
      expect(restarted.code, restarted.stderr).to.equal(0);
      expect(restarted.stderr)
        .to.include('archc will start the containers anew, with the image that they run')
        .and.to.include('The new containers are healthy and have taken over')
        .and.to.include('Started the containers anew; no other changes: todo-shared and todo-backend')
        .and.to.not.include('Building');
      const second = await read();
      expect(second).to.satisfy((after: readonly string[]) => runtime.isNew(first, after));
      expect(await stacks.events('todo-backend'), 'the stack did not change').to.have.length(events);
      expect((await findContainer(miniStack))?.image).to.equal(image);

      const changed = await deploy('debug', '--restart');
      expect(changed.code, changed.stderr).to.equal(0);
      expect(changed.stderr)
        .to.include('The new containers are healthy')
        .and.to.match(/Deployed todo-shared and todo-backend\n/);
      expect(await findContainer(miniStack)).to.deep.include({ image });
      expect((await findContainer(miniStack))?.variables).to.include({ LOG_LEVEL: 'debug' });

      const before = await read();
      await askAws(
        miniStack,
        'secretsmanager',
        'delete-secret',
        '--secret-id',
        secret,
        '--force-delete-without-recovery',
      );
      const failed = await deploy('debug', '--restart');
      expect(failed.code).to.equal(1);
      expect(failed.stderr).to.match(told[name as keyof typeof told]);
      expect(failed.stderr).to.match(
        /UPDATE_COMPLETE, and the service goes on with the former containers\.\n$/,
      );
      expect(await read()).to.satisfy((after: readonly string[]) => runtime.isKept(before, after));
    });
  }
});
