import { expect } from 'chai';
import { fakeDigest } from '../support/containers/fake-engine.ts';
import { renderScript } from '../support/containers/build-script.ts';
import { fakeRepositoryUri, makeBuildSite } from '../support/containers/build-site.ts';
import type { BuildSite } from '../support/containers/build-site.ts';
import { startStackEndpoint } from '../support/fake-aws/stack-endpoint.ts';
import type { StackEndpoint } from '../support/fake-aws/stack-endpoint.ts';
import { needs } from '../support/needs.ts';
import { missingPythonTools, pythonTool } from '../support/python-tools.ts';

describe('The build script, with the AWS CLI itself', () => {
  let site: BuildSite;
  let endpoint: StackEndpoint | undefined;

  beforeEach(async function () {
    needs(this, missingPythonTools());
    site = await makeBuildSite(await renderScript());
    await site.uninstall('aws');
    await site.install('aws', pythonTool('aws'));
  });
  afterEach(async () => {
    await endpoint?.stop();
    endpoint = undefined;
    await (site as BuildSite | undefined)?.remove();
  });

  const start = async (
    name: string,
    outputs: Readonly<Record<string, string>>,
  ): Promise<NodeJS.ProcessEnv> => {
    endpoint = await startStackEndpoint({
      name,
      outputs,
      password: 'from-ecr',
      image: { repository: 'todo-shared-repository', tag: 'v1-0123456789ab', digest: fakeDigest },
    });
    return endpoint.env;
  };

  it('finds the repository among the outputs, logs in with the password of ECR, and asks it for the image', async () => {
    const outputs = { VpcId: 'vpc-1', RepositoryUri: fakeRepositoryUri, RepositoryArn: 'arn:aws:ecr:x' };
    const env = { ...(await start('todo-shared', outputs)), AWS_DEFAULT_OUTPUT: 'json', AWS_PAGER: 'more' };
    const { code, stdout, stderr } = await site.run(['--tag', 'v1'], { env });
    expect(code, stderr).to.equal(0);
    expect(stdout).to.equal(`${fakeRepositoryUri}@${fakeDigest}\n`);
    expect(stderr).to.contain(`The repository has ${fakeRepositoryUri}:v1-0123456789ab already`);
    const calls = await site.engine.readCalls();
    expect(calls.map(({ stdin }) => stdin).join('')).to.equal('from-ecr\n');
    expect(calls.map(({ args: [command] }) => command)).not.to.include('push');
  });

  it('pushes what ECR does not have, and says so when ECR still does not show it', async () => {
    const env = await start('todo-shared', { RepositoryUri: fakeRepositoryUri });
    const { code, stdout, stderr } = await site.run(['--tag', 'v2'], { env });
    expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
    expect((await site.engine.readCalls()).at(-1)?.args[0]).to.equal('push');
    expect(stderr).to.contain(`${fakeRepositoryUri}:v2-0123456789ab was pushed, but ECR does not show it`);
  });

  it('logs in to the registry of the account before there is a repository', async () => {
    const { code, stdout, stderr } = await site.run(['--no-push', '--tag', 'v3'], {
      env: await start('other', {}),
    });
    expect(code, stderr).to.equal(0);
    expect(stdout).to.equal('localhost/todo:v3-0123456789ab\n');
    const [login] = await site.engine.readCalls();
    expect(login?.args.at(-1)).to.equal(fakeRepositoryUri.split('/')[0]);
    expect(login?.stdin).to.equal('from-ecr\n');
  });

  it('notices that the output is missing, alone or with all others', async () => {
    for (const outputs of [{ VpcId: 'vpc-1' }, {}]) {
      const { code, stderr } = await site.run([], { env: await start('todo-shared', outputs) });
      expect(code).to.equal(1);
      expect(stderr).to.contain('Stack "todo-shared" (UPDATE_COMPLETE) has no output RepositoryUri');
      await endpoint?.stop();
      endpoint = undefined;
    }
  });

  it('notices that the stack is missing', async () => {
    const { code, stderr } = await site.run([], { env: await start('other', {}) });
    expect(code).to.equal(1);
    expect(stderr)
      .to.contain('Stack "todo-shared" does not exist')
      .and.to.contain('id todo-shared does not exist');
  });

  it('notices that there are no credentials', async () => {
    const { code, stderr } = await site.run([], { env: { AWS_EC2_METADATA_DISABLED: 'true' } });
    expect(code).to.equal(1);
    expect(stderr)
      .to.contain('The AWS credentials are missing or not valid')
      .and.to.contain('Unable to locate credentials');
  });
});
